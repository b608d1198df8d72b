"""Facts into observations: one per indicator, entity, period and measure, with every change printed of it. Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pipeline.model import Change, Kind, Measure, Observation
from pipeline.observe.context import Fact
from pipeline.observe.entities import day_of, resolve
from pipeline.observe.figures import Role
from pipeline.reference import Reference

NEAR = 400  # characters: a change told further away has a receipt of its own words only


class _Key(NamedTuple):
    indicator: str
    entity: str
    period: str | None
    measure: Measure


@dataclass(slots=True)
class _Group:
    """Everything said of one indicator, entity, period and measure."""

    levels: list[Fact] = field(default_factory=list)
    changes: list[Fact] = field(default_factory=list)


def observations(
    facts: Iterable[Fact], years: set[str], text: str, own: str, published: date | None, reference: Reference
) -> tuple[Observation, ...]:
    """`years` are the editions that `text` names beside an index."""
    groups: dict[_Key, _Group] = {}
    dated = _dated(list(facts), years, reference)
    fields = _fields(dated)
    for fact in dated:
        field_size = _field(fact, fields)
        on = day_of(fact.period, published, field_size)
        entity = resolve(reference, fact.subject.kind, fact.subject.value, own, on)
        is_rank = fact.figure.role in {Role.RANK, Role.RANK_MOVE}
        key = _Key(fact.indicator, entity, fact.period, Measure.RANK if is_rank else Measure.SCORE)
        group = groups.setdefault(key, _Group())
        (group.levels if fact.figure.role in {Role.RANK, Role.SCORE} else group.changes).append(fact)
    made = [one for key in groups for one in _observed(key, groups, text)]
    return tuple(_on_the_day(one, published, reference) for one in made)


def _fields(facts: list[Fact]) -> dict[tuple[str, str | None, str], int]:
    """The map of each index, year and subject: one year may be told of 63 and of 34 units. "" stands for anyone."""
    found: dict[tuple[str, str | None, str], int] = {}
    for fact in facts:
        if fact.figure.of in {34, 63}:
            found.setdefault((fact.indicator, fact.period, fact.subject.value), fact.figure.of)
            found[fact.indicator, fact.period, ""] = fact.figure.of
    return found


def _field(fact: Fact, fields: dict[tuple[str, str | None, str], int]) -> int | None:
    anyone = fields.get((fact.indicator, fact.period, ""))
    return fact.figure.of or fields.get((fact.indicator, fact.period, fact.subject.value), anyone)


def _days(facts: list[Fact], reference: Reference) -> list[Fact]:
    """A figure of a continuous index that a heading tells without its day has the day that the body gives it."""
    if all(fact.period for fact in facts):
        return facts
    told: dict[tuple[str, str, Decimal, str], set[str]] = {}
    for fact in facts:
        if fact.period and not reference.indicators[fact.indicator].has_editions:
            told.setdefault(_alike(fact), set()).add(fact.period)
    return [
        replace(fact, period=min(told[_alike(fact)]))
        if fact.period is None and len(told.get(_alike(fact), ())) == 1
        else fact
        for fact in facts
    ]


def _alike(fact: Fact) -> tuple[str, str, Decimal, str]:
    return fact.indicator, fact.figure.role, fact.value, fact.subject.value


def _dated(facts: list[Fact], years: set[str], reference: Reference) -> list[Fact]:
    """A lead that names no year speaks of the one year its body gives the index."""
    facts = _days(facts, reference)
    editions = {year for year in years if year.isdigit()}
    if len(editions) != 1:
        return facts
    (year,) = editions
    return [
        replace(fact, period=year, basis="inherited")
        if fact.period is None and reference.indicators[fact.indicator].has_editions
        else fact
        for fact in facts
    ]


def _on_the_day(one: Observation, published: date | None, reference: Reference) -> Observation:
    """A continuous index without a date is as of the article's day."""
    if one.period is not None or published is None or reference.indicators[one.subject].has_editions:
        return one
    return replace(one, period=published.isoformat(), basis="article_day")


def _observed(key: _Key, groups: dict[_Key, _Group], text: str) -> Iterator[Observation]:
    """A level with its changes; a second level printed for the same period stands by itself; or changes alone."""
    group = groups[key]
    changes = _changes(group.changes, _shared_versus(key, groups))
    levels: dict[Decimal, Fact] = {}
    for fact in group.levels:
        held = levels.setdefault(fact.value, fact)
        if _fullness(fact, group.changes) > _fullness(held, group.changes):
            levels[fact.value] = fact  # the fuller wording is the receipt
    if not levels:
        yield _observation(key, None, group.changes[0], group.changes, changes, text)
    reached = sorted(levels.items(), key=lambda level: level[1].figure.earlier)  # tăng 24 bậc, từ 52 lên 28: 28 moved
    for place, (value, fact) in enumerate(reached):
        is_first = place == 0
        yield _observation(key, value, fact, group.changes if is_first else [], changes if is_first else (), text)


def _fullness(fact: Fact, changes: list[Fact]) -> tuple[bool, bool]:
    return fact.figure.of is not None, any(abs(one.start - fact.start) < NEAR for one in changes[:1])


def _observation(
    key: _Key, value: Decimal | None, fact: Fact, moves: list[Fact], changes: tuple[Change, ...], text: str
) -> Observation:
    near = [one for one in (fact, *moves) if abs(one.start - fact.start) < NEAR]
    start, end = min(one.start for one in near), max(one.end for one in near)
    return Observation(
        subject=key.indicator,
        entity=key.entity,
        entity_printed=fact.subject.printed,
        period=key.period,
        basis=fact.basis,
        measure=key.measure,
        value=value,
        unit="rank" if key.measure is Measure.RANK else fact.unit,
        kind=Kind.STATED,
        quote=text[start:end],
        start=start,
        end=end,
        rank_of=fact.figure.of,
        changes=changes,
    )


def _shared_versus(key: _Key, groups: dict[_Key, _Group]) -> str | None:
    """tăng 1,2 điểm so với năm 2020 nhưng giảm 4 bậc: the base is told once for rank and score."""
    other = Measure.SCORE if key.measure is Measure.RANK else Measure.RANK
    twin = groups.get(key._replace(measure=other))
    told = (fact.versus for fact in (*groups[key].changes, *(twin.changes if twin else ())))
    return next((versus for versus in told if versus), None)


def _changes(facts: list[Fact], versus: str | None) -> tuple[Change, ...]:
    found: dict[tuple[Decimal, str], Change] = {}
    for fact in facts:
        found.setdefault((fact.value, fact.unit), Change(fact.value, fact.unit, fact.versus or versus))
    return tuple(found.values())
