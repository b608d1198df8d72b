"""One sentence's counters: phrases in, drafts of counters and refused numbers out. Pure, linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.model import Change, Measure
from pipeline.observe import growth
from pipeline.observe.counter_names import Counter, CounterNames, Noun
from pipeline.observe.counter_words import (
    AFTER_TARGET,
    BODIES,
    BY_SENTENCE,
    COPULA,
    FIELD,
    INDEX,
    LISTED,
    NO_COUNT,
    PLACES,
    SHARE_LINK,
    STATE,
    TARGET,
    UNRELATED_MONEY,
    YEARLY,
)
from pipeline.observe.marks import Sentence
from pipeline.observe.phrases import Phrase, phrases
from pipeline.observe.scope import Scope
from pipeline.observe.tokens import Number, NumberKind
from pipeline.reference import COUNTRY


@dataclass(slots=True)
class Draft:
    """A counter found in a sentence; changes printed after it are added to it."""

    counter: Counter
    number: Number
    measure: Measure
    name: str
    unit: str
    entity: tuple[str, str | None]
    start: int
    end: int
    near: str
    changes: list[Change] = field(default_factory=list)


class CounterReader:
    """Reads one sentence from left to right."""

    def __init__(self, low: str, sentence: Sentence, scope: Scope, names: CounterNames, taken: frozenset[int]) -> None:
        self._low, self._sentence, self._scope, self._names, self._taken = low, sentence, scope, names, taken
        self._begin, self._end = sentence.marks[0].start, sentence.marks[-1].end
        self._target = -1
        self._lead = ""
        self._follows = False  # the phrase before this one gave the last draft
        self._pending: list[tuple[Phrase, re.Match[str]]] = []
        self.drafts: list[Draft] = []

    def read(self) -> Iterator[tuple[str, Number]]:
        """Fill `drafts`; yield every other quantity with the reason it is no counter."""
        found = phrases(self._low, self._sentence, self._names)
        if not found:
            return
        target = TARGET.search(self._low, self._begin, found[-1].number.start)
        self._target = target.end() if target else -1
        self._lead = self._low[self._begin : found[0].number.start][-200:]
        for phrase in found:
            drafts = len(self.drafts)
            if phrase.number.start not in self._taken and (reason := self._read(phrase)):
                yield reason, phrase.number
            self._follows = len(self.drafts) > drafts
        yield from (("change_without_level", phrase.number) for phrase, _ in self._pending)

    def _read(self, phrase: Phrase) -> str | None:
        """Draft a counter, or say why this number is none."""
        number = phrase.number
        if phrase.is_earlier:
            return "earlier_level"
        if (verb := growth.change_before(phrase.left)) and not self._is_cut(phrase.noun):
            return self._change(phrase, verb)
        if number.kind in NO_COUNT:
            return NO_COUNT[number.kind]
        if 0 <= self._target <= number.start and not AFTER_TARGET.search(self._low, self._target, number.start):
            return "target"
        if number.kind is NumberKind.MONEY or (
            number.scaled and self._low.endswith(("tỷ", "tỉ"), number.start, number.end)
        ):
            return self._amount(phrase)
        return self._share(phrase) if number.kind is NumberKind.PERCENT else self._count(phrase)

    def _is_cut(self, noun: Noun | None) -> bool:
        """In `giảm 25 đầu mối` the number is the figure, unless the sentence gave their number before."""
        return noun is not None and noun.key in BODIES and all(draft.counter.noun != noun.key for draft in self.drafts)

    def _change(self, phrase: Phrase, verb: re.Match[str]) -> None:
        if self.drafts:
            self._add_change(self.drafts[-1], phrase, verb)
        else:
            self._pending.append((phrase, verb))

    def _add_change(self, draft: Draft, phrase: Phrase, verb: re.Match[str]) -> None:
        period, _ = self._scope.period(draft.number.start)
        change = growth.change(phrase.number, verb, phrase.following, period, is_share=draft.measure is Measure.SHARE)
        draft.changes.append(change)
        draft.start, draft.end = min(draft.start, phrase.number.start), max(draft.end, phrase.number.end, phrase.end)

    def _count(self, phrase: Phrase) -> str | None:
        number, noun = phrase.number, phrase.noun
        is_part = number.kind is NumberKind.FRACTION
        if is_part and (len(number.parts) != 2 or number.decimals or number.parts[0] > number.parts[1]):
            return "fraction"
        if noun is None:
            return self._unspoken(phrase)
        counter = self._doing(phrase, noun.key) if noun.key in PLACES else self._named(phrase, noun)
        return self._draft(phrase, counter, Measure.COUNT) if counter else f"unnamed_{noun.key}"

    def _named(self, phrase: Phrase, noun: Noun) -> Counter | None:
        behind = self._low[noun.start : phrase.end] + " "
        contexts = [phrase.near + behind, phrase.left + behind, self._lead]
        if phrase.near.strip() in LISTED and self._follows:
            contexts.insert(1, self.drafts[-1].near + behind)
        counter = self._names.named(noun.key, *contexts)
        if counter is None and noun.key in BY_SENTENCE:
            return self._names.named(noun.key, self._low[self._begin : min(self._end, self._begin + 400)])
        return counter

    def _doing(self, phrase: Phrase, noun: str) -> Counter | None:
        """Localities or ministries that have done something; not the field of a rank, nor those of an index."""
        before = phrase.left.split()
        if before and before[-1] in FIELD:
            return None
        has_done = phrase.number.kind is NumberKind.FRACTION or phrase.tail.startswith((" đã", " chưa", " hoàn thành"))
        return self._names.named(noun, f"{phrase.tail} ", marked=True) if has_done else None

    def _unspoken(self, phrase: Phrase) -> str | None:
        """A number whose noun stands before it or was said of the number before: trong đó 729 đã được trả lời."""
        if not STATE.match(phrase.following):
            return "unknown_noun"
        carried = self.drafts[-1].counter if self.drafts else None
        if carried and carried.noun in PLACES:
            carried = None
        if carried and (somebody := self._somebody(phrase)):
            return self._draft(phrase, carried, Measure.COUNT, somebody)
        noun = self._noun_before(phrase)
        if noun and COPULA.search(phrase.left):
            counter = self._names.named(noun.key, self._low[noun.start : phrase.number.start], phrase.left)
            return self._draft(phrase, counter, Measure.COUNT) if counter else f"unnamed_{noun.key}"
        words = f"{phrase.near}{phrase.tail} "
        counter = self._names.named(carried.noun, words, marked=True) if carried else None
        return self._draft(phrase, counter, Measure.COUNT) if counter else "no_noun"

    def _somebody(self, phrase: Phrase) -> tuple[str, str] | None:
        """The ministry or province that a number without a noun is of: nhiều nhất là Bộ Tài chính với 773."""
        if not COPULA.search(phrase.near + " "):
            return None
        return self._scope.ministry_or_province(phrase.near_start, phrase.number.start)

    def _noun_before(self, phrase: Phrase) -> Noun | None:
        start = self._low.rfind(";", phrase.start, phrase.number.start) + 1 or phrase.start
        noun = self._names.first_noun(self._low, start, phrase.number.start)
        return None if noun is None or noun.key in PLACES | BODIES | {"money"} else noun

    def _share(self, phrase: Phrase) -> str | None:
        last = self.drafts[-1] if self.drafts else None
        if (last and last.counter.noun in PLACES) or (phrase.noun and phrase.noun.key in PLACES):
            return "condition"
        if last and self._follows and last.measure is Measure.COUNT and SHARE_LINK.match(phrase.left):
            is_part = last.number.kind is NumberKind.FRACTION
            return "restates_fraction" if is_part else self._draft(phrase, last.counter, Measure.SHARE)
        if INDEX.search(phrase.left):
            return "index_score"
        counter = self._shared(phrase, last.counter if last else None)
        return self._draft(phrase, counter, Measure.SHARE) if counter else "share_of_unknown"

    def _shared(self, phrase: Phrase, carried: Counter | None) -> Counter | None:
        """What a percentage is a share of: the noun behind it, the one before it, or the one carried on."""
        words = f"{phrase.near}{self._low[phrase.number.end : phrase.end]} "
        if phrase.noun:
            is_body = phrase.noun.key in BODIES
            return self._names.named(phrase.noun.key, words, phrase.left + words, marked=is_body)
        if not STATE.match(phrase.following):
            return None
        if noun := self._noun_before(phrase):
            return self._names.named(noun.key, words, phrase.left + words)
        return self._names.named(carried.noun, words, marked=True) if carried else None

    def _amount(self, phrase: Phrase) -> str | None:
        if UNRELATED_MONEY.search(phrase.left):
            return "money_unrelated"
        last = self.drafts[-1] if self.drafts else None
        counter = self._names.named("money", f"{phrase.near}{phrase.tail} ", phrase.left + phrase.tail, marked=True)
        if counter is None and last and last.measure is Measure.AMOUNT:
            counter = last.counter
        if counter is None and last and last.counter.noun == "transaction":
            counter = self._names.named("money", "thanh toán", marked=True)
        return self._draft(phrase, counter, Measure.AMOUNT) if counter else "money_unrelated"

    def _draft(
        self, phrase: Phrase, counter: Counter, measure: Measure, somebody: tuple[str, str] | None = None
    ) -> None:
        number = phrase.number
        name, unit = counter.name, counter.unit
        if measure is Measure.SHARE:
            name, unit = f"{name}_rate", "percent"
        elif measure is Measure.AMOUNT and (phrase.following.startswith("/năm") or YEARLY.search(phrase.left)):
            name, unit = f"{name}_per_year", f"{unit}/year"
        draft = Draft(
            counter=counter,
            number=number,
            measure=measure,
            name=name,
            unit=unit,
            entity=somebody or ((COUNTRY, None) if counter.noun in PLACES else self._scope.entity(number.start)),
            start=self._quote_start(phrase),
            end=max(number.end, phrase.end),
            near=phrase.near,
        )
        if doubled := growth.doubled(self._low[phrase.end : phrase.end + 60], self._scope.period(number.start)[0]):
            draft.changes.append(doubled)
        for earlier, verb in self._pending:
            self._add_change(draft, earlier, verb)
        self._pending = []
        self.drafts.append(draft)

    def _quote_start(self, phrase: Phrase) -> int:
        start = phrase.near_start
        while start < phrase.opens and not self._low[start].isalnum():
            start += 1
        return start
