"""Numbered lists that rank: Top 3: 1. Hải Phòng 96,17%; 2. … Scores of a text in, the ranks beside them out. Pure."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.observe.context import Fact
from pipeline.observe.figures import Figure, Role

_ITEM = re.compile(r"(?:^|[\n;:,])[ \t]*\(?(?P<place>\d{1,2})[.)][ \t]*(?=[^\W\d])")
_HEADING = re.compile(r"(?<!\w)(?:top|tốp|hạng|dẫn đầu|đứng đầu|cao nhất|bảng)(?!\w)")
_ABOVE = 160  # characters before a list that may say what it ranks
_LONGEST = 160  # characters of an item
_TITLE = 12  # "Thành phố ", "tỉnh " before a name
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Item:
    place: int
    start: int
    name: int
    end: int


def listed(low: str, facts: list[Fact]) -> list[Fact]:
    """The place of every item, where names stand in order from 1, under a heading that ranks, their scores falling."""
    scores = [fact for fact in facts if fact.figure.role is Role.SCORE]
    if len(scores) < _SHORTEST or not ("3." in low or "3)" in low):
        return []
    scores.sort(key=lambda fact: fact.figure.start)
    starts = [fact.figure.start for fact in scores]
    found: list[Fact] = []
    for run in _runs(low):
        told = [scores[bisect_left(starts, item.name) : bisect_left(starts, item.end)] for item in run]
        if all(_is_of(low, item, inside) for item, inside in zip(run, told, strict=True)) and _falls(told):
            found += [_rank(item, inside[0]) for item, inside in zip(run, told, strict=True)]
    return found


def _runs(low: str) -> Iterator[list[_Item]]:
    places = list(_ITEM.finditer(low))
    run: list[_Item] = []
    for at, found in enumerate(places):
        following = places[at + 1] if at + 1 < len(places) else None
        place = int(found["place"])
        end = min(found.end() + _LONGEST, following.start() if following else len(low))
        if place != len(run) + 1:
            run = []
        if place == len(run) + 1:
            run.append(_Item(place, found.start("place"), found.end(), end))
        goes_on = following is not None and int(following["place"]) == place + 1
        if not goes_on and len(run) >= _SHORTEST and _HEADING.search(low, max(0, run[0].start - _ABOVE), run[0].start):
            yield run


def _is_of(low: str, item: _Item, told: list[Fact]) -> bool:
    """Whether an item tells one score, of the name that it opens with."""
    if len(told) != 1 or told[0].subject.printed is None:
        return False
    printed = told[0].subject.printed
    return printed.lower() in low[item.name : item.name + len(printed) + _TITLE]


def _falls(told: list[list[Fact]]) -> bool:
    values = [inside[0].value for inside in told]
    is_one = len({(inside[0].indicator, inside[0].period) for inside in told}) == 1
    return is_one and values == sorted(values, reverse=True)


def _rank(item: _Item, score: Fact) -> Fact:
    figure = Figure(Role.RANK, Decimal(item.place), "", item.start, score.figure.end)
    return replace(
        score, figure=figure, value=figure.value, unit="rank", versus=None, start=item.start, end=score.figure.end
    )
