"""Which period a figure is of, and which it is compared with: positions of a sentence in, periods out. Pure."""

from pipeline.observe.context import Context, Now
from pipeline.observe.figures import Figure, Role
from pipeline.observe.periods import before, is_span
from pipeline.observe.rows import row
from pipeline.observe.words import Kind

PREVIOUS = "previous"
NEXT = "1"  # năm sau, among words that tell a year by another
_TO_OWN = frozenset([Kind.OPEN, Kind.ON, Kind.OF])
_AT = frozenset(["vào", "hồi"])
_COMPARING = ("hơn", "kém")
_TO_VERSUS = frozenset(
    [Kind.WORD, Kind.AND, Kind.OWN, Kind.OF, Kind.LOOSE, Kind.RELATIVE, Kind.FIELD, Kind.RANK, Kind.NONE]
)
_STARTS_NEXT = frozenset([Kind.LINK, Kind.NUMBER, Kind.COLON, Kind.WORD, Kind.RANK, Kind.ON, Kind.INDICATOR])
_WAYS = frozenset([Kind.UP, Kind.DOWN])
_STOPS = frozenset([Kind.SEMICOLON, Kind.COMMA, Kind.VERSUS])
_INTO = frozenset([Kind.OPEN, Kind.LINK])
_TURNS = frozenset([Kind.UP, Kind.DOWN, Kind.TO])


def find_versus(context: Context, now: Now) -> None:
    """Note the periods that figures are compared with: so với năm 2020, hơn năm trước."""
    for at, mark in enumerate(now.marks):
        if mark.kind is Kind.RELATIVE and mark.value != NEXT:
            now.versus[at] = PREVIOUS
        elif mark.kind is Kind.PERIOD and _is_versus(context, now, at):
            now.versus[at] = mark.value


def _is_versus(context: Context, now: Now, at: int) -> bool:
    is_bare = context.printed(now.marks[at])[0].isdigit()
    for position in range(at - 1, at - 7, -1):
        kind = now.kind(position)
        if kind is Kind.VERSUS or (now.word(position) == "như" and now.word(position - 1) != "nếu"):
            return True
        if kind in _WAYS:
            return context.printed(now.marks[position]).endswith(_COMPARING)
        if kind is Kind.INDICATOR:
            return now.kind(position - 1) is Kind.VERSUS  # so với PAPI 2021
        # so với năm 2018, 2019 compares with both; so với năm 2018, năm 2019 … does not
        is_list = kind is Kind.COMMA and is_bare and position - 1 in now.versus
        if kind not in _TO_VERSUS and position not in now.versus and not is_list:
            return False
    return False


def editions_told(now: Now, value: str) -> tuple[str, ...]:
    """ba lần liền đứng đầu (2008 - 2010): the rank of each year; any other span is one period"""
    if not is_span(value) or all(mark.kind is not Kind.STREAK and mark.value != "liền" for mark in now.marks):
        return (value,)
    first, last = int(value[:4]), int(value[5:])
    return tuple(str(year) for year in range(first, last + 1)) if 0 < last - first < 10 else (value,)


def periods_of(
    context: Context, now: Now, at: int, figure: Figure, *, is_ahead: bool
) -> tuple[tuple[str | None, ...], str]:
    """The periods of one figure and how they are known. `is_ahead`: its index is named behind it."""
    said = _said_behind(now, at) or (_said_with_index(now, at) if is_ahead and not figure.past else None)
    if said:
        return editions_told(now, said), "stated"
    if figure.past:
        return (), figure.past
    _deal_row(context, now, at)
    if now.dealt_periods:
        turn = now.deal(figure.role, len(now.dealt_periods), again=figure.later)
        return now.dealt_periods[turn : turn + 1], "stated"
    if figure.role in {Role.RANK, Role.SCORE} and (compared := _said_before(now, at)):
        return (resolved(context, compared),), "stated"
    if figure.earlier:
        return (_earlier(context, now, at),), "relative"
    if context.scope.periods:
        return context.scope.periods, context.scope.basis
    if is_ahead and (edition := _edition_ahead(now, at)):
        return (edition,), "stated"
    return (None,), "unknown"


def _deal_row(context: Context, now: Now, at: int) -> None:
    """trong 3 năm 2020-2022 đứng thứ 42, 36 và 33: as many figures in a row as years"""
    scope = context.scope
    if now.dealt_periods or scope.basis != "stated" or len(scope.subjects) > 1 or len(scope.indicators) > 1:
        return
    years = scope.periods
    if len(years) == 1 and is_span(years[0]):
        years = tuple(str(year) for year in range(int(years[0][:4]), int(years[0][5:]) + 1))
    if len(years) > 1 and len(row(now.figures, at)) == len(years):
        now.dealt_periods, now.taken = years, {}


def _said_behind(now: Now, at: int) -> str | None:
    """88,4% (2021); vị trí số 33 năm 2017"""
    position = at + 1
    is_open = now.kind(position) is Kind.OPEN
    is_past = bool(now.figures.found[at].past)
    while position < at + 3 and (now.kind(position) in _TO_OWN or now.word(position) in _AT):
        position += 1
    if is_past and now.word(position) == "như":
        position += 1
    if now.kind(position) is not Kind.PERIOD or (position in now.versus and not is_past):
        return None
    value, following = now.marks[position].value, now.kind(position + 1)
    is_its = following is Kind.CLOSE if is_open else following not in _STARTS_NEXT
    return value if is_its and value.isdigit() else None


def _said_with_index(now: Now, at: int) -> str | None:
    """ngôi đầu PAPI năm 2021"""
    for position in range(at + 1, min(at + 12, len(now.marks))):
        mark = now.marks[position]
        if mark.kind is Kind.PERIOD:
            is_edition = mark.value.isdigit() or len(editions_told(now, mark.value)) > 1
            return mark.value if position not in now.versus and is_edition else None
        if now.is_figure(position) or mark.kind in _STOPS:
            return None
    return None


def _edition_ahead(now: Now, at: int) -> str:
    """Với 0,78 điểm, Đà Nẵng đứng thứ 2 về DTI năm 2025: the year at the first index named behind"""
    for position in range(at + 1, len(now.marks) - 1):
        if now.marks[position].kind is Kind.INDICATOR:
            following = now.marks[position + 1]
            is_year = following.kind is Kind.PERIOD and following.value.isdigit() and position + 1 not in now.versus
            return following.value if is_year else ""
    return ""


def _said_before(now: Now, at: int) -> str | None:
    """so với năm 2022 (79,5%): the value in the bracket is of 2022"""
    if now.kind(at - 1) is Kind.RANK:
        at -= 1
    return now.versus.get(at - 2) if now.kind(at - 1) in _INTO else None


def _earlier(context: Context, now: Now, at: int) -> str | None:
    """The period of the first of a pair: the one compared with, one in brackets behind it, or the edition before."""
    if now.versus:
        return resolved(context, now.versus[min(now.versus, key=lambda position: abs(position - at))])
    for position in range(at + 1, min(at + 5, len(now.marks))):
        if now.kind(position) is Kind.PERIOD:
            return now.marks[position].value
        if now.kind(position) in _TURNS:
            break
    return resolved(context, PREVIOUS)


def resolved(context: Context, versus: str) -> str | None:
    if versus != PREVIOUS:
        return versus
    return before(context.scope.periods[0]) if context.scope.periods else None


def versus_of(context: Context, now: Now, at: int) -> str | None:
    """What a move is counted from: the next compared period of the clause, else the last one before."""
    for position in range(at + 1, len(now.marks)):
        if position in now.versus:
            return resolved(context, now.versus[position])
        if now.kind(position) is Kind.SEMICOLON or (now.kind(position) is Kind.INDICATOR and position > at + 1):
            break
    behind = [position for position in now.versus if position < at]
    return resolved(context, now.versus[behind[-1]]) if behind else None
