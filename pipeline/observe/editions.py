"""What a period does to the scope: which edition, year or day the figures after it are of. A mark in. Pure."""

from pipeline.observe.context import CONTINUOUS, Context, Now, Scope
from pipeline.observe.dating import NEXT, PREVIOUS, editions_told, resolved
from pipeline.observe.figures import NAMED
from pipeline.observe.marks import Mark
from pipeline.observe.periods import is_span
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind

_ONE = frozenset(["một", "trước"])
_TELLS = frozenset([Kind.RANK, Kind.LINK, Kind.FIRST, Kind.NTH])


def hear_time(context: Context, now: Now, at: int, mark: Mark) -> None:
    if mark.number is not None:
        _hear_day(context.scope, mark.number)
        return
    is_announced = now.kind(at - 1) is Kind.SAYS and now.kind(at + 1) not in {*NAMED, Kind.OWN}
    if at in now.versus or is_announced or _is_law_day(now, at, mark):
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


def hear_relative(context: Context, now: Now, at: int, mark: Mark) -> None:
    """Một năm trước, tỉnh đứng thứ 61: the year before is no base here, it is the year of these figures"""
    before_it = now.kind(at - 2) if now.word(at - 1) in _ONE else now.kind(at - 1)
    opens = before_it in {None, Kind.SEMICOLON} or (before_it is Kind.COMMA and now.kind(at + 1) in _TELLS)
    period = _year_after(context) if mark.value == NEXT else resolved(context, PREVIOUS)
    if not opens or now.kind(at + 1) is Kind.VERSUS or not period:
        return
    context.scope.periods, context.scope.basis = (period,), "relative"
    now.versus.pop(at, None)


def _year_after(context: Context) -> str | None:
    periods = context.scope.periods
    return str(int(periods[0]) + 1) if periods and periods[0].isdigit() else None


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
