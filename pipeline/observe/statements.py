"""Facts into observations: one per indicator, entity, period and measure, with every change printed of it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from pipeline.model import Change, Kind, Measure, Observation
from pipeline.observe.entities import day_of, resolve
from pipeline.observe.figures import Role
from pipeline.observe.rankings import Fact
from pipeline.reference import Reference

_LEVELS = {Role.RANK: Measure.RANK, Role.SCORE: Measure.SCORE}
_Key = tuple[str, str, str | None, Measure, Decimal | None]


@dataclass(slots=True)
class _Group:
    """Everything said of one indicator, entity, period and measure."""

    facts: list[Fact] = field(default_factory=list)
    changes: list[Fact] = field(default_factory=list)


def observations(
    facts: Iterable[Fact], years: set[str], text: str, own: str, published: date | None, reference: Reference
) -> tuple[Observation, ...]:
    facts = _dated(list(facts), years, reference)
    groups: dict[tuple[str, str, str | None, Measure], _Group] = {}
    fields = {(fact.indicator, fact.period): fact.figure.of for fact in facts if fact.figure.of in {34, 63}}
    for fact in facts:
        field_size = fact.figure.of or fields.get((fact.indicator, fact.period))
        on = day_of(fact.period, published, field_size)
        entity = resolve(reference, fact.subject.kind, fact.subject.value, own, on)
        is_rank = fact.figure.role in {Role.RANK, Role.RANK_MOVE}
        key = (fact.indicator, entity, fact.period, Measure.RANK if is_rank else Measure.SCORE)
        group = groups.setdefault(key, _Group())
        (group.facts if fact.figure.role in _LEVELS else group.changes).append(fact)
    made = [one for key, group in groups.items() for one in _observed(key, group, groups, text, published, reference)]
    return tuple(sorted(made, key=lambda one: (one.start, one.end)))


def _dated(facts: list[Fact], years: set[str], reference: Reference) -> list[Fact]:
    """A lead that names no year speaks of the one year its body gives the index."""
    editions = {year for year in years if year.isdigit()}
    editions |= {
        fact.period for fact in facts if fact.period and fact.period.isdigit() and fact.basis == "stated" and fact.named
    }
    if len(editions) != 1:
        return facts
    (year,) = editions
    return [
        replace(fact, period=year, basis="inherited")
        if fact.period is None and reference.indicators[fact.indicator].has_editions
        else fact
        for fact in facts
    ]


def _observed(
    key: tuple[str, str, str | None, Measure],
    group: _Group,
    groups: dict[tuple[str, str, str | None, Measure], _Group],
    text: str,
    published: date | None,
    reference: Reference,
) -> list[Observation]:
    indicator, entity, period, measure = key
    basis = (group.facts or group.changes)[0].basis
    if period is None and not reference.indicators[indicator].has_editions and published:
        period, basis = published.isoformat(), "article_day"
    twin = groups.get((indicator, entity, key[2], Measure.SCORE if measure is Measure.RANK else Measure.RANK))
    versus = _shared_versus(group, twin)
    changes = _changes(group.changes, versus)
    levels: dict[Decimal | None, Fact] = {}
    for fact in group.facts:
        held = levels.get(fact.value)
        levels[fact.value] = fact if held is None or (held.figure.of is None and fact.figure.of) else held
    if not levels:
        levels[None] = group.changes[0]
    made = []
    for place, (value, fact) in enumerate(levels.items()):
        held = changes if place == 0 else ()
        start, end = _quote(fact, group.changes if place == 0 else [])
        printed = fact.subject.printed
        made.append(
            Observation(
                indicator,
                entity,
                printed,
                period,
                basis,
                measure,
                value,
                fact.unit if measure is Measure.SCORE else "rank",
                Kind.STATED,
                text[start:end],
                start,
                end,
                fact.figure.of,
                changes=held,
            )  # fmt: skip
        )
    return made


def _quote(fact: Fact, changes: list[Fact]) -> tuple[int, int]:
    """From the first to the last word of a level and its changes, if they stand within a sentence or two."""
    near = [one for one in (fact, *changes) if abs(one.start - fact.start) < 400]
    return min(one.start for one in near), max(one.end for one in near)


def _shared_versus(group: _Group, twin: _Group | None) -> str | None:
    for fact in (*group.changes, *(twin.changes if twin else ())):
        if fact.versus:
            return fact.versus
    return None


def _changes(facts: list[Fact], versus: str | None) -> tuple[Change, ...]:
    found: dict[tuple[Decimal, str], Change] = {}
    for fact in facts:
        key = (fact.value, fact.unit)
        found.setdefault(key, Change(fact.value, fact.unit, fact.versus or versus))
    return tuple(found.values())
