"""Ranks said in words: dẫn đầu, á quân, thứ hai, cao nhất là. A mark position in; a rank kept or nothing. Pure."""

from decimal import Decimal

from pipeline.observe.fields import field_of
from pipeline.observe.figures import NAMED, Figures, Role
from pipeline.observe.numerals import ONES
from pipeline.observe.ranks import qualified
from pipeline.observe.words import Kind

_ECHOING = 60  # marks between the words for a first place and their echo
_SPOKEN = ONES | {"nhất": 1, "nhì": 2, "tư": 4, "mười": 10}


def is_spoken(figures: Figures, at: int) -> bool:
    """ở vị trí nhất; xếp hạng ba"""
    mark = figures.sentence.marks[at]
    if mark.kind is not Kind.WORD or mark.value not in _SPOKEN or figures.kind(at - 1) is not Kind.RANK:
        return False
    mark.kind, mark.value = Kind.NTH, str(_SPOKEN[mark.value])
    return True


def keep_word(figures: Figures, at: int) -> None:
    mark = figures.sentence.marks[at]
    if _is_of_many(figures, at) or (figures.kind(at + 1) is Kind.STREAK and mark.kind is Kind.NTH):
        return
    if not qualified(figures, at):
        figures.keep(at, Role.RANK, Decimal(mark.value), of=field_of(figures, at))


def keep_echo(figures: Figures, at: int) -> None:
    """Khối bộ do Bộ Y tế dẫn đầu, khối tỉnh là Hà Nam: the first place of another group"""
    if figures.kind(at + 1) not in NAMED:
        return
    for position in range(at - 1, max(-1, at - 9), -1):
        mark = figures.sentence.marks[position]
        if mark.kind in {Kind.COMMA, Kind.SEMICOLON}:
            return
        if mark.value in {"khối", "group"} or mark.kind is Kind.MINISTRIES:
            earlier = range(max(0, position - _ECHOING), position)
            firsts = [before for before in earlier if before in figures.found and figures.found[before].value == 1]
            if firsts:
                figures.keep(at, Role.RANK, Decimal(1), told_at=firsts[-1])
            return


def _is_of_many(figures: Figures, at: int) -> bool:
    """năm tỉnh đứng đầu: a group, no first place"""
    before = figures.kind(at - 1)
    if before is Kind.FIELD and figures.kind(at - 2) is Kind.LINK:
        return figures.sentence.marks[at - 1].value == "many"  # là địa phương dẫn đầu
    return before in {Kind.GROUP, Kind.FIELD} or (before is Kind.OWN and figures.kind(at - 2) is Kind.NUMBER)


def _is_highest_of_all(figures: Figures, at: int) -> bool:
    """Bến Tre có chỉ số PAPI cao nhất cả nước; not: nhóm địa phương có chỉ số cao nhất cả nước"""
    if figures.sentence.marks[at].value != "nation" or figures.kind(at - 1) not in {Kind.INDICATOR, Kind.PERIOD}:
        return False
    before = {figures.kind(position) for position in range(at - 8, at)}
    return not before.isdisjoint(NAMED) and before.isdisjoint({Kind.GROUP, Kind.FIELD, Kind.NUMBER})


def keep_most(figures: Figures, at: int) -> None:
    """cao nhất là Quảng Ninh; Quảng Ninh cao nhất: first, unless it is a rise that was highest"""
    nearby = {figures.kind(position) for position in range(at - 12, at)}
    if nearby & {Kind.UP, Kind.DOWN} or figures.kind(at - 1) is Kind.GROUP or qualified(figures, at):
        return
    following = figures.kind(at + 1)
    is_linked = following is Kind.LINK and figures.kind(at + 2) in NAMED
    is_named = figures.kind(at - 1) in NAMED and following in {None, Kind.COMMA, Kind.SEMICOLON, Kind.OPEN}
    if is_linked or is_named or _is_highest_of_all(figures, at):
        figures.keep(at, Role.RANK, Decimal(1), is_most=True)
