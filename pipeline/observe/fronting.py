"""Statements before their subject: Xếp thứ 60/61 về PAPI, tỉnh Điện Biên … A sentence in, a name's place out. Pure."""

from pipeline.observe.context import Now
from pipeline.observe.figures import NAMED
from pipeline.observe.words import Kind

_FAR = 30  # marks between the first figure and its name
_BEFORE = frozenset(
    [Kind.WORD, Kind.RANK, Kind.PERIOD, Kind.COMMA, Kind.TO, Kind.UP, Kind.DOWN, Kind.ON, Kind.LINK, Kind.RELATIVE]
) | {Kind.NONE, Kind.KEEP, Kind.AND, Kind.BOTH, Kind.STREAK, Kind.AFTER, Kind.PAST, Kind.NUMBER, Kind.FIRST}
_WITH_INDEX = frozenset(["với", "nhờ", "đạt", "được"])  # Với PAPI đạt 43,2 điểm, Sơn La …
_BEFORE_INDEX = _BEFORE | {Kind.INDICATOR, Kind.LOOSE}
_ENDS = frozenset([Kind.SEMICOLON, Kind.COLON, Kind.NATION, Kind.MEAN])
_APART = frozenset([Kind.COMMA, Kind.SEMICOLON, Kind.AND])


def fronted(now: Now) -> int:
    """Where the name stands that the opening statement is about; -1 where there is none."""
    found = now.figures.found
    if not found or now.marks[0].kind not in _BEFORE_INDEX:
        return -1
    first = min(found)
    if not _opens(now, first):
        return -1
    for at in range(first + 1, min(first + _FAR, len(now.marks))):
        kind = now.kind(at)
        if kind in NAMED or kind is Kind.OWN:
            if _is_behind_comma(now, at):
                return -1 if _is_parallel(now, first, at) else at
            if kind in NAMED and not _is_base(now, at):
                return -1
        elif kind in _ENDS and kind is not Kind.NATION and at not in found:
            return -1
    return -1


def _opens(now: Now, first: int) -> bool:
    marks, allowed = now.marks, _BEFORE
    for at in range(first):
        if marks[at].kind not in allowed:
            if allowed is _BEFORE_INDEX or not (now.word(0) in _WITH_INDEX or now.word(2) in _WITH_INDEX):
                return False
            allowed = _BEFORE_INDEX
            if marks[at].kind not in allowed:
                return False
    return True


def _is_behind_comma(now: Now, at: int) -> bool:
    before = at - 1
    if now.kind(at) in NAMED and now.kind(before) is Kind.OWN:
        before -= 1
    is_title = now.kind(at) is Kind.OWN and now.kind(at + 1) in NAMED
    return now.kind(before) is Kind.COMMA and now.kind(before - 1) not in NAMED and not is_title


def _is_base(now: Now, at: int) -> bool:
    """sau Hà Nội và Nam Định: names that the statement only compares with"""
    while now.kind(at - 1) in {Kind.AND, Kind.COMMA} and now.kind(at - 2) in NAMED:
        at -= 2
    return now.kind(at - 1) in {Kind.AFTER, Kind.VERSUS}


def _is_parallel(now: Now, first: int, name: int) -> bool:
    """xếp thứ 12, Hà Nam xếp thứ 14: two statements, each of its own subject"""
    found = now.figures.found
    told = {found[at].role for at in found if first <= at < name}
    for at in range(name + 1, len(now.marks)):
        if at in found:
            return found[at].role in told and not found[first].past
        if now.kind(at) in _APART:
            return False
    return False
