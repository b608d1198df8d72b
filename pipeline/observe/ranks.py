"""Ranks as printed: thứ 12, hạng 29/63, (3), dẫn đầu. A mark position in; a rank kept or a reason given. Pure."""

from pipeline.observe.fields import PLACES, field_of
from pipeline.observe.figures import MINISTRIES, NAMED, NATIONAL, QUANTITIES, Figures, Role
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind

LARGEST_FIELD = 64
MANY = 1_000  # a number as large is no place, not even a mistaken one
SCALES = frozenset([10, 40, 60, 80, 100, 1000])  # 41,3/80 điểm is a score on its scale
_QUALIFIERS = {
    Kind.REGION: "region",
    Kind.INSIDE: "inside",
    Kind.COMPONENT: "component",
    Kind.GROUP: "group",
    Kind.OTHER: "other_index",
}
_FILLERS = frozenset([Kind.RESPECTIVELY, Kind.WORD, Kind.LINK, Kind.TO, Kind.BOTH, Kind.ON, Kind.KEEP, Kind.COLON])
_ENDS_RANK = frozenset(
    [Kind.COMMA, Kind.SEMICOLON, Kind.CLOSE, Kind.AND, Kind.NUMBER, Kind.INDICATOR, Kind.COLON, Kind.OPEN, Kind.VERSUS]
) | {Kind.UP, Kind.DOWN, Kind.BREAK, Kind.NATION, *NAMED}
_ENDS_CLAUSE = _ENDS_RANK - {Kind.UP, Kind.DOWN} | {None, Kind.PERIOD, Kind.ON}
_AFTER_ROW = frozenset(
    [None, Kind.INDICATOR, Kind.COMMA, Kind.AND, Kind.FIELD, Kind.ON, Kind.NATION, Kind.VERSUS, Kind.SEMICOLON]
)
_TO_RECALLED = frozenset([Kind.LINK, Kind.PERIOD, Kind.RELATIVE, Kind.WORD, Kind.COLON])
_STATED = frozenset([Kind.TO, Kind.INDICATOR, Kind.PERIOD, Kind.COLON])
_JOINTS = frozenset([Kind.AND, Kind.COMMA])
_BEFORE_FRACTION = frozenset(
    [Kind.INDICATOR, Kind.LOOSE, Kind.PERIOD, Kind.LINK, Kind.COMMA, Kind.OWN, Kind.COMPONENT, Kind.AND, Kind.WORD]
) | {Kind.TO, Kind.OPEN, Kind.FROM, Kind.DASH, Kind.COLON, *NAMED}


# --- ranks in digits


def is_rank(figures: Figures, at: int, number: Number) -> bool:
    if number.decimals or number.kind in QUANTITIES or not 1 <= number.value <= LARGEST_FIELD:
        return False
    if _is_bracketed(figures, at) or _continues(figures, at) or _recalls(figures, at) or _is_reached(figures, at):
        return True
    if figures.kind(at - 1) is Kind.ON and figures.kind(at + 1) in PLACES:
        return False  # giữ vị trí trong 10 tỉnh đứng đầu
    for fillers, position in enumerate(figures.leftwards(at)):
        kind = figures.kind(position)
        if kind is Kind.RANK:
            return True
        if kind not in _FILLERS or fillers > 1:
            return False
    return False


def _is_bracketed(figures: Figures, at: int) -> bool:
    """Hải Phòng (3)"""
    if figures.kind(at - 1) is not Kind.OPEN or figures.kind(at - 2) not in NAMED:
        return False
    return figures.kind(at + 1) in {Kind.CLOSE, Kind.COMMA}


def _is_reached(figures: Figures, at: int) -> bool:
    """nhích 2 bậc lên 41"""
    move = figures.found.get(at - 2)
    return figures.kind(at - 1) is Kind.TO and move is not None and move.role is Role.RANK_MOVE


def _continues(figures: Figures, at: int) -> bool:
    """thứ 7 và 8"""
    return figures.kind(at - 1) in _JOINTS and figures.is_rank(at - 2) and figures.kind(at + 1) in _AFTER_ROW


def _recalls(figures: Figures, at: int) -> bool:
    """thứ 7 (năm 2023 là 18)"""
    position = at - 1
    while position > at - 5 and figures.kind(position) in _TO_RECALLED:
        position -= 1
    if figures.kind(position) is not Kind.OPEN or position == at - 1 or figures.kind(at + 1) is not Kind.CLOSE:
        return False
    return any(figures.is_rank(one) for one in range(max(0, position - 4), position))


def is_beyond_rank(figures: Figures, at: int, number: Number) -> bool:
    """xếp thứ 90 cả nước: no field was ever that large"""
    is_whole = not number.decimals and number.kind in {NumberKind.PLAIN, NumberKind.ORDINAL}
    return is_whole and not 1 <= number.value <= LARGEST_FIELD and number.value < MANY and _beside_rank(figures, at)


def keep_rank(figures: Figures, at: int, number: Number) -> None:
    of = field_of(figures, at)
    reason = qualified(figures, at)
    if of is not None and of not in NATIONAL and of not in MINISTRIES:
        reason = reason or "region"
    if reason:
        figures.refuse(at, reason)
    else:
        figures.keep(at, Role.RANK, number.value, of=of, is_impossible=not 1 <= number.value <= (of or LARGEST_FIELD))


def qualified(figures: Figures, at: int) -> str:
    """Why the words behind a rank make it another rank: thứ 4 vùng, dẫn đầu khối sở, thứ 2 về minh bạch."""
    for position in range(at + 1, at + 7):
        kind = figures.kind(position)
        if kind is Kind.INDICATOR and figures.kind(position + 1) is Kind.REGION:
            return "region"  # hạng nhì PAPI khu vực ĐBSCL
        if kind is None or kind in _ENDS_RANK:
            return ""
        if kind in _QUALIFIERS:
            return "" if _is_of_all(figures, position) else _QUALIFIERS[kind]
    return ""


def _is_of_all(figures: Figures, at: int) -> bool:
    """ngôi đầu cả 3 trụ cột lẫn chung cuộc"""
    for position in range(at + 1, at + 4):
        if figures.kind(position) is Kind.TOTAL:
            return True
        if figures.kind(position) not in {Kind.WORD, Kind.AND, Kind.BOTH}:
            return False
    return False


# --- fractions


def keep_fraction(figures: Figures, at: int, number: Number) -> None:
    """21/63 is a rank, 41,3/80 a score, 53/63 địa phương a count, 5/14 tỉnh a rank in a region."""
    part, whole = number.parts[0], number.parts[1]
    is_score = number.decimals or figures.sentence.word(at + 1) == "điểm"
    if is_score or (whole in SCALES - NATIONAL and not _beside_rank(figures, at)):
        if whole in SCALES and part <= whole:
            figures.keep(at, Role.SCORE, part, "points", other=number.other)
        else:
            figures.refuse(at, "component")
        return
    if reason := _not_rank(figures, at, int(part), int(whole)):
        figures.refuse(at, reason)
    else:
        figures.keep(at, Role.RANK, part, of=int(whole), is_impossible=not 1 <= part <= whole)


def _not_rank(figures: Figures, at: int, part: int, whole: int) -> str:
    if not 1 <= part <= whole and not (_beside_rank(figures, at) and whole in NATIONAL):
        return "fraction"
    if _is_counted(figures, at):
        return "count"
    if whole not in NATIONAL and not (whole in MINISTRIES and figures.sentence.is_on_ministries):
        return "region"
    return qualified(figures, at)


def _beside_rank(figures: Figures, at: int) -> bool:
    return Kind.RANK in {figures.kind(at - 1), figures.kind(at - 2)}


def _is_counted(figures: Figures, at: int) -> bool:
    """53/63 địa phương hợp nhất: a count of localities, no rank."""
    if _beside_rank(figures, at):
        return False
    before, following = figures.kind(at - 1), figures.kind(at + 1)
    if following in PLACES or following in {Kind.COUNTED, Kind.INSIDE}:
        return before not in _STATED or (before is not Kind.TO and _acts(figures, at + 2))
    return before not in _BEFORE_FRACTION


def _acts(figures: Figures, at: int) -> bool:
    """PAR INDEX 2022: 53/63 địa phương tăng điểm. But 21/63 tỉnh, or 21/63 tỉnh tăng 3 bậc, is a place."""
    move = figures.number(at + 1)
    if figures.kind(at) in {Kind.UP, Kind.DOWN} and move is not None:
        return move.kind is not NumberKind.RANKS
    return figures.kind(at) not in _ENDS_CLAUSE
