"""Statements: figures bound to an index, a subject and a period; sentences in, facts out. Pure, linear time."""

from collections.abc import Iterable
from dataclasses import replace

from pipeline.normalise import canonical
from pipeline.observe.binding import bind
from pipeline.observe.context import Context, Fact, Now, Scope, context
from pipeline.observe.dating import editions_told, find_versus
from pipeline.observe.editions import leads
from pipeline.observe.fronting import fronted
from pipeline.observe.hearing import HEARD
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.periods import before, is_span
from pipeline.observe.roles import read_figures
from pipeline.observe.subjects import open_bracket
from pipeline.observe.words import Kind
from pipeline.reference import Reference

_OPENING = frozenset([Kind.PROVINCE, Kind.NUMBER, Kind.FIRST, Kind.AFTER, Kind.VERSUS])
FORGETS = 6  # sentences after which an index no longer holds


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

    def survey(self, sentences: list[Sentence]) -> None:
        """A text that opens on another province, and never names the portal's own, speaks of that other one."""
        context = self._context
        marks = [mark for sentence in sentences for mark in sentence.marks]
        own = context.reference.provinces.get(context.own)
        if own is None or any(mark.kind is Kind.OWN or mark.value == own.name for mark in marks):
            return
        opening = next((mark.kind for mark in marks if mark.kind in _OPENING), None)
        context.main = None if opening is Kind.PROVINCE else context.main

    def read(self, sentence: Sentence) -> list[Fact]:
        _open(self._context, sentence)
        now = Now(sentence, read_figures(sentence))
        now.fronted = fronted(now)
        for at, reason in now.figures.refused.items():
            self._refuse(sentence.marks[at], reason)
        self.fields.update(sentence.marks[at].start for at in now.figures.used)
        find_versus(self._context, now)
        facts, carried = self._walk(now)
        scope = self._context.scope
        late = _late(now, scope)
        scope.row = scope.subjects if len(scope.subjects) > 1 else ()
        scope.dates = _dates(facts) if len(facts) > 1 else ()
        scope.periods, scope.subjects = carried or scope.periods, scope.subjects[-1:]
        return [dated for fact in facts for dated in _dated(fact, late)]

    def _walk(self, now: Now) -> tuple[list[Fact], tuple[str, ...]]:
        """The facts of a sentence, and the periods it hands on."""
        facts: list[Fact] = []
        saved: list[Scope] = []
        carried, found = self._context.scope.periods, now.figures.found
        for at, mark in enumerate(now.marks):
            hear = HEARD.get(mark.kind)
            if at in found:
                told, reason = bind(self._context, now, at, found[at])
                facts += told
                if not told:
                    self._refuse(mark, reason)
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

    def _refuse(self, mark: Mark, reason: str) -> None:
        if mark.number is not None:
            self.refused[mark.start] = reason


def _dates(facts: list[Fact]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact.period for fact in facts if fact.period and not fact.figure.earlier))


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
    _hand_on(context.scope, outer)
    context.scope = outer


def _hand_on(inner: Scope, outer: Scope) -> None:
    """(PAPI 2023) Sóc Trăng …: a bracket that first tells the index tells it for what follows"""
    if inner.indicators and not outer.indicators and not outer.other:
        outer.indicators = inner.indicators
        if not outer.periods:
            outer.periods, outer.basis = inner.periods, inner.basis


def _dated(fact: Fact, late: tuple[str, ...]) -> list[Fact]:
    if fact.period is None and fact.figure.earlier and late:
        return [replace(fact, period=before(late[0]))]
    if fact.basis != "unknown" or not late:
        return [fact]
    return [replace(fact, period=period, basis="stated") for period in late]


def _late(now: Now, scope: Scope) -> tuple[str, ...]:
    """The period that a sentence tells last: … trong năm 2022; … (năm 2022)."""
    ending = [mark.kind for mark in now.marks[-3:]]
    if ending == [Kind.OPEN, Kind.PERIOD, Kind.CLOSE]:
        return editions_told(now, now.marks[-2].value)
    return scope.periods if scope.basis == "stated" else ()
