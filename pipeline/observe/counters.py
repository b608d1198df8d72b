"""Administrative counters: sentences of marks in, observations and refused numbers out. Pure, linear time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.model import Kind, Observation, Refusal
from pipeline.observe.counter_names import Counter, CounterNames
from pipeline.observe.counter_reader import CounterReader, Draft
from pipeline.observe.marks import Sentence
from pipeline.observe.plans import Plans
from pipeline.observe.scope import Scope
from pipeline.observe.tokens import Number, NumberKind
from pipeline.reference import Reference


@dataclass(frozen=True, slots=True)
class CounterReading:
    """Counters in order of appearance, each once, and every other quantity that was looked at."""

    observations: tuple[Observation, ...]
    refusals: tuple[Refusal, ...]


_KEPT: dict[int, tuple[Reference, CounterNames]] = {}


def counter_names(reference: Reference) -> CounterNames:
    """The lexicon of a reference, built once."""
    kept = _KEPT.get(id(reference))
    if kept is None or kept[0] is not reference:
        kept = _KEPT[id(reference)] = (reference, CounterNames(reference.counters))
    return kept[1]


def read_counters(
    text: str,
    low: str,
    sentences: Iterable[Sentence],
    *,
    entity: str,
    published: date | None,
    reference: Reference,
    taken: frozenset[int] = frozenset(),
) -> CounterReading:
    """Every named counter of `text`, whose canonical form is `low`; `taken`: starts of numbers that rankings claim."""
    names = counter_names(reference)
    plans = Plans(low)
    scope = Scope(text, low, entity, published, reference)
    observations: dict[tuple[object, ...], Observation] = {}
    refusals: list[Refusal] = []
    carried: Counter | None = None
    for sentence in sentences:
        scope.enter(sentence)
        reader = CounterReader(low, sentence, scope, names, taken, None if sentence.opens_block else carried)
        for reason, number in reader.read(is_plan=plans.hold(sentence.marks[0].start)):
            refusals.append(_refusal(text, reason, number))
        carried = reader.carried
        for draft in reader.drafts:
            found = _observation(text, draft, scope)
            key = (found.subject, found.entity, found.period, found.value, found.unit, found.of)
            if observations.setdefault(key, found) is not found:
                refusals.append(_refusal(text, "repeated", draft.meant.number))
    return CounterReading(tuple(observations.values()), tuple(refusals))


def _refusal(text: str, reason: str, number: Number) -> Refusal:
    return Refusal(reason, text[number.start : number.end], number.start, number.end)


def _observation(text: str, draft: Draft, scope: Scope) -> Observation:
    number = draft.meant.number
    period, basis = scope.period(number.start, draft.tail_end)
    quote = text[draft.start : draft.end].rstrip()
    return Observation(
        subject=draft.name,
        entity=draft.entity[0],
        entity_printed=draft.entity[1],
        period=period,
        basis=basis,
        measure=draft.meant.measure,
        value=number.value,
        unit=draft.unit,
        kind=Kind.STATED,
        quote=quote,
        start=draft.start,
        end=draft.start + len(quote),
        of=number.parts[1] if number.kind is NumberKind.FRACTION else draft.whole,
        bound=number.bound,
        changes=tuple(draft.changes),
    )
