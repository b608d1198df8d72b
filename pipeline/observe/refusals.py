"""Every number that became no figure, with its reason: numbers and what readers said of them in, refusals out. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pipeline.model import Observation, Refusal
from pipeline.observe.tokens import NO_QUANTITY, Number, NumberKind

# Reasons of the ranking grammar that say only that it saw no ranking; what the counters say of the number tells more.
_VAGUE = frozenset(["unclear", "count", "share"])
_RANKLIKE = frozenset([NumberKind.FRACTION, NumberKind.ORDINAL])


@dataclass(frozen=True, slots=True)
class Claims:
    """The numbers that rankings use, by their starts: ranks and scores, changes, and the fields of ranks."""

    levels: frozenset[int]
    changes: frozenset[int]
    fields: frozenset[int]
    rankings: tuple[Observation, ...]

    def reason(self, number: Number) -> str:
        """Why one is in no ranking's quote. A change, or a field, may stand far from the rank that it is told of."""
        if number.start in self.levels:
            return "repeated"
        is_told = number.start in self.changes or any(one.rank_of == number.value for one in self.rankings)
        return "" if is_told else "field"


def refuse(
    text: str,
    numbers: Iterable[Number],
    claims: Claims,
    by_rankings: Mapping[int, str],
    by_counters: Iterable[Refusal],
    counters: Iterable[Observation],
) -> tuple[Refusal, ...]:
    counted = {refusal.start: refusal.reason for refusal in by_counters}
    claimed = claims.levels | claims.changes | claims.fields
    told, spans = _Spans(claims.rankings), _Spans(counters)
    refused = []
    for number in numbers:
        if number.start in claimed:
            reason = "" if told.hold(number.start) else claims.reason(number)
        elif number.start not in counted and spans.hold(number.start):
            continue
        else:
            reason = _reason(number, by_rankings.get(number.start), counted.get(number.start))
        if reason:
            refused.append(Refusal(reason, text[number.start : number.end], number.start, number.end))
    return tuple(refused)


def _reason(number: Number, ranking: str | None, counter: str | None) -> str:
    is_vague = ranking in _VAGUE or (ranking == "no_indicator" and number.kind not in _RANKLIKE)
    if ranking and not is_vague:
        return ranking
    return counter or ranking or NO_QUANTITY.get(number.kind, "part_of_name")


class _Spans:
    """Asked in rising order whether a place lies in one of many spans."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._spans = sorted((one.start, one.end) for one in observations)
        self._next = 0
        self._end = -1

    def hold(self, place: int) -> bool:
        while self._next < len(self._spans) and self._spans[self._next][0] <= place:
            self._end = max(self._end, self._spans[self._next][1])
            self._next += 1
        return place < self._end
