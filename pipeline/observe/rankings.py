"""Statements: figures bound to an index, a subject and a period; sentences in, facts out. Pure, linear time."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from pipeline.normalise import canonical
from pipeline.observe.context import Context, Fact, Now, Scope, Subject, context
from pipeline.observe.dating import editions_told, find_versus, hear_time, leads, periods_of, versus_of
from pipeline.observe.figures import NATIONAL, Figure, Role
from pipeline.observe.indicators import hear_indicator, indicators_of, named_ahead, value_of
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.periods import is_span
from pipeline.observe.roles import read_figures
from pipeline.observe.subjects import hear_country, hear_name, hear_own, open_bracket, subjects_of
from pipeline.observe.words import Kind
from pipeline.reference import Indicator, Reference

RECEIPT = 300  # characters of the longest quote
FORGETS = 6  # sentences after which an index no longer holds
_SCOPES = {
    Kind.COMPONENT: "component",
    Kind.REGION: "region",
    Kind.INSIDE: "inside",
    Kind.MEDIAN: "extreme",
}


class Reader:
    """Reads a text sentence by sentence. `refused` tells of numbers, by start, why they are no ranking of ours."""

    def __init__(self, text: str, low: str, own: str, reference: Reference) -> None:
        self._context = context(text, low, own, reference)
        self.refused: dict[int, str] = {}
        self.fields: set[int] = set()  # starts of numbers that tell a field: thứ 12 trong 63 tỉnh

    @property
    def years(self) -> set[str]:
        return self._context.years

    def heed(self, heading: str, sentences: Iterable[Sentence]) -> None:
        """Take index and period from what stands above the text, and no figure."""
        context = self._context
        body, context.text, context.low = (context.text, context.low), heading, canonical(heading)
        for sentence in sentences:
            self.read(sentence)
        context.text, context.low = body
        self.refused.clear()
        self.fields.clear()

    def read(self, sentence: Sentence) -> list[Fact]:
        _open(self._context, sentence)
        now = Now(sentence, read_figures(sentence))
        for at, reason in now.figures.refused.items():
            self._refuse(sentence.marks[at], reason)
        self.fields.update(sentence.marks[at].start for at in now.figures.used)
        find_versus(self._context, now)
        facts, carried = self._walk(now)
        scope = self._context.scope
        late = _late(now, scope)
        scope.periods, scope.subjects = carried or scope.periods, scope.subjects[-1:]
        return [dated for fact in facts for dated in _dated(fact, late)]

    def _walk(self, now: Now) -> tuple[list[Fact], tuple[str, ...]]:
        """The facts of a sentence, and the periods it hands on."""
        facts: list[Fact] = []
        saved: list[Scope] = []
        carried, found = self._context.scope.periods, now.figures.found
        for at, mark in enumerate(now.marks):
            hear = _HEARD.get(mark.kind)
            if at in found:
                facts += self._bind(now, at, found[at])
                now.last = at
            elif mark.kind is Kind.OPEN:
                saved.append(replace(self._context.scope))
                open_bracket(self._context, now, at)
            elif mark.kind is Kind.CLOSE:
                _restore(self._context, now, at, saved)
            elif hear is not None:
                hear(self._context, now, at, mark)
                if mark.kind is Kind.PERIOD and at not in now.versus:
                    is_own = leads(self._context, now, at) and not saved
                    carried = self._context.scope.periods if is_own or not carried else carried
        return facts, carried

    # --- binding

    def _bind(self, now: Now, at: int, figure: Figure) -> list[Fact]:
        indicators = indicators_of(self._context, now, at)
        reason = _reason(self._context, now, at, figure, indicators)
        subjects = () if reason else subjects_of(self._context, now, at, figure)
        facts: list[Fact] = []
        if subjects:
            if len(now.dealt_indicators) > 1:
                turn = now.deal(figure.role, len(indicators), again=figure.later)
                indicators = indicators[turn : turn + 1]
            for indicator in indicators:
                facts += _facts(self._context, now, at, figure, self._context.reference.indicators[indicator], subjects)
            reason = "out_of_scale"
        if not facts:
            self._refuse(now.marks[at], reason or "unclear_subject")
        now.is_bound = now.is_bound or bool(facts)
        return facts

    def _refuse(self, mark: Mark, reason: str) -> None:
        if mark.number is not None:
            self.refused[mark.start] = reason


# --- the scope from sentence to sentence


def _open(context: Context, sentence: Sentence) -> None:
    context.age += 1
    scope = context.scope
    if sentence.opens_block or (scope.subjects and scope.subjects[0].kind == "nation"):
        scope.subjects = ()
    if context.age > FORGETS:
        scope.indicators, scope.other = (), ""
    scope.reason, scope.is_all, scope.is_told, scope.is_joint = "", False, False, False
    if scope.periods:
        scope.basis = "inherited"
        scope.periods = tuple(period for period in scope.periods if not is_span(period))


def _restore(context: Context, now: Now, at: int, saved: list[Scope]) -> None:
    """A bracket's scope ends with it; but a short name in it goes on: mức độ chuyển đổi số (DTI)."""
    if not saved:
        return
    outer = saved.pop()
    if now.kind(at - 1) is Kind.INDICATOR and now.kind(at - 2) is Kind.OPEN:
        outer.indicators, outer.other = context.scope.indicators, context.scope.other
    context.scope = outer


def _turn(context: Context, now: Now, at: int, mark: Mark) -> None:
    """Words that open a stretch of figures that are not ours, or that say whose the next figures are."""
    scope = context.scope
    match mark.kind:
        case Kind.COUNTED if not _is_rate(context, now, at, mark):
            scope.reason = scope.reason or "count"
        case Kind.OTHER:
            scope.other, scope.indicators = "other_index", ()
        case Kind.TARGET:
            now.is_target = True
        case Kind.BOTH:
            scope.is_all = True
        case Kind.RESPECTIVELY:
            _deal(scope, now)
        case Kind.SAYS:  # Sở Nội vụ cho biết: what follows is not about the department
            scope.reason = "" if scope.reason == "inside" else scope.reason
        case kind if kind in _SCOPES and not _is_total(now, at, kind):
            scope.reason = _SCOPES[kind]


def _is_rate(context: Context, now: Now, at: int, mark: Mark) -> bool:
    """đạt 9,12 điểm, chiếm tỷ lệ 91,17%: a rate of nothing else is the score"""
    return context.printed(mark).endswith("lệ") and now.kind(at + 1) in {Kind.NUMBER, Kind.LINK}


def _is_total(now: Now, at: int, kind: Kind) -> bool:
    """cộng cả 4 chỉ số thành phần is the index again"""
    return kind is Kind.COMPONENT and not {"cộng", "tổng"}.isdisjoint(now.word(one) for one in range(at - 4, at))


def _clause(context: Context, now: Now, at: int, mark: Mark) -> None:
    """What a comma, a semicolon or a turn of thought ends."""
    scope = context.scope
    now.in_segment = False
    if mark.kind is Kind.COMMA:
        scope.reason = "" if scope.reason == "count" else scope.reason
        return
    if now.is_bound or mark.kind is Kind.BREAK:
        scope.reason = ""
    if now.kind(at + 1) is not Kind.NUMBER:
        now.dealt_subjects, now.dealt_indicators = (), ()


def _deal(scope: Scope, now: Now) -> None:
    """lần lượt: the figures that follow are dealt out, one to each"""
    now.taken = {}
    now.dealt_subjects = scope.subjects if len(scope.subjects) > 1 else ()
    now.dealt_indicators = () if now.dealt_subjects else scope.indicators


_HEARD: dict[Kind, Callable[[Context, Now, int, Mark], None]] = {
    **dict.fromkeys((Kind.INDICATOR, Kind.LOOSE), hear_indicator),
    **dict.fromkeys((Kind.PROVINCE, Kind.MINISTRY), hear_name),
    **dict.fromkeys((Kind.NATION, Kind.MEAN), hear_country),
    **dict.fromkeys((Kind.PERIOD, Kind.NUMBER), hear_time),
    **dict.fromkeys((Kind.SEMICOLON, Kind.BREAK, Kind.COMMA), _clause),
    **dict.fromkeys((Kind.COUNTED, Kind.OTHER, Kind.TARGET, Kind.BOTH, Kind.RESPECTIVELY, Kind.SAYS, *_SCOPES), _turn),
    Kind.OWN: hear_own,
}


def _dated(fact: Fact, late: tuple[str, ...]) -> list[Fact]:
    if fact.basis != "unknown" or not late:
        return [fact]
    return [replace(fact, period=period, basis="stated") for period in late]


def _late(now: Now, scope: Scope) -> tuple[str, ...]:
    """The period that a sentence tells last: … trong năm 2022; … (năm 2022)."""
    ending = [mark.kind for mark in now.marks[-3:]]
    if ending == [Kind.OPEN, Kind.PERIOD, Kind.CLOSE]:
        return editions_told(now, now.marks[-2].value)
    return scope.periods if scope.basis == "stated" else ()


# --- one figure


def _reason(context: Context, now: Now, at: int, figure: Figure, indicators: tuple[str, ...]) -> str:
    """Why a figure is not ours; empty if it is."""
    scope = context.scope
    if now.is_target:
        return "target"
    is_national = figure.of in NATIONAL or now.kind(at + 1) is Kind.NATION
    overruled = (scope.reason == "region" and is_national) or (
        scope.reason == "count" and figure.role is not Role.SCORE
    )
    if scope.reason and not overruled:
        return scope.reason
    if not indicators:
        return scope.other or "no_indicator"
    if named_ahead(context, now, at):
        return ""
    return scope.other or ("" if now.has_indicator or _is_plain(now, figure, indicators) else "no_indicator")


def _is_plain(now: Now, figure: Figure, indicators: tuple[str, ...]) -> bool:
    """Whether a figure may take its index from a sentence before: not of several, and no cut of 15% of anything."""
    is_vague = figure.role is Role.SCORE_MOVE and figure.unit != "points" and not now.is_bound
    return len(indicators) == 1 and not is_vague


def _facts(
    context: Context, now: Now, at: int, figure: Figure, indicator: Indicator, subjects: tuple[Subject, ...]
) -> Iterator[Fact]:
    read = value_of(figure, indicator)
    if read is None:
        return
    value, unit = read
    is_rank = figure.role in {Role.RANK, Role.RANK_MOVE}
    periods, basis = periods_of(context, now, at, figure, is_ahead=bool(named_ahead(context, now, at)))
    if not indicator.has_editions and basis == "inherited" and all(period and period.isdigit() for period in periods):
        periods, basis = (None,), "unknown"  # a year told of another index says nothing of a continuous one
    versus = versus_of(context, now, at) if figure.role in {Role.RANK_MOVE, Role.SCORE_MOVE} else None
    start, end = _span(now, at)
    for period in periods:
        for subject in subjects:
            if subject.kind != "nation" or not is_rank:
                yield Fact(
                    indicator.id, subject, period, basis, figure, unit, value, versus, start, end, now.has_indicator
                )


def _span(now: Now, at: int) -> tuple[int, int]:
    """The receipt: the clause up to the figure, and the period compared with; if that is long, its own words only."""
    first = next((one + 1 for one in range(at - 1, -1, -1) if now.kind(one) is Kind.SEMICOLON), 0)
    last = next((one for one in range(at + 1, min(at + 6, len(now.marks))) if one in now.versus), at)
    start, end = now.marks[first].start, now.marks[last].end
    if end - start <= RECEIPT:
        return start, end
    near = max(0, at - 3)
    return now.marks[near].start, now.marks[at].end
