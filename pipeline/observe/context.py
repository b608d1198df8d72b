"""What a reader knows at one place of a text: the records that subjects, indicators and periods are kept in."""

from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.observe.figures import Figure, Figures, Role
from pipeline.observe.marks import Mark, Sentence
from pipeline.observe.words import Kind
from pipeline.reference import Reference

CONTINUOUS = "QD766"  # the index without editions: days and months are its periods
# Behind these words a name only tells whose part is spoken of: điểm thành phần của PAPI.
KEEPS_SCOPE = frozenset([Kind.OF, Kind.ON, Kind.COMPONENT, Kind.INSIDE])


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a sentence speaks of. `kind` is province, ministry, own (the portal's province) or nation."""

    kind: str
    value: str
    printed: str | None


NATION = Subject("nation", "", None)


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure bound. `versus` is the period a move is counted from; text[start:end] is the figure with its words."""

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
    is_named: bool  # its sentence names the indicator
    is_impossible: bool = False  # the indicator cannot have this value


@dataclass(slots=True)
class Scope:
    """What the next figure is bound to; brackets save and restore it."""

    indicators: tuple[str, ...] = ()
    reason: str = ""  # why figures here are not ours, whatever their indicator
    other: str = ""  # the indicator is a look-alike: other_index, inside
    subjects: tuple[Subject, ...] = ()
    row: tuple[Subject, ...] = ()  # A và B of the sentence before, for lần lượt to deal to
    dates: tuple[str, ...] = ()  # the years of the figures of the sentence before, to the same end
    periods: tuple[str, ...] = ()
    basis: str = "unknown"
    is_told: bool = False  # the sentence names its subject
    is_joint: bool = False  # A và B
    is_all: bool = False  # đều, cả: a figure holds for every subject


@dataclass(slots=True)
class Now:
    """What one sentence has told so far."""

    sentence: Sentence
    figures: Figures
    has_indicator: bool = False
    has_subject: bool = False
    in_segment: bool = False  # a subject since the last comma
    is_target: bool = False
    is_bound: bool = False  # some figure of the sentence is ours
    versus: dict[int, str] = field(default_factory=dict)  # mark position: the period compared with, or "previous"
    dealt_subjects: tuple[Subject, ...] = ()  # lần lượt: one figure each, in order
    dealt_indicators: tuple[str, ...] = ()
    dealt_periods: tuple[str, ...] = ()
    taken: dict[Role, int] = field(default_factory=dict)
    last: int = -1  # position of the figure before
    compared: dict[int, Subject] = field(default_factory=dict)  # mark position: a name only compared with
    fronted: int = -1  # the name that an opening statement is about: Xếp thứ 12, tỉnh Hà Nam …

    @property
    def marks(self) -> list[Mark]:
        return self.sentence.marks

    def kind(self, at: int) -> Kind | None:
        marks = self.sentence.marks
        return marks[at].kind if 0 <= at < len(marks) else None

    def word(self, at: int) -> str:
        return self.sentence.word(at)

    def is_figure(self, at: int) -> bool:
        return at in self.figures.found

    def deal(self, role: Role, size: int, *, again: bool) -> int:
        """Whose turn it is among `size`; a from-to pair goes round `again`."""
        turn = self.taken.get(role, 0)
        if turn >= size and again:
            turn = 0
        self.taken[role] = turn + 1
        return turn


@dataclass(slots=True)
class Context:
    """What holds for the whole text, and what is carried from sentence to sentence."""

    text: str
    low: str
    own: str
    is_city: bool
    reference: Reference
    main: Subject | None  # the portal's own province, else the first one named
    scope: Scope = field(default_factory=Scope)
    age: int = 0  # sentences since an indicator was named
    years: set[str] = field(default_factory=set)  # editions named beside an index

    def printed(self, mark: Mark) -> str:
        return self.low[mark.start : mark.end]

    def subject(self, mark: Mark) -> Subject:
        return Subject(mark.kind, mark.value, self.text[mark.start : mark.end])


def context(text: str, low: str, own: str, reference: Reference) -> Context:
    """A ministry's portal speaks of the provinces it ranks: no sentence of it is silently about the ministry."""
    province = reference.provinces.get(own)
    main = Subject("own", own, None) if province else None
    return Context(text, low, own if province else "", province is not None and province.is_city, reference, main)
