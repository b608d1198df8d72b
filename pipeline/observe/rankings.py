"""Statements: figures bound to an indicator, a subject and a period; sentences in, facts out. Pure, linear time."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.observe import figures
from pipeline.observe.figures import Figure, Role
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.periods import before
from pipeline.observe.tokens import NumberKind
from pipeline.observe.words import Kind
from pipeline.reference import Indicator, Reference


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a sentence speaks of: a province or ministry by name, the portal's own (`own`), or the country (`nation`)."""

    kind: str
    value: str
    printed: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure bound. `versus` is the period a move is counted from; `start` to `end` is what the quote must hold."""

    indicator: str
    subject: Subject
    period: str | None
    basis: str
    figure: Figure
    unit: str
    value: Decimal
    versus: str | None
    start: int
    end: int
    named: bool  # its sentence names the indicator


NATION = Subject("nation", "", None)
_NAMED = frozenset([Kind.PROVINCE, Kind.MINISTRY])
_SCOPES = {
    Kind.COMPONENT: "component",
    Kind.REGION: "region",
    Kind.INSIDE: "inside",
    Kind.MEDIAN: "extreme",
    Kind.COUNTED: "count",
}
_KEEPS_SCOPE = frozenset([Kind.OF, Kind.ON, Kind.COMPONENT, Kind.INSIDE])
_POINT_IN_TIME = "QD766"
_WORK = frozenset(["tác", "hoạch", "hiện", "mạnh", "vụ", "trình", "tra", "quả"])  # công tác CCHC is work, not the index


@dataclass(slots=True)
class _Scope:
    """What the next figure is bound to; brackets save and restore it."""

    indicators: tuple[str, ...] = ()
    reason: str = ""  # why figures here are not ours, whatever their indicator
    other: str = ""  # the indicator is a look-alike: other_index, inside
    subjects: tuple[Subject, ...] = ()
    periods: tuple[str, ...] = ()
    basis: str = "unknown"
    is_all: bool = False


@dataclass(slots=True)
class _Sentence:
    """What one sentence has told so far."""

    marks: list[Mark]
    figures: figures.Sentence
    has_indicator: bool = False
    has_subject: bool = False
    in_segment: bool = False  # a subject since the last comma
    is_target: bool = False
    versus: dict[int, str] = field(default_factory=dict)  # mark position of a compared period
    dealt: tuple[Subject, ...] | tuple[str, ...] = ()
    taken: dict[Role, int] = field(default_factory=dict)
    is_bound: bool = False  # some figure of the sentence is ours
    last: int = -1  # position of the figure before


class Reader:
    """Reads a text sentence by sentence and remembers indicator, subject and period from one to the next."""

    def __init__(self, text: str, own: str, reference: Reference):
        self.text = text
        self.own = own
        self.reference = reference
        self.is_city = own in reference.provinces and reference.provinces[own].is_city
        self.scope = _Scope()
        self.main: Subject | None = Subject("own", own, None) if own else None
        self.age = 0
        self.years: set[str] = set()  # editions named beside an index
        self.refused: dict[int, str] = {}  # start of a number: why it is no ranking
        self.claimed: set[int] = set()  # starts of numbers that tell a field

    def read(self, sentence: Sentence) -> Iterator[Fact]:
        now = _Sentence(sentence.marks, figures.Sentence(sentence.marks))
        for at, reason in now.figures.refused.items():
            self._refuse(sentence.marks[at], reason)
        self.claimed.update(sentence.marks[at].start for at in now.figures.used)
        self._open(sentence)
        self._compare(now)
        saved: list[_Scope] = []
        carried: tuple[str, ...] = self.scope.periods
        facts: list[Fact] = []
        for at, mark in enumerate(sentence.marks):
            figure = now.figures.found.get(at)
            if figure is not None:
                facts += self._bind(now, at, figure)
                now.last = at
            elif mark.kind is Kind.OPEN:
                saved.append(replace(self.scope))
            elif mark.kind is Kind.CLOSE and saved:
                self._restore(now, at, saved.pop())
            else:
                self._hear(now, at, mark)
            if (
                mark.kind is Kind.PERIOD
                and at not in now.versus
                and (self._leads(now, at) and not saved or not carried)
            ):
                carried = self.scope.periods
        late = self.scope.periods if self.scope.basis == "stated" else ()
        self._close(now, carried)
        for fact in facts:
            yield replace(fact, period=late[0], basis="stated") if fact.basis == "unknown" and len(late) == 1 else fact

    def _restore(self, now: _Sentence, at: int, saved: _Scope) -> None:
        """An indicator's short name in a bracket names it for what follows: mức độ chuyển đổi số (DTI)."""
        if self._kind(now, at - 1) is Kind.INDICATOR and self._kind(now, at - 2) is Kind.OPEN:
            saved = replace(saved, indicators=self.scope.indicators, other=self.scope.other)
        self.scope = saved

    # --- between sentences

    def _open(self, sentence: Sentence) -> None:
        self.age += 1
        scope = self.scope
        if sentence.opens_block:
            scope.subjects = ()
        if self.age > 6:
            scope.indicators, scope.other = (), ""
        scope.reason, scope.is_all = "", False
        if scope.subjects and scope.subjects[0].kind == "nation":
            scope.subjects = ()
        if scope.periods:
            scope.basis = "inherited"
            scope.periods = tuple(period for period in scope.periods if not _is_span(period))

    def _close(self, now: _Sentence, carried: tuple[str, ...]) -> None:
        if carried:
            self.scope.periods = carried
        self.scope.subjects = self.scope.subjects[-1:]

    def _leads(self, now: _Sentence, at: int) -> bool:
        """Whether a period is the sentence's own: said beside the indicator, or first."""
        near = {self._kind(now, position) for position in range(at - 3, at)}
        if Kind.INDICATOR in near or Kind.LOOSE in near:
            self.years.update(self.scope.periods)
            return True
        return at < 3 and not any(self._kind(now, one) in {*_NAMED, Kind.OWN} for one in range(at))

    # --- words that change the scope

    def _hear(self, now: _Sentence, at: int, mark: Mark) -> None:
        kind = mark.kind
        if kind is Kind.INDICATOR or kind is Kind.LOOSE:
            self._indicator(now, at, mark)
        elif kind in _NAMED:
            self._named(now, at, mark)
        elif kind is Kind.OWN:
            self._own(now, at, mark)
        elif kind is Kind.PERIOD:
            self._period(now, at, mark)
        elif kind in {Kind.MEAN, Kind.NATION}:
            self._nation(now, at, mark)
        elif kind is Kind.NUMBER:
            self._day(now, mark)
        else:
            self._turn(now, at, kind)

    def _turn(self, now: _Sentence, at: int, kind: Kind) -> None:
        scope = self.scope
        if kind in _SCOPES:
            if kind is Kind.COMPONENT and {"cộng", "tổng"} & {self._word(now, one) for one in range(at - 4, at)}:
                return
            scope.reason = _SCOPES[kind] if kind is not Kind.COUNTED or not scope.reason else scope.reason
        elif kind is Kind.OTHER:
            scope.other, scope.indicators = "other_index", ()
        elif kind is Kind.TARGET:
            now.is_target = True
        elif kind is Kind.SEMICOLON or kind is Kind.BREAK:
            scope.reason = "" if now.is_bound or kind is Kind.BREAK else scope.reason
            now.in_segment = False
            now.dealt = now.dealt if self._kind(now, at + 1) is Kind.NUMBER else ()
        elif kind is Kind.COMMA:
            now.in_segment = False
            if scope.reason == "count":
                scope.reason = ""
        elif kind is Kind.SAYS and scope.reason == "inside":
            scope.reason = ""
        elif kind is Kind.BOTH:
            scope.is_all = True
        elif kind is Kind.RESPECTIVELY:
            now.dealt = scope.subjects if len(scope.subjects) > 1 else scope.indicators
            now.taken = {}

    def _indicator(self, now: _Sentence, at: int, mark: Mark) -> None:
        scope = self.scope
        if mark.kind is Kind.LOOSE and not self._is_index(now, at, mark):
            scope.reason = "" if scope.reason == "count" and mark.value in scope.indicators else scope.reason
            return
        if self._kind(now, at - 1) not in _KEEPS_SCOPE and scope.reason != "mean_of_others":
            scope.reason = ""
        self.age = 0
        grouped = self._continues(now, at, {Kind.INDICATOR, Kind.LOOSE})
        scope.indicators = tuple(dict.fromkeys((*scope.indicators, mark.value))) if grouped else (mark.value,)
        scope.other = self._lookalike(now, at)
        now.has_indicator = True

    def _is_index(self, now: _Sentence, at: int, mark: Mark) -> bool:
        """A loose name is the index only with a figure close behind: CCHC năm 2019 được 80,05%."""
        if mark.value in self.scope.indicators or self._word(now, at - 1) in _WORK:
            return False
        is_dated = (
            self._kind(now, at + 1) is Kind.PERIOD
            or self._kind(now, at - 1) is Kind.ON
            or self._word(now, at - 1) == "điểm"
        )
        for position in range(at + 1, min(at + 12, len(now.marks))):
            if position in now.figures.found:
                return is_dated or position < at + 7
            kind = now.marks[position].kind
            if kind in {Kind.INDICATOR, Kind.SEMICOLON, Kind.COUNTED} or (kind is Kind.COMMA and not is_dated):
                return False
        return False

    def _lookalike(self, now: _Sentence, at: int) -> str:
        """The same name used for departments or districts: Chỉ số CCHC năm 2022 của các sở, ngành."""
        for position in range(at + 1, min(at + 9, len(now.marks))):
            kind = now.marks[position].kind
            if kind is Kind.INSIDE:
                return "inside" if now.marks[position - 1].kind is not Kind.LINK else ""
            if position in now.figures.found or kind in {
                Kind.COMMA,
                Kind.SEMICOLON,
                Kind.COLON,
                Kind.INDICATOR,
                Kind.SAYS,
                Kind.LINK,
            }:
                return ""
        return ""

    def _continues(self, now: _Sentence, at: int, kinds: set[Kind]) -> bool:
        """Whether a mark carries on a row of its kind: A, B và C."""
        for position in range(at - 1, max(-1, at - 7), -1):
            kind = now.marks[position].kind
            if kind in kinds:
                return True
            if (
                kind not in {Kind.COMMA, Kind.AND, Kind.OPEN, Kind.CLOSE, Kind.LOOSE, Kind.WORD, Kind.NONE}
                or position in now.figures.found
            ):
                return False
        return False

    def _named(self, now: _Sentence, at: int, mark: Mark) -> None:
        previous = self._kind(now, at - 1)
        if previous in {Kind.INSIDE, Kind.PAPER}:
            return
        if previous is Kind.OWN and self._is_town(now, at, mark):
            self.scope.reason = "inside"
            return
        subject = Subject(mark.kind, mark.value, self.text[mark.start : mark.end])
        if self.main is None and mark.kind is Kind.PROVINCE:
            self.main = subject
        if self._is_compared(now, at):
            if self._kind(now, at + 1) is Kind.OPEN:
                self.scope.subjects = (subject,)
            return
        grouped = self._joined(now, at)
        self._take(now, (*self.scope.subjects, subject) if grouped else (subject,), previous)

    def _joined(self, now: _Sentence, at: int) -> bool:
        return self._kind(now, at - 1) in {Kind.COMMA, Kind.AND} and self._kind(now, at - 2) in _NAMED

    def _is_town(self, now: _Sentence, at: int, mark: Mark) -> bool:
        """thành phố Tuyên Quang is a town of the province; thành phố Đà Nẵng is one of the units ranked."""
        printed = self.text[now.marks[at - 1].start : now.marks[at - 1].end].lower()
        return printed.endswith(("thành phố", "tp")) and not any(
            one.is_city for one in self.reference.named(mark.value)
        )

    def _is_compared(self, now: _Sentence, at: int) -> bool:
        """A province named only to compare with: sau Quảng Ninh, so với Hà Nội và Hải Phòng."""
        position = at - 1
        while position > at - 6 and self._kind(now, position) in {Kind.COMMA, Kind.AND, *_NAMED}:
            if self._kind(now, position) is Kind.COMMA and self._kind(now, position - 1) not in _NAMED:
                return False
            position -= 1
        if self._kind(now, position) in {Kind.CLOSE}:
            return False
        return self._kind(now, position) in {Kind.AFTER, Kind.VERSUS}

    def _take(self, now: _Sentence, subjects: tuple[Subject, ...], previous: Kind | None) -> None:
        scope = self.scope
        scope.subjects = subjects
        now.has_subject = now.in_segment = True
        if previous not in _KEEPS_SCOPE and not (scope.reason == "region" and previous is Kind.COMMA):
            scope.reason = ""

    def _own(self, now: _Sentence, at: int, mark: Mark) -> None:
        printed = self.text[mark.start : mark.end].lower()
        previous = self._kind(now, at - 1)
        following = self._kind(now, at + 1)
        if following in _NAMED or previous is Kind.NUMBER or not self._means_own(now, at, printed):
            return
        subject = self.main
        if subject is None:
            return
        if printed.startswith("của"):
            previous = Kind.OF
        self._take(now, (replace(subject, printed=printed),), previous)

    def _means_own(self, now: _Sentence, at: int, printed: str) -> bool:
        before = now.marks[at - 1] if at else None
        if (
            before
            and before.kind in {Kind.WORD, Kind.OF}
            and self.text[before.start : before.end].lower().split()[-1] in {"các", "những", "nhiều", "mỗi", "số"}
        ):
            return False
        return self.is_city or not printed.endswith(("thành phố", "tp", "thủ đô"))

    def _nation(self, now: _Sentence, at: int, mark: Mark) -> None:
        previous = self._kind(now, at - 1)
        if mark.kind is Kind.NATION:
            printed = self.text[mark.start : mark.end].lower()
            told = printed in {"tính chung", "của cả nước", "tầm quốc gia"} or previous in {Kind.OF, Kind.ON}
            if told and not now.has_subject and now.last != at - 1:
                self.scope.subjects = (NATION,)
            return
        if previous in {Kind.UP, Kind.DOWN, Kind.VERSUS} or (
            previous is Kind.WORD and now.marks[at - 1].value in {"trên", "dưới", "mức", "vượt"}
        ):
            return
        if self._kind(now, at - 1) is Kind.GROUP:
            return
        for position in range(at + 1, min(at + 9, len(now.marks))):
            kind = now.marks[position].kind
            if kind in {Kind.REGION, Kind.INSIDE, Kind.MINISTRIES}:
                self.scope.reason = "mean_of_others"
                return
            if position in now.figures.found or kind in {Kind.SEMICOLON, Kind.COMMA}:
                break
        self._take(now, (NATION,), previous)

    # --- periods

    def _compare(self, now: _Sentence) -> None:
        """Find the periods that figures are compared with: so với năm 2020, hơn năm trước."""
        for at, mark in enumerate(now.marks):
            if mark.kind is Kind.RELATIVE:
                now.versus[at] = "previous"
            elif mark.kind is Kind.PERIOD and self._is_versus(now, at):
                now.versus[at] = mark.value

    def _is_versus(self, now: _Sentence, at: int) -> bool:
        position = at - 1
        steps = 0
        while steps < 6:
            kind = self._kind(now, position)
            if kind is Kind.VERSUS:
                return True
            if kind in {Kind.UP, Kind.DOWN}:
                return (
                    self.text[now.marks[position].start : now.marks[position].end]
                    .lower()
                    .endswith(("hơn", "kém", "thêm so"))
                )
            if kind not in {Kind.WORD, Kind.AND, Kind.OWN, Kind.OF, Kind.LOOSE, Kind.RELATIVE, Kind.FIELD} and not (
                kind in {Kind.PERIOD, Kind.COMMA} and position in now.versus or kind is Kind.AND
            ):
                return False
            position -= 1
            steps += 1
        return False

    def _period(self, now: _Sentence, at: int, mark: Mark) -> None:
        if at in now.versus or self._kind(now, at - 1) is Kind.SAYS:
            return
        if self._is_law_day(now, at, mark):
            return
        is_year = mark.value.isdigit()
        if (
            not is_year
            and _POINT_IN_TIME not in self.scope.indicators
            and "-" in mark.value
            and not mark.value[5:].isdigit()
        ):
            return
        if len(mark.value) != 9 and not is_year and _POINT_IN_TIME not in self.scope.indicators:
            return
        if self._kind(now, at - 1) is Kind.AND and self._kind(now, at - 2) is Kind.PERIOD and self.scope.periods:
            self.scope.periods = (*self.scope.periods, mark.value)
        else:
            self.scope.periods = (mark.value,)
        self.scope.basis = "stated"

    def _is_law_day(self, now: _Sentence, at: int, mark: Mark) -> bool:
        """Quyết định 766/QĐ-TTg ngày 23/6/2022 says when the index was decided, not of when a figure is."""
        if len(mark.value) != 10:
            return False
        for position in range(at - 1, max(-1, at - 7), -1):
            kind = self._kind(now, position)
            if kind is Kind.INDICATOR:
                return now.marks[position].value == _POINT_IN_TIME
            if kind not in {Kind.WORD, Kind.DASH, Kind.NUMBER} or self._word(now, position) == "đến":
                return False
        return False

    def _day(self, now: _Sentence, mark: Mark) -> None:
        """tính đến ngày 22/01: a day of the year in hand, for the index that has no editions."""
        number = mark.number
        if (
            number is None
            or number.kind is not NumberKind.DATE
            or len(number.parts) != 2
            or _POINT_IN_TIME not in self.scope.indicators
        ):
            return
        day, month = (int(part) for part in number.parts)
        if self.scope.periods and month <= 12:
            self.scope.periods = (f"{self.scope.periods[0][:4]}-{month:02}-{day:02}",)
            self.scope.basis = "stated"

    def _period_of(self, now: _Sentence, at: int, figure: Figure) -> tuple[tuple[str | None, ...], str]:
        """The periods of one figure and how they are known."""
        own = self._said_behind(now, at) or self._said_ahead(now, at)
        if own:
            return (own,), "stated"
        compared = self._said_before(now, at) if figure.role in {Role.RANK, Role.SCORE} else None
        if compared:
            return (self._resolved(compared),), "stated"
        if figure.earlier:
            return (self._earlier(now, at),), "relative"
        if self.scope.periods:
            return self.scope.periods, self.scope.basis
        return (None,), "unknown"

    def _said_behind(self, now: _Sentence, at: int) -> str | None:
        """90,30% (2021); vị trí số 58 năm 2017"""
        position = at + 1
        is_open = self._kind(now, position) is Kind.OPEN
        while self._kind(now, position) in {Kind.OPEN, Kind.ON, Kind.OF} and position < at + 3:
            position += 1
        if (
            self._kind(now, position) is not Kind.PERIOD
            or position in now.versus
            or not now.marks[position].value.isdigit()
        ):
            return None
        following = self._kind(now, position + 1)
        if is_open:
            return now.marks[position].value if following is Kind.CLOSE else None
        if following in {Kind.LINK, Kind.NUMBER, Kind.COLON, Kind.WORD, Kind.RANK, Kind.ON, Kind.INDICATOR}:
            return None
        return now.marks[position].value

    def _said_ahead(self, now: _Sentence, at: int) -> str | None:
        """ngôi đầu PAPI năm 2021"""
        if now.figures.found[at].role is not Role.RANK or not self._ahead(now, at):
            return None
        for position in range(at + 1, min(at + 12, len(now.marks))):
            mark = now.marks[position]
            if mark.kind is Kind.PERIOD:
                return mark.value if position not in now.versus and mark.value.isdigit() else None
            if position in now.figures.found or mark.kind in {Kind.SEMICOLON, Kind.COMMA, Kind.VERSUS}:
                return None
        return None

    def _said_before(self, now: _Sentence, at: int) -> str | None:
        """so với năm 2022 (80,08%); the value in the bracket is of 2022"""
        if self._kind(now, at - 1) is Kind.RANK:
            at -= 1
        if self._kind(now, at - 1) in {Kind.OPEN, Kind.LINK} and at - 2 in now.versus:
            return now.versus[at - 2]
        return None

    def _earlier(self, now: _Sentence, at: int) -> str | None:
        for position in sorted(now.versus, key=lambda one: abs(one - at)):
            return self._resolved(now.versus[position])
        for position in range(at + 1, min(at + 5, len(now.marks))):
            if now.marks[position].kind is Kind.PERIOD:
                return now.marks[position].value
            if now.marks[position].kind in {Kind.UP, Kind.DOWN, Kind.TO}:
                break
        return self._resolved("previous")

    def _resolved(self, versus: str) -> str | None:
        if versus != "previous":
            return versus
        return before(self.scope.periods[0]) if self.scope.periods else None

    def _versus_of(self, now: _Sentence, at: int) -> str | None:
        """The next compared period of the clause, else the last one before."""
        for position in range(at + 1, len(now.marks)):
            if position in now.versus:
                return self._resolved(now.versus[position])
            if now.marks[position].kind in {Kind.SEMICOLON, Kind.INDICATOR}:
                break
        behind = [position for position in now.versus if position < at]
        return self._resolved(now.versus[behind[-1]]) if behind else None

    # --- binding

    def _bind(self, now: _Sentence, at: int, figure: Figure) -> Iterator[Fact]:
        mark = now.marks[at]
        indicators = self._indicators(now, at)
        reason = self._reason(now, at, figure, indicators)
        subjects = () if reason else self._subjects(now, at, figure)
        if not reason and not subjects:
            reason = "unclear_subject"
        if reason:
            self._refuse(mark, reason)
            return
        if len(now.dealt) > 1 and isinstance(now.dealt[0], str):
            indicators = self._deal_indicator(now, figure, indicators)
        bound = False
        for indicator in indicators:
            for fact in self._facts(now, at, figure, self.reference.indicators[indicator], subjects):
                bound = now.is_bound = True
                yield fact
        if not bound:
            self._refuse(mark, "out_of_scale")

    def _facts(
        self, now: _Sentence, at: int, figure: Figure, indicator: Indicator, subjects: tuple[Subject, ...]
    ) -> Iterator[Fact]:
        read = _value(figure, indicator)
        if read is None:
            return
        value, unit = read
        periods, basis = self._period_of(now, at, figure)
        is_move = figure.role in {Role.RANK_MOVE, Role.SCORE_MOVE}
        versus = self._versus_of(now, at) if is_move else None
        start, end = self._span(now, at)
        if (
            not indicator.has_editions
            and basis == "inherited"
            and any(period and period.isdigit() for period in periods)
        ):
            periods, basis = (None,), "unknown"
        for period in periods:
            for subject in subjects:
                if subject.kind == "nation" and figure.role in {Role.RANK, Role.RANK_MOVE}:
                    continue
                yield Fact(
                    indicator.id, subject, period, basis, figure, unit, value, versus, start, end, now.has_indicator
                )

    def _deal_indicator(self, now: _Sentence, figure: Figure, indicators: tuple[str, ...]) -> tuple[str, ...]:
        taken = now.taken.get(figure.role, 0)
        now.taken[figure.role] = taken + 1
        return indicators[taken : taken + 1]

    def _indicators(self, now: _Sentence, at: int) -> tuple[str, ...]:
        ahead = self._ahead(now, at)
        if ahead:
            return ahead
        return self.scope.indicators

    def _ahead(self, now: _Sentence, at: int) -> tuple[str, ...]:
        """An indicator named behind its figure: ngôi đầu PAPI; thứ 12/63 trên bảng xếp hạng Bộ chỉ số 766."""
        figure = now.figures.found[at]
        if figure.role is not Role.RANK:
            return () if now.has_indicator or self.scope.indicators else self._first_ahead(now, at)
        linked = now.marks[at].kind in {Kind.FIRST, Kind.NTH}
        for position in range(at + 1, min(at + 9, len(now.marks))):
            mark = now.marks[position]
            if linked and (
                mark.kind is Kind.INDICATOR or (mark.kind is Kind.LOOSE and self._kind(now, position - 1) is Kind.ON)
            ):
                return self._row_of_indicators(now, position)
            if position in now.figures.found or mark.kind in {Kind.SEMICOLON, Kind.COMMA, Kind.BREAK, *_NAMED}:
                break
            linked = linked or mark.kind in {Kind.ON, Kind.BOTH}
        return () if now.has_indicator or self.scope.indicators else self._first_ahead(now, at)

    def _first_ahead(self, now: _Sentence, at: int) -> tuple[str, ...]:
        for position in range(at + 1, len(now.marks)):
            if now.marks[position].kind is Kind.INDICATOR:
                return (now.marks[position].value,)
        return ()

    def _row_of_indicators(self, now: _Sentence, at: int) -> tuple[str, ...]:
        row = [now.marks[at].value]
        position = at + 1
        while (
            position < len(now.marks)
            and now.marks[position].kind
            in {
                Kind.COMMA,
                Kind.AND,
                Kind.OPEN,
                Kind.CLOSE,
                Kind.LOOSE,
                Kind.INDICATOR,
                Kind.WORD,
                Kind.NONE,
                Kind.OF,
                Kind.COUNTED,
            }
            and position not in now.figures.found
        ):
            if now.marks[position].kind is Kind.INDICATOR and position > at:
                row.append(now.marks[position].value)
            position += 1
        return tuple(dict.fromkeys(row))

    def _reason(self, now: _Sentence, at: int, figure: Figure, indicators: tuple[str, ...]) -> str:
        scope = self.scope
        if now.is_target:
            return "target"
        if (
            scope.reason
            and not (scope.reason == "region" and self._is_national(now, at, figure))
            and not (scope.reason == "count" and figure.role is not Role.SCORE)
        ):
            return scope.reason
        if not indicators:
            return scope.other or "no_indicator"
        if scope.other and not self._ahead(now, at):
            return scope.other
        return ""

    def _is_national(self, now: _Sentence, at: int, figure: Figure) -> bool:
        return figure.of in figures.NATIONAL or self._kind(now, at + 1) is Kind.NATION

    def _subjects(self, now: _Sentence, at: int, figure: Figure) -> tuple[Subject, ...]:
        ahead = self._subject_ahead(now, at) if figure.role is Role.RANK else self._brought(now, at)
        if ahead:
            self.scope.subjects = ahead
            return ahead
        if len(now.dealt) > 1 and isinstance(now.dealt[0], Subject):
            taken = now.taken.get(figure.role, 0)
            now.taken[figure.role] = taken + 1
            if taken >= len(now.dealt) and figure.later:
                now.taken[figure.role] = 1
                taken = 0
            subject = now.dealt[taken] if taken < len(now.dealt) else None
            return (subject,) if isinstance(subject, Subject) else ()
        subjects = self.scope.subjects
        if len(subjects) > 1 and not self.scope.is_all:
            return (
                subjects[-1:]
                if self._kind(now, at - 1) is Kind.OPEN or now.marks[at - 1].kind in {Kind.OPEN, Kind.RANK}
                else ()
            )
        if subjects:
            return self._carried(now, figure, subjects)
        if figure.most:
            return ()
        if self.main is None and figure.role in {Role.SCORE, Role.SCORE_MOVE}:
            return (NATION,)
        return (self.main,) if self.main else ()

    def _carried(self, now: _Sentence, figure: Figure, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
        """A subject of an earlier sentence holds, unless this one starts a new indicator on the portal's own province."""
        if now.has_subject or not now.has_indicator or not self.own:
            return subjects
        return (self.main,) if self.main else subjects

    def _brought(self, now: _Sentence, at: int) -> tuple[Subject, ...]:
        """74,84 điểm đưa Hải Phòng lên ngôi đầu; với 47,1 điểm, Thanh Hóa đứng thứ 3"""
        if now.has_subject or now.figures.found[at].role is not Role.SCORE:
            return ()
        position = at + 1
        if self._word(now, position) in {"đưa", "giúp"} or (
            self._kind(now, position) is Kind.COMMA and self._word(now, at - 1) == "với"
        ):
            position += 1
        else:
            return ()
        if self._kind(now, position) not in _NAMED:
            return ()
        mark = now.marks[position]
        return (Subject(mark.kind, mark.value, self.text[mark.start : mark.end]),)

    def _subject_ahead(self, now: _Sentence, at: int) -> tuple[Subject, ...]:
        """Dẫn đầu là Quảng Ninh; vị trí thứ 3 thuộc về Thái Nguyên; thứ ba TP.Hà Nội (89,58%)"""
        linked = False
        for position in range(at + 1, min(at + 9, len(now.marks))):
            mark = now.marks[position]
            if mark.kind in _NAMED:
                if linked or not now.in_segment:
                    return (Subject(mark.kind, mark.value, self.text[mark.start : mark.end]),)
                return ()
            if position in now.figures.found or mark.kind not in {
                Kind.LINK,
                Kind.INDICATOR,
                Kind.LOOSE,
                Kind.PERIOD,
                Kind.NATION,
                Kind.FIELD,
                Kind.WORD,
                Kind.ON,
                Kind.COLON,
                Kind.OWN,
                Kind.OF,
            }:
                return ()
            linked = linked or mark.kind in {Kind.LINK, Kind.COLON}
        return ()

    # --- small things

    def _word(self, now: _Sentence, at: int) -> str:
        return now.marks[at].value if self._kind(now, at) is Kind.WORD else ""

    def _kind(self, now: _Sentence, at: int) -> Kind | None:
        return now.marks[at].kind if 0 <= at < len(now.marks) else None

    def _span(self, now: _Sentence, at: int) -> tuple[int, int]:
        start = at
        while (
            start > 0
            and now.marks[start - 1].kind in {Kind.RANK, Kind.UP, Kind.DOWN, Kind.TO, Kind.LINK, Kind.WORD}
            and at - start < 3
        ):
            start -= 1
        return now.marks[start].start, now.marks[at].end

    def _refuse(self, mark: Mark, reason: str) -> None:
        if mark.number is not None:
            self.refused[mark.start] = reason


def _is_span(period: str) -> bool:
    return len(period) == 9 and period[4] == "-"


def _value(figure: Figure, indicator: Indicator) -> tuple[Decimal, str] | None:
    """The value in the indicator's unit, or None where it lies outside its scale."""
    if figure.role is Role.RANK:
        return figure.value, "rank"
    if figure.role is Role.RANK_MOVE:
        return figure.value, "ranks"
    unit = indicator.unit if not figure.unit or indicator.unit == "ratio" else figure.unit
    if figure.role is Role.SCORE_MOVE:
        if indicator.unit == "ratio" and figure.unit == "percent":
            return None
        return (figure.value, unit) if abs(figure.value) <= indicator.scale_max / 2 else None
    for value in (figure.value, figure.other):
        if value is not None and indicator.plausible_min <= value <= indicator.scale_max:
            return value, unit
    return None
