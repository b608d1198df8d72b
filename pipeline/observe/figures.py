"""What a sentence's numbers are: the records that the grammar of ranks and scores fills. No rule of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from pipeline.observe.marks import Sentence
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind

NATIONAL = frozenset([30, 34, 42, 60, 61, 62, 63, 64])  # fields of provinces that were ever ranked
MINISTRIES = range(15, 31)
QUANTITIES = frozenset([NumberKind.PERCENT, NumberKind.PERCENT_POINTS, NumberKind.POINTS])
UNITS = {NumberKind.PERCENT: "percent", NumberKind.PERCENT_POINTS: "percent", NumberKind.POINTS: "points"}
NAMED = frozenset([Kind.PROVINCE, Kind.MINISTRY])
_ROOM = 8  # marks looked at on either side: a rule sees its neighbourhood, never the whole text


class Role(StrEnum):
    RANK = "rank"
    SCORE = "score"
    RANK_MOVE = "rank_move"
    SCORE_MOVE = "score_move"


@dataclass(slots=True)
class Figure:
    """A number with its role. In a pair (từ 15 lên 13) one is `earlier`, the other `later`.

    `of` is the field printed with a rank, `other` the second reading of the digits, `is_most` a first place that
    only the words for highest tell. `past` is why a rank is not held now, `receiver` the mark that names who took it.
    `is_impossible`: no field was ever that large. `told_at` is the mark that tells the value, where it is not the own.
    """

    role: Role
    value: Decimal
    unit: str
    start: int
    end: int
    of: int | None = None
    earlier: bool = False
    later: bool = False
    other: Decimal | None = None
    is_most: bool = False
    past: str = ""
    receiver: int = 0
    is_impossible: bool = False
    told_at: int | None = None


@dataclass(slots=True)
class Figures:
    """The figures of one sentence by mark position, why its other numbers are none, and numbers that tell a field."""

    sentence: Sentence
    found: dict[int, Figure] = field(default_factory=dict)
    refused: dict[int, str] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    receivers: set[int] = field(default_factory=set)  # names that a place is given to: nhường ngôi đầu cho Hải Phòng

    def kind(self, at: int) -> Kind | None:
        marks = self.sentence.marks
        return marks[at].kind if 0 <= at < len(marks) else None

    def number(self, at: int) -> Number | None:
        marks = self.sentence.marks
        return marks[at].number if 0 <= at < len(marks) else None

    def is_rank(self, at: int) -> bool:
        return at in self.found and self.found[at].role is Role.RANK

    def keep(self, at: int, role: Role, value: Decimal, unit: str = "", **more: object) -> None:
        mark = self.sentence.marks[at]
        self.found[at] = Figure(role, value, unit, mark.start, mark.end, **more)  # type: ignore[arg-type]

    def refuse(self, at: int, reason: str) -> None:
        self.found.pop(at, None)
        self.refused[at] = reason

    def leftwards(self, at: int) -> Iterator[int]:
        """Positions before `at`, nearest first, a bracket taken in one step."""
        seen, position = 0, at - 1
        while position >= 0 and seen < _ROOM:
            if self.kind(position) is Kind.CLOSE:
                position = self._opening(position)
            else:
                yield position
            position -= 1
            seen += 1

    def _opening(self, close: int) -> int:
        for position in range(close - 1, max(-1, close - 12), -1):
            if self.kind(position) is Kind.OPEN:
                return position
        return close
