"""One figure bound to its index, subjects and periods, or the reason why it is not ours. Pure."""

from collections.abc import Iterator

from pipeline.observe.context import NATION, Context, Fact, Now, Subject
from pipeline.observe.dating import periods_of, versus_of
from pipeline.observe.figures import NATIONAL, Figure, Role
from pipeline.observe.indicators import impossible_value, named_ahead, value_of
from pipeline.observe.subjects import subjects_of
from pipeline.observe.words import Kind
from pipeline.reference import Indicator

LARGEST_REGION = 25  # provinces of the North; a place behind it is one of the country
RECEIPT = 300  # characters of the longest quote


def bind(context: Context, now: Now, at: int, figure: Figure) -> tuple[list[Fact], str]:
    """The facts that one figure states; where there is none, why."""
    ahead = named_ahead(context, now, at)
    indicators = ahead or context.scope.indicators
    reason = _reason(context, now, at, figure, indicators, is_ahead=bool(ahead))
    if reason:
        return [], reason
    subjects = subjects_of(context, now, at, figure)
    if not subjects:
        return [], "unclear_subject"
    if len(now.dealt_indicators) > 1:
        turn = now.deal(figure.role, len(indicators), again=figure.later)
        indicators = indicators[turn : turn + 1]
    facts = [
        fact
        for name in indicators
        for fact in _facts(context, now, at, figure, context.reference.indicators[name], subjects, is_ahead=bool(ahead))
    ]
    now.is_bound = now.is_bound or bool(facts)
    return facts, figure.past or "out_of_scale"


def _reason(context: Context, now: Now, at: int, figure: Figure, indicators: tuple[str, ...], *, is_ahead: bool) -> str:
    """Why a figure is not ours; empty if it is."""
    scope = context.scope
    if now.is_target:
        return "target"
    is_national = figure.of in NATIONAL or _is_of_nation(now, at + 1)
    is_national = is_national or (figure.role is Role.RANK and figure.value > LARGEST_REGION)
    overruled = (scope.reason == "region" and is_national) or (
        scope.reason == "count" and figure.role is not Role.SCORE
    )
    if scope.reason and not overruled:
        return scope.reason
    scope.reason = "" if scope.reason == "region" else scope.reason
    if not indicators:
        return scope.other or "no_indicator"
    if figure.role is Role.SCORE_MOVE and _is_above_mean(context, now):
        return "distance"
    if is_ahead:
        return ""
    return scope.other or ("" if now.has_indicator or _is_plain(now, figure, indicators) else "no_indicator")


def _is_of_nation(now: Now, at: int) -> bool:
    """thứ 22 toàn quốc; thứ 22 toàn quốc về DTI"""
    return now.kind(at) is Kind.NATION or (now.kind(at) is Kind.ON and now.marks[at].value == "nation")


def _is_above_mean(context: Context, now: Now) -> bool:
    """Bình quân cả nước đạt 66,66 điểm; Hải Dương cao hơn 2,68 điểm"""
    if now.versus or NATION in context.scope.subjects:
        return False
    return any(mark.kind is Kind.MEAN for mark in now.marks)


def _is_plain(now: Now, figure: Figure, indicators: tuple[str, ...]) -> bool:
    """Whether a figure may take its index from a sentence before: not of several, and no cut of 15% of anything."""
    is_vague = figure.role is Role.SCORE_MOVE and figure.unit != "points" and not now.is_bound
    return len(indicators) == 1 and not is_vague


def _facts(
    context: Context,
    now: Now,
    at: int,
    figure: Figure,
    indicator: Indicator,
    subjects: tuple[Subject, ...],
    *,
    is_ahead: bool,
) -> Iterator[Fact]:
    possible = value_of(figure, indicator)
    read = possible or (impossible_value(figure, indicator) if now.has_indicator else None)
    if read is None:
        return
    value, unit = read
    is_impossible = possible is None or figure.is_impossible
    is_rank = figure.role in {Role.RANK, Role.RANK_MOVE}
    periods, basis = periods_of(context, now, at, figure, is_ahead=is_ahead)
    if not indicator.has_editions and basis == "inherited" and all(period and period.isdigit() for period in periods):
        periods, basis = (None,), "unknown"  # a year told of another index says nothing of a continuous one
    versus = versus_of(context, now, at) if figure.role in {Role.RANK_MOVE, Role.SCORE_MOVE} else None
    start, end = _span(now, at, figure)
    for period in periods:
        for subject in subjects:
            if subject.kind != "nation" or not is_rank:
                named = (now.has_indicator, is_impossible)
                yield Fact(indicator.id, subject, period, basis, figure, unit, value, versus, start, end, *named)


def _span(now: Now, at: int, figure: Figure) -> tuple[int, int]:
    """The receipt: the clause up to the figure, and the period compared with; if that is long, its own words only."""
    told_at = at if figure.told_at is None else figure.told_at
    first = next((one + 1 for one in range(at - 1, -1, -1) if now.kind(one) is Kind.SEMICOLON), 0)
    last = next((one for one in range(at + 1, min(at + 6, len(now.marks))) if one in now.versus), at)
    start, end = now.marks[min(first, told_at)].start, now.marks[last].end
    if end - start <= RECEIPT:
        return start, end
    near = max(0, min(at - 3, told_at))
    return now.marks[near].start, now.marks[at].end
