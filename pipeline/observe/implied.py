"""Ranks that follow from a printed rank and its printed change: observations in, implied ones out. Pure."""

from dataclasses import replace

from pipeline.model import Kind, Measure, Observation
from pipeline.reference import Reference


def implied(rankings: tuple[Observation, ...], reference: Reference) -> tuple[Observation, ...]:
    """21st, three places better than in 2020: it was 24th in 2020, in a field that is not printed."""
    printed = {(one.subject, one.entity, one.period) for one in rankings if one.measure is Measure.RANK and one.value}
    found: dict[tuple[str, str, str | None], Observation] = {}
    for one in rankings:
        for earlier in _earlier(one, reference):
            key = (earlier.subject, earlier.entity, earlier.period)
            if key not in printed:
                found.setdefault(key, earlier)
    return tuple(found.values())


def _earlier(one: Observation, reference: Reference) -> list[Observation]:
    if one.measure is not Measure.RANK or one.value is None or not reference.indicators[one.subject].has_editions:
        return []
    return [
        replace(
            one,
            period=change.versus,
            basis="relative",
            value=one.value + change.amount,
            kind=Kind.IMPLIED,
            rank_of=None,
            changes=(),
        )
        for change in one.changes
        if change.unit == "ranks" and change.versus not in {None, one.period} and 1 <= one.value + change.amount <= 64
    ]
