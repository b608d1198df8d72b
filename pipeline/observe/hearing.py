"""What a word does to the scope of the figures after it: a mark in, the scope changed. Pure."""

from collections.abc import Callable

from pipeline.observe.context import Context, Now, Scope
from pipeline.observe.editions import hear_relative, hear_time
from pipeline.observe.indicators import hear_indicator
from pipeline.observe.marks import Mark
from pipeline.observe.subjects import hear_country, hear_name, hear_own
from pipeline.observe.words import Kind

_SCOPES = {
    Kind.COMPONENT: "component",
    Kind.REGION: "region",
    Kind.INSIDE: "inside",
    Kind.MEDIAN: "extreme",
    Kind.PLAN: "target",
}
_QUOTES = frozenset(['"', "“", "'", "‘"])
_PARTS = frozenset(["component", "components", "region"])
_TO_THE_COMMA = frozenset(["count", "components", "target"])


def _turn(context: Context, now: Now, at: int, mark: Mark) -> None:
    """Words that open a stretch of figures that are not ours, or that say whose the next figures are."""
    scope = context.scope
    match mark.kind:
        case Kind.COUNTED if not _is_rate(context, now, at, mark):
            scope.reason = scope.reason or "count"
        case Kind.OTHER:
            scope.other, scope.indicators = "other_index", ()
        case Kind.TARGET | Kind.PLAN if mark.kind is Kind.TARGET or _heads(now, at):
            now.is_target = True
        case Kind.BOTH | Kind.AND:  # A và B đều đạt …; A và B cùng xếp thứ 15
            scope.is_all = scope.is_all or mark.kind is Kind.BOTH or now.kind(at + 1) is Kind.RANK
        case Kind.RESPECTIVELY:
            _deal(scope, now)
        case Kind.SAYS:  # Sở Nội vụ cho biết: what follows is not about the department
            scope.reason = "" if scope.reason == "inside" else scope.reason
        case kind if kind in _SCOPES and not _is_total(now, at, kind):
            is_counted = kind is Kind.COMPONENT and now.kind(at - 1) is Kind.NUMBER  # gồm 8 lĩnh vực, …
            scope.reason = "components" if is_counted else _SCOPES[kind]


def _quote(context: Context, now: Now, at: int, _mark: Mark) -> None:
    """Giám đốc Sở Nội vụ: "…": what is said is not about the department"""
    if context.scope.reason == "inside" and now.word(at + 1) in _QUOTES:
        context.scope.reason = ""


def _total(context: Context, _now: Now, _at: int, _mark: Mark) -> None:
    """chỉ số chung: the whole again, behind its parts"""
    context.scope.reason = "" if context.scope.reason in _PARTS else context.scope.reason


def _heads(now: Now, at: int) -> bool:
    """Kế hoạch năm 2025: all that follows is planned"""
    return at == 0 and any(now.kind(position) is Kind.COLON for position in range(1, 9))


def _is_rate(context: Context, now: Now, at: int, mark: Mark) -> bool:
    """đạt 8,9 điểm, chiếm tỷ lệ 89,3%: a rate of nothing else is the score"""
    return context.printed(mark).endswith("lệ") and now.kind(at + 1) in {Kind.NUMBER, Kind.LINK}


def _is_total(now: Now, at: int, kind: Kind) -> bool:
    """cộng cả 4 chỉ số thành phần is the index again"""
    return kind is Kind.COMPONENT and not {"cộng", "tổng"}.isdisjoint(now.word(one) for one in range(at - 4, at))


def _clause(context: Context, now: Now, at: int, mark: Mark) -> None:
    """What a comma, a semicolon or a turn of thought ends."""
    scope = context.scope
    now.in_segment = False
    if mark.kind is Kind.COMMA:
        scope.reason = "" if scope.reason in _TO_THE_COMMA else scope.reason
        return
    if now.is_bound or mark.kind is Kind.BREAK:
        scope.reason = ""
    if now.kind(at + 1) is not Kind.NUMBER:
        now.dealt_subjects, now.dealt_indicators, now.dealt_periods = (), (), ()


def _deal(scope: Scope, now: Now) -> None:
    """lần lượt: the figures that follow are dealt out, one to each"""
    now.taken = {}
    now.dealt_subjects = scope.subjects if len(scope.subjects) > 1 else () if now.has_subject else scope.row
    now.dealt_indicators = () if now.dealt_subjects else scope.indicators
    is_one = len(now.dealt_subjects) < 2 and len(now.dealt_indicators) < 2
    periods = scope.periods if scope.basis == "stated" else () if now.has_indicator else scope.dates
    now.dealt_periods = periods if is_one and len(periods) > 1 else ()


HEARD: dict[Kind, Callable[[Context, Now, int, Mark], None]] = {
    **dict.fromkeys((Kind.INDICATOR, Kind.LOOSE), hear_indicator),
    **dict.fromkeys((Kind.PROVINCE, Kind.MINISTRY), hear_name),
    **dict.fromkeys((Kind.NATION, Kind.MEAN), hear_country),
    **dict.fromkeys((Kind.PERIOD, Kind.NUMBER), hear_time),
    **dict.fromkeys((Kind.SEMICOLON, Kind.BREAK, Kind.COMMA), _clause),
    **dict.fromkeys(
        (
            Kind.COUNTED,
            Kind.OTHER,
            Kind.TARGET,
            Kind.BOTH,
            Kind.AND,
            Kind.RESPECTIVELY,
            Kind.SAYS,
            *_SCOPES,
        ),
        _turn,
    ),
    Kind.OWN: hear_own,
    Kind.COLON: _quote,
    Kind.RELATIVE: hear_relative,
    Kind.TOTAL: _total,
}
