"""Scores and moves as printed: 87,61%, tăng 03 bậc. A mark position in; a figure kept or a reason given. Pure."""

from decimal import Decimal

from pipeline.model import Bound
from pipeline.observe.figures import QUANTITIES, UNITS, Figures, Role
from pipeline.observe.tokens import Number
from pipeline.observe.words import Kind

_REACHES = frozenset(["đạt", "với", "mức", "được", "điểm"])  # giảm còn, tăng … đạt: the number is a level
_PASSED = frozenset([Kind.WORD, Kind.PERIOD, Kind.RELATIVE, Kind.LINK, Kind.VERSUS, Kind.OF, Kind.OWN, Kind.BOTH])
_PASSED_TO_RANKS = _PASSED | {Kind.RANK, Kind.NATION, Kind.LOOSE, Kind.NONE}
_NOT_OURS = frozenset(["region", "component", "inside"])
_BASE = frozenset([Kind.PERIOD, Kind.VERSUS, Kind.RELATIVE, Kind.WORD])
_WAYS = frozenset([Kind.UP, Kind.DOWN])
_JOINTS = frozenset([Kind.AND, Kind.COMMA])
_FROM_MEAN = frozenset([Kind.UP, Kind.DOWN, Kind.VERSUS])
SMALL = 20  # points: more than this, joined to a move of ranks, is the score itself
_EXTREMES = frozenset([Kind.MEDIAN, Kind.LAST, Kind.MOST])
_COUNTED = frozenset([Kind.FIELD, Kind.OWN, Kind.COUNTED, Kind.MINISTRIES])
_TO_MEAN = frozenset([Kind.WORD, Kind.LINK, Kind.NATION, Kind.MEAN, Kind.OF, Kind.FIELD, Kind.PERIOD, Kind.ON])


def counts_places(figures: Figures, at: int) -> bool:
    """thăng hạng 2 bậc: hạng belongs to the verb, bậc to the number"""
    return figures.sentence.word(at + 1) == "bậc"


def keep_rank_move(figures: Figures, at: int, number: Number) -> None:
    sign = _direction(figures, at, is_rank=True)
    if reason := _of_other_rank(figures, at):
        figures.refuse(at, reason)
    elif sign:
        figures.keep(at, Role.RANK_MOVE, sign * number.value, "ranks")
    else:
        figures.refuse(at, "no_direction")


def _of_other_rank(figures: Figures, at: int) -> str:
    """thứ 9/13 vùng (giảm 2 bậc): the move of a rank that is not ours"""
    if Kind.OPEN not in {figures.kind(one) for one in range(at - 4, at)}:
        return ""
    for position in range(at - 1, max(-1, at - 10), -1):
        if position in figures.found:
            return ""
        if figures.refused.get(position) in _NOT_OURS:
            return figures.refused[position]
    return ""


def keep_still(figures: Figures, at: int) -> None:
    """vẫn giữ nguyên vị trí thứ 27: a move of no places"""
    around = (one for one in range(at - 5, at + 5) if one != at)
    printed = figures.sentence.marks[at].value == "rank"
    if printed or any(figures.kind(one) is Kind.RANK or figures.is_rank(one) for one in around):
        figures.keep(at, Role.RANK_MOVE, Decimal(0), "ranks")


def keep_quantity(figures: Figures, at: int, number: Number) -> None:
    """A score, or by how much a score moved."""
    if reason := _not_score(figures, at, number):
        figures.refuse(at, reason)
        return
    unit = UNITS.get(number.kind, "")
    sign = _direction(figures, at, is_rank=False)
    if sign:
        figures.keep(at, Role.SCORE_MOVE, sign * number.value, unit, other=number.other)
    else:
        figures.keep(at, Role.SCORE, number.value, unit, other=number.other)


# --- which way


def _direction(figures: Figures, at: int, *, is_rank: bool) -> int:
    """1 for better, -1 for worse, 0 where no word or sign tells."""
    if signed := _sign(figures, at):
        return signed
    passed = _PASSED_TO_RANKS if is_rank else _PASSED
    for position in figures.leftwards(at):
        mark = figures.sentence.marks[position]
        if mark.kind in _WAYS:
            return 1 if mark.kind is Kind.UP else -1
        if mark.kind is Kind.TO:
            return int(mark.value) if is_rank else 0
        if position == at - 1 and mark.kind in _JOINTS:
            return _same(figures, at, is_rank=is_rank)
        reaches = mark.kind is Kind.WORD and mark.value in _REACHES and not is_rank and position > at - 3
        if reaches or mark.kind not in passed:
            return 0
    return 0


def _same(figures: Figures, at: int, *, is_rank: bool) -> int:
    """tăng 2,1 điểm và 3 bậc; vượt 9 bậc so với 2022 và 13 bậc so với 2021: one verb for both"""
    position = at - 2
    while position > at - 6 and figures.kind(position) in _BASE:
        position -= 1
    earlier = figures.found.get(position)
    if earlier is None or earlier.role not in {Role.SCORE_MOVE, Role.RANK_MOVE}:
        return 0
    number = figures.number(at)
    is_small = number is not None and number.value < SMALL
    return (1 if earlier.value > 0 else -1) if is_rank or (earlier.role is Role.RANK_MOVE and is_small) else 0


def _sign(figures: Figures, at: int) -> int:
    marks = figures.sentence.marks
    before = marks[at - 1] if at else None
    if before is None or before.end != marks[at].start:
        return 0
    if before.kind is Kind.SIGN:
        return 1 if before.value == "+" else -1
    return -1 if before.kind is Kind.DASH and figures.kind(at - 2) in {Kind.OPEN, None} else 0


# --- quantities that are no score


def _not_score(figures: Figures, at: int, number: Number) -> str:
    before = figures.kind(at - 1)
    named = at - 2 if before is Kind.OPEN else at - 1
    if figures.kind(named) in _EXTREMES and named not in figures.found:
        return "extreme"  # cao nhất 47,2: nobody's
    if before is Kind.FROM:
        return "threshold"  # no pair, so từ 80% is where a group begins
    if before is Kind.DASH and figures.kind(at + 1) is Kind.DASH:
        return "cell"
    if _is_share(figures, at):
        return "share"
    if _is_threshold(figures, at, number):
        return "threshold"
    return "distance" if _is_distance(figures, at) else ""


def _is_share(figures: Figures, at: int) -> bool:
    """41 tỉnh (65,1%): a share of what was counted"""
    if figures.kind(at - 1) is not Kind.OPEN or figures.kind(at - 2) not in _COUNTED:
        return False
    return Kind.NUMBER in {figures.kind(at - 3), figures.kind(at - 4)}


def _is_threshold(figures: Figures, at: int, number: Number) -> bool:
    """đều trên 80%; nhóm B (80% đến dưới 90%)"""
    if number.decimals:
        return False
    if number.kind in QUANTITIES and number.bound is not Bound.EXACT:
        return True
    in_group = Kind.GROUP in {figures.kind(one) for one in range(at - 4, at)}
    return in_group and figures.kind(at + 1) in {Kind.TO, Kind.WORD, Kind.TARGET}


def _is_distance(figures: Figures, at: int) -> bool:
    """cao hơn trung bình cả nước 1,3 điểm"""
    is_mean = False
    for position in figures.leftwards(at):
        kind = figures.kind(position)
        is_mean = is_mean or kind is Kind.MEAN
        if kind in _FROM_MEAN:
            return is_mean
        if kind not in _TO_MEAN:
            return False
    return False
