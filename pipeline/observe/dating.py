"""Which period a figure is of, and which it is compared with: positions of a sentence in, periods out. Pure."""

from pipeline.observe.context import CONTINUOUS, Context, Now, Scope
from pipeline.observe.figures import NAMED, Figure, Role
from pipeline.observe.marks import Mark
from pipeline.observe.periods import before, is_span
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind

PREVIOUS = "previous"
_TO_OWN = frozenset([Kind.OPEN, Kind.ON, Kind.OF])
_ONE = frozenset(["một", "trước"])
_TELLS = frozenset([Kind.RANK, Kind.LINK, Kind.FIRST, Kind.NTH])
_AT = frozenset(["vào", "hồi"])
_COMPARING = ("hơn", "kém")
_TO_VERSUS = frozenset(
    [Kind.WORD, Kind.AND, Kind.OWN, Kind.OF, Kind.LOOSE, Kind.RELATIVE, Kind.FIELD, Kind.RANK, Kind.NONE]
)
_STARTS_NEXT = frozenset([Kind.LINK, Kind.NUMBER, Kind.COLON, Kind.WORD, Kind.RANK, Kind.ON, Kind.INDICATOR])
_TURNS = frozenset([Kind.UP, Kind.DOWN, Kind.TO])


# --- what a period does to the scope


def find_versus(context: Context, now: Now) -> None:
    """Note the periods that figures are compared with: so với năm 2020, hơn năm trước."""
    for at, mark in enumerate(now.marks):
        if mark.kind is Kind.RELATIVE:
            now.versus[at] = PREVIOUS
        elif mark.kind is Kind.PERIOD and _is_versus(context, now, at):
            now.versus[at] = mark.value


def _is_versus(context: Context, now: Now, at: int) -> bool:
    is_bare = context.printed(now.marks[at])[0].isdigit()
    for position in range(at - 1, at - 7, -1):
        kind = now.kind(position)
        if kind is Kind.VERSUS or (now.word(position) == "như" and now.word(position - 1) != "nếu"):
            return True
        if kind in {Kind.UP, Kind.DOWN}:
            return context.printed(now.marks[position]).endswith(_COMPARING)
        if kind is Kind.INDICATOR:
            return now.kind(position - 1) is Kind.VERSUS  # so với PAPI 2021
        # so với năm 2018, 2019 compares with both; so với năm 2018, năm 2019 … does not
        is_list = kind is Kind.COMMA and is_bare and position - 1 in now.versus
        if kind not in _TO_VERSUS and position not in now.versus and not is_list:
            return False
    return False


def hear_time(context: Context, now: Now, at: int, mark: Mark) -> None:
    if mark.number is not None:
        _hear_day(context.scope, mark.number)
        return
    if at in now.versus or now.kind(at - 1) is Kind.SAYS or _is_law_day(now, at, mark):
        return
    is_edition = mark.value.isdigit() or is_span(mark.value)
    if not is_edition and not _is_continuous(context, now):
        return
    scope = context.scope
    is_bare = context.printed(mark)[0].isdigit()
    joins = now.kind(at - 2) is Kind.PERIOD and (
        now.kind(at - 1) is Kind.AND or (is_bare and now.kind(at - 1) is Kind.COMMA)
    )
    scope.periods = (*scope.periods, mark.value) if joins and scope.periods else editions_told(now, mark.value)
    scope.basis = "stated"


def hear_relative(context: Context, now: Now, at: int, _mark: Mark) -> None:
    """Một năm trước, tỉnh đứng thứ 61: the year before is no base here, it is the year of these figures"""
    before_it = now.kind(at - 2) if now.word(at - 1) in _ONE else now.kind(at - 1)
    opens = before_it in {None, Kind.SEMICOLON} or (before_it is Kind.COMMA and now.kind(at + 1) in _TELLS)
    if not opens or now.kind(at + 1) is Kind.VERSUS or not (period := resolved(context, PREVIOUS)):
        return
    context.scope.periods, context.scope.basis = (period,), "relative"
    now.versus.pop(at, None)


def editions_told(now: Now, value: str) -> tuple[str, ...]:
    """ba lần liền đứng đầu (2008 - 2010): the rank of each year; any other span is one period"""
    if not is_span(value) or all(mark.kind is not Kind.STREAK and mark.value != "liền" for mark in now.marks):
        return (value,)
    first, last = int(value[:4]), int(value[5:])
    return tuple(str(year) for year in range(first, last + 1)) if 0 < last - first < 10 else (value,)


def _is_continuous(context: Context, now: Now) -> bool:
    if CONTINUOUS in context.scope.indicators:
        return True
    names = {mark.value for mark in now.marks if mark.kind is Kind.INDICATOR}
    return names == {CONTINUOUS}


def _is_law_day(now: Now, at: int, mark: Mark) -> bool:
    """Quyết định 766/QĐ-TTg ngày 23/6/2022 says when the index was decided, not of when a figure is."""
    if len(mark.value) != len("2022-06-23"):
        return False
    for position in range(at - 1, max(-1, at - 7), -1):
        kind = now.kind(position)
        if kind is Kind.INDICATOR:
            return now.marks[position].value == CONTINUOUS
        if kind not in {Kind.WORD, Kind.DASH, Kind.NUMBER} or now.word(position) == "đến":
            return False
    return False


def _hear_day(scope: Scope, number: Number) -> None:
    """tính đến ngày 22/01: a day of the year in hand, for the index without editions"""
    if number.kind is not NumberKind.DATE or CONTINUOUS not in scope.indicators:
        return
    if len(number.parts) != 2 or not scope.periods or number.parts[1] > 12:
        return
    day, month = (int(part) for part in number.parts)
    scope.periods, scope.basis = (f"{scope.periods[0][:4]}-{month:02}-{day:02}",), "stated"


def leads(context: Context, now: Now, at: int) -> bool:
    """Whether a period is the sentence's own, to be carried on: said beside the index, or first of all."""
    near = {now.kind(position) for position in range(at - 3, at)}
    is_own = Kind.INDICATOR in near or Kind.LOOSE in near
    is_own = is_own or (at < 3 and not any(now.kind(one) in {*NAMED, Kind.OWN} for one in range(at)))
    if is_own:
        context.years.update(context.scope.periods)
    return is_own


# --- of when a figure is


def periods_of(
    context: Context, now: Now, at: int, figure: Figure, *, is_ahead: bool
) -> tuple[tuple[str | None, ...], str]:
    """The periods of one figure and how they are known. `is_ahead`: its index is named behind it."""
    said = _said_behind(now, at) or (_said_with_index(now, at) if is_ahead and not figure.past else None)
    if said:
        return (said,), "stated"
    if figure.past:
        return (), figure.past
    if now.dealt_periods:
        turn = now.deal(figure.role, len(now.dealt_periods), again=figure.later)
        return now.dealt_periods[turn : turn + 1], "stated"
    if figure.role in {Role.RANK, Role.SCORE} and (compared := _said_before(now, at)):
        return (resolved(context, compared),), "stated"
    if figure.earlier:
        return (_earlier(context, now, at),), "relative"
    if context.scope.periods:
        return context.scope.periods, context.scope.basis
    return (None,), "unknown"


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
            return mark.value if position not in now.versus and mark.value.isdigit() else None
        if now.is_figure(position) or mark.kind in {Kind.SEMICOLON, Kind.COMMA, Kind.VERSUS}:
            return None
    return None


def _said_before(now: Now, at: int) -> str | None:
    """so với năm 2022 (79,5%): the value in the bracket is of 2022"""
    if now.kind(at - 1) is Kind.RANK:
        at -= 1
    return now.versus.get(at - 2) if now.kind(at - 1) in {Kind.OPEN, Kind.LINK} else None


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
