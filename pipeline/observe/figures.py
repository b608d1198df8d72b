"""What each number of a sentence is: marks in, ranks, scores and moves (or the reason for none) out. Pure, linear time."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pipeline.model import Bound
from pipeline.observe.marks import Mark
from pipeline.observe.numerals import ONES
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind


class Role(StrEnum):
    RANK = "rank"
    SCORE = "score"
    RANK_MOVE = "rank_move"
    SCORE_MOVE = "score_move"


@dataclass(slots=True)
class Figure:
    """A number with its role. `earlier` is true of the first of a from-to pair; `sure` of a rank said in words or as n/63."""

    role: Role
    value: Decimal
    unit: str
    start: int
    end: int
    of: int | None = None
    earlier: bool = False
    later: bool = False
    other: Decimal | None = None
    sure: bool = True
    most: bool = False


NATIONAL = frozenset([30, 34, 42, 60, 61, 62, 63, 64])
_MINISTRY_FIELDS = range(15, 31)
_SCALES = frozenset([10, 40, 60, 80, 100, 1000])
_QUANTITIES = frozenset([NumberKind.PERCENT, NumberKind.PERCENT_POINTS, NumberKind.POINTS])
_UNITS = {NumberKind.PERCENT: "percent", NumberKind.PERCENT_POINTS: "percent", NumberKind.POINTS: "points"}
_REASONS = {
    NumberKind.DATE: "date",
    NumberKind.LAW: "law",
    NumberKind.NAME: "name",
    NumberKind.MONEY: "money",
    NumberKind.FOREIGN: "money",
    NumberKind.FACTOR: "factor",
    NumberKind.PERIOD: "period",
    NumberKind.LEVEL: "label",
}
_REACHES = frozenset(["đạt", "với", "mức", "được", "điểm"])
_QUALIFIERS = {
    Kind.REGION: "region",
    Kind.INSIDE: "inside",
    Kind.COMPONENT: "component",
    Kind.GROUP: "group",
    Kind.OTHER: "other_index",
}
_SPOKEN = ONES | {"nhất": 1, "nhì": 2, "tư": 4, "mười": 10}
_ROOM = 8  # marks looked at on either side: a rule sees its neighbourhood, never the whole text


class Sentence:
    """The figures of one sentence by mark position, and the reasons of the numbers that are none."""

    def __init__(self, marks: list[Mark]):
        self.marks = marks
        self.found: dict[int, Figure] = {}
        self.refused: dict[int, str] = {}
        self.used: set[int] = set()
        kinds = {mark.kind for mark in marks}
        self.on_ministries = Kind.MINISTRY in kinds and Kind.PROVINCE not in kinds
        for at in range(len(marks)):
            if marks[at].kind is Kind.FROM:
                self._pair(at)
        for at, mark in enumerate(marks):
            if at in self.found or at in self.used:
                continue
            if mark.kind is Kind.NUMBER:
                self._number(at)
            elif mark.kind in {Kind.FIRST, Kind.NTH} or self._is_spoken(at):
                self._word(at)
            elif mark.kind is Kind.MOST:
                self._most(at)
            elif mark.kind is Kind.KEEP:
                self._keep(at)

    # --- looking around

    def kind(self, at: int) -> Kind | None:
        return self.marks[at].kind if 0 <= at < len(self.marks) else None

    def _left(self, at: int) -> Iterator[int]:
        """Positions before `at`, nearest first, a bracket taken as one step over."""
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

    # --- from-to pairs

    def _pair(self, at: int) -> None:
        """từ vị trí 15 lên 13; từ 87,61% (năm 2021) xuống 86,78%; từ thứ 2, thứ 3 xuống thứ 7 và 8."""
        first, middle = self._row(at + 1)
        turn = self._turn(middle)
        if not first or turn is None:
            return
        second, end = self._row(turn)
        if not second or len(second) != len(first):
            return
        is_rank = self._ranks(at, end, first + second)
        if is_rank is None:
            return
        for positions, earlier in ((first, True), (second, False)):
            for position in positions:
                self._level(position, is_rank=is_rank, earlier=earlier, later=not earlier)

    def _row(self, at: int) -> tuple[list[int], int]:
        """Numbers or rank words in a row from `at`, and where the row ends."""
        row: list[int] = []
        fillers = 0
        while at < len(self.marks) and fillers < 3:
            kind = self.kind(at)
            if kind in {Kind.NUMBER, Kind.NTH, Kind.FIRST}:
                if row and self.kind(at - 1) not in {Kind.COMMA, Kind.AND, Kind.RANK}:
                    break
                row.append(at)
                fillers = 0
            elif kind in {Kind.RANK, Kind.WORD, Kind.GROUP} and not row:
                fillers += 1
            elif not (row and kind in {Kind.COMMA, Kind.AND, Kind.RANK} and self._goes_on(at)):
                break
            at += 1
        return row, at

    def _goes_on(self, at: int) -> bool:
        following = self.kind(at + 1)
        return following is Kind.NUMBER or (following in {Kind.RANK, Kind.NTH} and self.kind(at) is not Kind.RANK)

    def _turn(self, at: int) -> int | None:
        depth = 0
        for position in range(at, min(at + 10, len(self.marks))):
            kind = self.kind(position)
            depth += (kind is Kind.OPEN) - (kind is Kind.CLOSE)
            if depth == 0 and kind in {Kind.TO, Kind.UP, Kind.DOWN}:
                while self.kind(position + 1) in {Kind.TO, Kind.UP, Kind.DOWN}:
                    position += 1
                return position + 1
            if kind is Kind.SEMICOLON or depth < 0 or (depth == 0 and kind is Kind.NUMBER):
                return None
        return None

    def _ranks(self, at: int, end: int, positions: list[int]) -> bool | None:
        """Whether a pair is of ranks (True), of scores (False), or of neither."""
        numbers = [number for position in positions if (number := self.marks[position].number)]
        if any(number.kind in _REASONS or number.kind is NumberKind.RANKS for number in numbers):
            return None
        if any(number.kind in _QUANTITIES or number.decimals for number in numbers):
            return False
        if any(number.value > 64 or number.value < 1 for number in numbers):
            return None
        return True

    # --- one number

    def _given_field(self, at: int) -> int | None:
        """Trong 19 bộ, ngành, … đứng đầu: the field is told before the rank."""
        for position in range(min(at, 6)):
            number = self.marks[position].number
            if number is None or number.kind is not NumberKind.PLAIN or self.kind(position - 1) is not Kind.ON:
                continue
            following = self.kind(position + 1)
            if following is Kind.MINISTRIES or (following in {Kind.FIELD, Kind.OWN} and int(number.value) in NATIONAL):
                self.used.add(position)
                return int(number.value)
        return None

    def _number(self, at: int) -> None:
        number = self._of(at)
        reason = self._not_ours(at, number)
        if reason:
            self.refused[at] = reason
        elif number.kind is NumberKind.RANKS or self._counts_places(at):
            self._rank_move(at, number)
        elif number.kind is NumberKind.FRACTION:
            self._fraction(at, number)
        elif self._is_rank(at, number):
            self._rank(at, number)
        elif number.kind in _QUANTITIES or number.decimals or self._thousands(number):
            self._quantity(at, number)
        else:
            self.refused[at] = "count" if self.kind(at + 1) in {Kind.COUNTED, Kind.FIELD, Kind.OWN} else "unclear"

    def _of(self, at: int) -> Number:
        number = self.marks[at].number
        assert number is not None
        return number

    def _counts_places(self, at: int) -> bool:
        """thăng hạng 2 bậc: hạng belongs to the verb, bậc to the number."""
        following = self.marks[at + 1] if at + 1 < len(self.marks) else None
        return bool(following and following.kind is Kind.WORD and following.value == "bậc")

    def _thousands(self, number: Number) -> bool:
        return number.other is not None and number.other < 100

    def _not_ours(self, at: int, number: Number) -> str:
        before = self.kind(at - 1)
        if number.kind in _REASONS:
            return _REASONS[number.kind]
        if before is Kind.STREAK or (self.kind(at + 1) is Kind.STREAK and number.kind not in _QUANTITIES):
            return "streak"
        if before is Kind.GROUP and number.kind not in _QUANTITIES:
            return "group"
        return ""

    def _is_rank(self, at: int, number: Number) -> bool:
        if number.decimals or number.kind in _QUANTITIES or not 1 <= number.value <= 64:
            return False
        if self._is_bracketed_rank(at) or self._continues_ranks(at) or self._recalls_rank(at):
            return True
        fillers = 0
        for position in self._left(at):
            kind = self.kind(position)
            if kind is Kind.RANK:
                return True
            fillers += 1
            if kind not in {Kind.WORD, Kind.LINK, Kind.TO, Kind.BOTH, Kind.ON, Kind.KEEP, Kind.COLON} or fillers > 2:
                return False
        return False

    def _is_bracketed_rank(self, at: int) -> bool:
        """Hải Phòng (3)"""
        around = self.kind(at - 2), self.kind(at - 1), self.kind(at + 1)
        return (
            around[0] in {Kind.PROVINCE, Kind.MINISTRY}
            and around[1] is Kind.OPEN
            and around[2] in {Kind.CLOSE, Kind.COMMA}
        )

    def _recalls_rank(self, at: int) -> bool:
        """thứ 7 (năm 2023 là 18)"""
        position = at - 1
        while position > at - 5 and self.kind(position) in {Kind.LINK, Kind.PERIOD, Kind.RELATIVE, Kind.WORD}:
            position -= 1
        if self.kind(position) is not Kind.OPEN or position == at - 1 or self.kind(at + 1) is not Kind.CLOSE:
            return False
        return any(
            one in self.found and self.found[one].role is Role.RANK for one in range(max(0, position - 4), position)
        )

    def _continues_ranks(self, at: int) -> bool:
        """thứ 7 và 8"""
        before = self.found.get(at - 2)
        return (
            self.kind(at - 1) in {Kind.AND, Kind.COMMA}
            and before is not None
            and before.role is Role.RANK
            and (
                self.kind(at + 1)
                in {None, Kind.COMMA, Kind.AND, Kind.FIELD, Kind.ON, Kind.NATION, Kind.VERSUS, Kind.SEMICOLON}
            )
        )

    def _level(self, at: int, *, is_rank: bool, earlier: bool = False, later: bool = False) -> None:
        mark = self.marks[at]
        number = mark.number
        if number is None:
            self._word(at)
            if at in self.found:
                self.found[at].earlier, self.found[at].later = earlier, later
            return
        of = int(number.parts[-1]) if is_rank and number.kind is NumberKind.FRACTION else None
        if of is not None and of not in NATIONAL:
            self.refused[at] = "region"
            return
        role = Role.RANK if is_rank else Role.SCORE
        self.found[at] = Figure(
            role,
            number.value,
            "" if is_rank else _UNITS.get(number.kind, ""),
            mark.start,
            mark.end,
            of,
            earlier,
            later,
            number.other,
        )
        if is_rank and (reason := self._qualified(at)):
            self._refuse(at, reason)

    def _refuse(self, at: int, reason: str) -> None:
        self.found.pop(at, None)
        self.refused[at] = reason

    def _rank(self, at: int, number: Number) -> None:
        mark = self.marks[at]
        of = self._field(at)
        figure = Figure(Role.RANK, number.value, "", mark.start, mark.end, of)
        reason = self._qualified(at)
        if of is not None and of not in NATIONAL and of not in _MINISTRY_FIELDS:
            reason = reason or "region"
        if reason:
            self.refused[at] = reason
        else:
            self.found[at] = figure

    def _field(self, at: int) -> int | None:
        """The field in words: thứ 12 trong (tổng số) 63 tỉnh; thứ 5 trên 63."""
        for position in range(at + 1, min(at + 6, len(self.marks))):
            number = self.marks[position].number
            if number is not None:
                if not self._is_field(position, number):
                    break
                self.used.add(position)
                return int(number.value)
            if self.kind(position) not in {Kind.ON, Kind.FIELD, Kind.WORD, Kind.OPEN, Kind.NATION}:
                break
        return self._given_field(at)

    def _is_field(self, at: int, number: Number) -> bool:
        if number.kind is not NumberKind.PLAIN or number.decimals or not 5 <= number.value <= 64:
            return False
        if self.kind(at - 1) not in {Kind.ON, Kind.FIELD, Kind.WORD, Kind.OPEN}:
            return False
        if self.kind(at + 1) in {Kind.FIELD, Kind.OWN, Kind.MINISTRIES, Kind.CLOSE}:
            return True
        return int(number.value) in NATIONAL and self.kind(at + 1) in {None, Kind.COMMA, Kind.SEMICOLON}

    def _qualified(self, at: int) -> str:
        """Why the words behind a rank make it another rank: thứ 4 vùng, dẫn đầu khối sở, thứ 2 về minh bạch."""
        for position in range(at + 1, min(at + 7, len(self.marks))):
            kind = self.kind(position)
            if kind is Kind.NATION or kind in {
                Kind.COMMA,
                Kind.SEMICOLON,
                Kind.CLOSE,
                Kind.AND,
                Kind.NUMBER,
                Kind.INDICATOR,
                Kind.PROVINCE,
                Kind.COLON,
                Kind.OPEN,
                Kind.VERSUS,
                Kind.UP,
                Kind.DOWN,
                Kind.BREAK,
                Kind.MINISTRY,
            }:
                return ""
            if kind in _QUALIFIERS:
                return _QUALIFIERS[kind]
        return ""

    def _fraction(self, at: int, number: Number) -> None:
        mark, parts = self.marks[at], number.parts
        if len(parts) == 3:
            parts = (parts[0], parts[1])
        part, whole = parts[0], parts[1]
        is_points = self._ends_in_points(at)
        if number.decimals or is_points or (whole in _SCALES - NATIONAL and not self._beside_rank(at)):
            if whole in _SCALES and part <= whole:
                self.found[at] = Figure(Role.SCORE, part, "points", mark.start, mark.end, other=number.other)
            else:
                self.refused[at] = "component"
            return
        reason = self._not_rank(at, int(part), int(whole))
        if reason:
            self.refused[at] = reason
        else:
            self.found[at] = Figure(Role.RANK, part, "", mark.start, mark.end, int(whole))

    def _ends_in_points(self, at: int) -> bool:
        following = self.marks[at + 1] if at + 1 < len(self.marks) else None
        return bool(following and following.kind is Kind.WORD and following.value == "điểm")

    def _beside_rank(self, at: int) -> bool:
        return any(self.kind(position) is Kind.RANK for position in (at - 1, at - 2))

    def _not_rank(self, at: int, part: int, whole: int) -> str:
        if part > whole or part < 1:
            return "fraction"
        if self._is_counted(at):
            return "count"
        if whole not in NATIONAL and not (whole in _MINISTRY_FIELDS and self.on_ministries):
            return "region"
        return self._qualified(at)

    def _is_counted(self, at: int) -> bool:
        """53/63 địa phương hợp nhất: a count of localities, no rank."""
        if self._beside_rank(at):
            return False
        before = self.kind(at - 1)
        if before in {Kind.TO, Kind.OPEN, Kind.FROM, Kind.DASH, Kind.COLON} and self.kind(at + 1) not in {
            Kind.FIELD,
            Kind.OWN,
        }:
            return False
        if self.kind(at + 1) in {Kind.FIELD, Kind.OWN, Kind.MINISTRIES, Kind.COUNTED, Kind.INSIDE}:
            return before not in {Kind.TO, Kind.INDICATOR, Kind.PERIOD, Kind.COLON}
        return before not in {
            Kind.INDICATOR,
            Kind.LOOSE,
            Kind.PERIOD,
            Kind.PROVINCE,
            Kind.MINISTRY,
            Kind.LINK,
            Kind.COMMA,
            Kind.OWN,
            Kind.COMPONENT,
            Kind.AND,
            Kind.WORD,
        }

    # --- moves and scores

    def _rank_move(self, at: int, number: Number) -> None:
        sign = self._direction(at, is_rank=True)
        mark = self.marks[at]
        if sign == 0:
            self.refused[at] = "no_direction"
        else:
            self.found[at] = Figure(Role.RANK_MOVE, sign * number.value, "ranks", mark.start, mark.end)

    def _direction(self, at: int, *, is_rank: bool) -> int:
        """+1, -1, or 0 where no word or sign tells the way."""
        signed = self._sign(at)
        if signed:
            return signed
        fillers = 0
        for position in self._left(at):
            mark = self.marks[position]
            if mark.kind in {Kind.UP, Kind.DOWN}:
                return 1 if mark.kind is Kind.UP else -1
            if mark.kind is Kind.TO:
                return int(mark.value) if is_rank else 0
            if mark.kind is Kind.WORD and mark.value in _REACHES and not is_rank and position > at - 3:
                return 0
            if position == at - 1 and mark.kind in {Kind.AND, Kind.COMMA} and (earlier := self.found.get(at - 2)):
                return self._same(earlier, is_rank=is_rank)
            if not self._may_pass(mark.kind, is_rank=is_rank):
                return 0
            fillers += 1
        return 0

    def _same(self, earlier: Figure, *, is_rank: bool) -> int:
        """tăng 2,42 điểm và 3 bậc: the way holds for both."""
        if not is_rank or earlier.role is not Role.SCORE_MOVE:
            return 0
        return 1 if earlier.value > 0 else -1

    def _may_pass(self, kind: Kind, *, is_rank: bool) -> bool:
        return kind in {
            Kind.WORD,
            Kind.PERIOD,
            Kind.RELATIVE,
            Kind.LINK,
            Kind.VERSUS,
            Kind.OF,
            Kind.OWN,
            Kind.BOTH,
        } or (is_rank and kind in {Kind.RANK, Kind.NATION, Kind.LOOSE, Kind.NONE})

    def _sign(self, at: int) -> int:
        before = self.marks[at - 1] if at else None
        if before is None or before.end != self.marks[at].start:
            return 0
        if before.kind is Kind.SIGN:
            return 1 if before.value == "+" else -1
        return -1 if before.kind is Kind.DASH and self.kind(at - 2) in {Kind.OPEN, None} else 0

    def _quantity(self, at: int, number: Number) -> None:
        mark = self.marks[at]
        unit = _UNITS.get(number.kind, "")
        before = self.kind(at - 1)
        named = at - 1 if before is not Kind.OPEN else at - 2
        if self.kind(named) in {Kind.MEDIAN, Kind.LAST, Kind.MOST} and named not in self.found:
            self.refused[at] = "extreme"
            return
        if self.kind(at - 1) is Kind.DASH and self.kind(at + 1) is Kind.DASH:
            self.refused[at] = "cell"
            return
        if self._is_share(at):
            self.refused[at] = "share"
            return
        if self._is_threshold(at, number):
            self.refused[at] = "threshold"
            return
        if self._is_distance(at):
            self.refused[at] = "distance"
            return
        sign = self._direction(at, is_rank=False)
        if sign:
            self.found[at] = Figure(
                Role.SCORE_MOVE, sign * number.value, unit, mark.start, mark.end, other=number.other
            )
        else:
            self.found[at] = Figure(Role.SCORE, number.value, unit, mark.start, mark.end, other=number.other)

    def _is_share(self, at: int) -> bool:
        """53 tỉnh (84,13%): a share of what was counted."""
        if self.kind(at - 1) is not Kind.OPEN or self.kind(at - 2) not in {
            Kind.FIELD,
            Kind.OWN,
            Kind.COUNTED,
            Kind.MINISTRIES,
        }:
            return False
        return Kind.NUMBER in {self.kind(at - 3), self.kind(at - 4)}

    def _is_threshold(self, at: int, number: Number) -> bool:
        """đều trên 80%; nhóm B (80% đến dưới 90%)"""
        if number.decimals == 0 and number.kind in _QUANTITIES and number.bound is not Bound.EXACT:
            return True
        return (
            any(self.kind(one) is Kind.GROUP for one in range(max(0, at - 4), at))
            and self.kind(at + 1) in {Kind.TO, Kind.WORD, Kind.TARGET}
            and not number.decimals
        )

    def _is_distance(self, at: int) -> bool:
        """cao hơn trung bình cả nước 0,99 điểm"""
        is_mean = False
        for position in self._left(at):
            kind = self.kind(position)
            is_mean = is_mean or kind is Kind.MEAN
            if kind in {Kind.UP, Kind.DOWN, Kind.VERSUS}:
                return is_mean
            if kind not in {Kind.WORD, Kind.LINK, Kind.NATION, Kind.MEAN, Kind.OF, Kind.FIELD, Kind.PERIOD, Kind.ON}:
                return False
        return False

    # --- ranks in words

    def _is_spoken(self, at: int) -> bool:
        """ở vị trí nhất; xếp hạng ba"""
        mark = self.marks[at]
        if mark.kind is not Kind.WORD or mark.value not in _SPOKEN or self.kind(at - 1) is not Kind.RANK:
            return False
        mark.kind, mark.value = Kind.NTH, str(_SPOKEN[mark.value])
        return True

    def _word(self, at: int) -> None:
        mark = self.marks[at]
        if self._is_of_many(at) or (self.kind(at + 1) is Kind.STREAK and mark.kind is Kind.NTH):
            return
        if self._qualified(at):
            self.refused[at] = self._qualified(at)
            return
        self.found[at] = Figure(Role.RANK, Decimal(mark.value), "", mark.start, mark.end, self._field(at))

    def _keep(self, at: int) -> None:
        """vẫn giữ nguyên vị trí thứ 48: a move of no places"""
        around = [*range(max(0, at - 5), at), *range(at + 1, min(at + 5, len(self.marks)))]
        if any(
            self.kind(one) is Kind.RANK or (one in self.found and self.found[one].role is Role.RANK) for one in around
        ):
            mark = self.marks[at]
            self.found[at] = Figure(Role.RANK_MOVE, Decimal(0), "ranks", mark.start, mark.end)

    def _is_of_many(self, at: int) -> bool:
        """năm tỉnh đứng đầu: a group, no first place"""
        before = self.kind(at - 1)
        return before in {Kind.GROUP, Kind.FIELD} or (before is Kind.OWN and self.kind(at - 2) is Kind.NUMBER)

    def _most(self, at: int) -> None:
        """cao nhất là Quảng Ninh; Quảng Ninh cao nhất"""
        nearby = {self.kind(position) for position in range(max(0, at - 12), at)}
        if nearby & {Kind.UP, Kind.DOWN} or self.kind(at - 1) is Kind.GROUP or self._qualified(at):
            return
        linked = self.kind(at + 1) is Kind.LINK and self.kind(at + 2) in {Kind.PROVINCE, Kind.MINISTRY}
        named = self.kind(at - 1) in {Kind.PROVINCE, Kind.MINISTRY} and self.kind(at + 1) in {
            None,
            Kind.COMMA,
            Kind.SEMICOLON,
            Kind.OPEN,
        }
        if linked or named:
            mark = self.marks[at]
            self.found[at] = Figure(Role.RANK, Decimal(1), "", mark.start, mark.end, most=True)
