"""Which index a figure belongs to: names before or behind it, loose names, look-alikes; positions in, ids out. Pure."""

from decimal import Decimal

from pipeline.observe.context import KEEPS_SCOPE, Context, Now
from pipeline.observe.figures import NAMED, Figure, Role
from pipeline.observe.marks import Mark
from pipeline.observe.rows import row
from pipeline.observe.words import Kind
from pipeline.reference import Indicator

_WORK = frozenset(["tác", "hoạch", "hiện", "mạnh", "vụ", "trình", "tra", "quả"])  # công tác CCHC is work, not the index
_IN_ROW = frozenset([Kind.COMMA, Kind.AND, Kind.OPEN, Kind.CLOSE, Kind.LOOSE, Kind.WORD, Kind.NONE])
_IN_LIST = _IN_ROW | {Kind.INDICATOR, Kind.OF, Kind.COUNTED}
_NAMES = frozenset([Kind.INDICATOR, Kind.LOOSE])
_CLAUSE = frozenset([Kind.SEMICOLON, Kind.COMMA, Kind.BREAK, *NAMED])
_TURNS = frozenset([Kind.COMMA, Kind.COLON, Kind.SEMICOLON, Kind.SAYS])
_APART = frozenset([None, Kind.COMMA, Kind.AND, Kind.SEMICOLON, Kind.CLOSE, Kind.PERIOD, Kind.BREAK])
_ENDS_LOOSE = frozenset([Kind.INDICATOR, Kind.SEMICOLON, Kind.COUNTED])
_LINKS = frozenset([Kind.ON, Kind.BOTH])
_WORDED = frozenset([Kind.FIRST, Kind.NTH])
_BEFORE_LOOSE = frozenset([Kind.ON, Kind.FIRST])
_BEFORE_INSIDE = frozenset([Kind.COMMA, Kind.SEMICOLON, Kind.COLON, Kind.INDICATOR, Kind.SAYS, Kind.LINK])


# --- what a name does to the scope


def hear_indicator(context: Context, now: Now, at: int, mark: Mark) -> None:
    scope = context.scope
    if mark.kind is Kind.LOOSE and not _is_index(context, now, at, mark):
        if scope.reason == "count" and mark.value in scope.indicators:
            scope.reason = ""  # tỷ lệ hài lòng of the index already named
        return
    if not _keeps_reason(now, at, scope.reason):
        scope.reason = ""
    context.age = 0
    in_row = _is_in_row(now, at)
    scope.indicators = tuple(dict.fromkeys((*scope.indicators, mark.value))) if in_row else (mark.value,)
    scope.other = _lookalike(now, at)
    now.has_indicator = True


def _keeps_reason(now: Now, at: int, reason: str) -> bool:
    """điểm thành phần của PAPI; UBND huyện A đạt 91% Chỉ số hài lòng: the name does not turn to the province"""
    if now.kind(at - 1) in KEEPS_SCOPE or reason == "mean_of_others":
        return True
    if reason != "inside":
        return False
    for position in range(at - 1, max(-1, at - 10), -1):
        if now.kind(position) in {Kind.INSIDE, *_TURNS}:
            return now.kind(position) is Kind.INSIDE
    return False


def _is_index(context: Context, now: Now, at: int, mark: Mark) -> bool:
    """A loose name is the index only with a figure close behind: CCHC năm 2019 đạt 81,3%."""
    if mark.value in context.scope.indicators or now.word(at - 1) in _WORK:
        return False
    is_dated = now.kind(at + 1) is Kind.PERIOD or now.kind(at - 1) is Kind.ON or now.word(at - 1) == "điểm"
    for position in range(at + 1, min(at + 12, len(now.marks))):
        if now.is_figure(position):
            return is_dated or position < at + 7
        kind = now.kind(position)
        if kind in _ENDS_LOOSE or (kind is Kind.COMMA and not is_dated):
            return False
    return False


def _is_in_row(now: Now, at: int) -> bool:
    """PAR INDEX và SIPAS; mức độ chuyển đổi số (DTI)"""
    for position in range(at - 1, max(-1, at - 7), -1):
        kind = now.kind(position)
        if kind in _NAMES:
            return True
        if kind not in _IN_ROW or now.is_figure(position):
            return False
    return False


def _lookalike(now: Now, at: int) -> str:
    """The same name used for departments or districts: Chỉ số CCHC năm 2022 của các sở, ngành."""
    for position in range(at + 1, min(at + 9, len(now.marks))):
        kind = now.kind(position)
        if kind is Kind.INSIDE:
            return "" if now.kind(position - 1) is Kind.LINK else "inside"
        if now.is_figure(position) or kind in _BEFORE_INSIDE:
            return ""
    return ""


# --- whose a figure is


def named_ahead(context: Context, now: Now, at: int) -> tuple[str, ...]:
    """An index named behind its figure: ngôi đầu PAPI; thứ 12/63 trên bảng xếp hạng Bộ chỉ số 766"""
    if now.figures.is_rank(at) and (position := _linked(now, at)) is not None:
        return _list(now, position)
    if now.figures.found[at].role is Role.SCORE and _closes(now, at + 1):
        return (now.marks[at + 1].value,)  # 67,6 điểm PCI và 15,2 điểm PGI
    if now.has_indicator or context.scope.indicators:
        return ()
    return _first(now, at)


def _first(now: Now, at: int) -> tuple[str, ...]:
    for mark in now.marks[at + 1 :]:
        if mark.kind is Kind.INDICATOR:
            return (mark.value,)
    return ()


def _linked(now: Now, at: int) -> int | None:
    """Where the index stands that a rank is linked to by về, trên, or by nothing after a first place."""
    is_linked = now.kind(at) in _WORDED or _closes(now, at + 1)
    for position in range(at + 1, min(at + 9, len(now.marks))):
        kind = now.kind(position)
        is_name = kind is Kind.INDICATOR or (kind is Kind.LOOSE and now.kind(position - 1) in _BEFORE_LOOSE)
        if is_linked and is_name:
            return position
        if (now.is_figure(position) or kind in _CLAUSE) and not _is_in_figures(now, at, position):
            return None
        is_linked = is_linked or kind in _LINKS
    return None


def _is_in_figures(now: Now, at: int, position: int) -> bool:
    """xếp thứ 1 và thứ 2 về SIPAS: the row goes on"""
    return at < position <= row(now.figures, at)[-1]


def _closes(now: Now, at: int) -> bool:
    """thứ 5 PCI và thứ 7 PGI: a name right behind a rank, and nothing behind it that it could be the subject of"""
    return now.kind(at) is Kind.INDICATOR and now.kind(at + 1) in _APART


def _list(now: Now, at: int) -> tuple[str, ...]:
    """quán quân ở cả 4 bảng: PAR Index, SIPAS, PCI và PGI"""
    names = [now.marks[at].value]
    for position in range(at + 1, len(now.marks)):
        mark = now.marks[position]
        if mark.kind not in _IN_LIST or now.is_figure(position):
            break
        if mark.kind is Kind.INDICATOR:
            names.append(mark.value)
    return tuple(dict.fromkeys(names))


# --- units and scales

RATIOS_AS_POINTS = 1_000  # the highest that an index from 0 to 1 is printed with
DECIMALS_OF_RATIOS = 3  # at least; a distance in points is printed with two


def value_of(figure: Figure, indicator: Indicator) -> tuple[Decimal, str] | None:
    """The value in the indicator's unit, or None where it lies outside its scale."""
    if figure.role is Role.RANK:
        return figure.value, "rank"
    if figure.role is Role.RANK_MOVE:
        return figure.value, "ranks"
    unit = indicator.unit if not figure.unit or indicator.unit == "ratio" else figure.unit
    if figure.role is Role.SCORE_MOVE:
        is_relative = figure.unit == "percent" and indicator.unit != "percent"  # tăng 21,4% of a 0-1 index is growth
        return None if is_relative or abs(figure.value) > indicator.scale_max / 2 else (figure.value, unit)
    if figure.unit == "percent" and indicator.unit == "points" and indicator.has_editions:
        return None  # 41,3/80 điểm (51,6%): a share of the highest score possible
    for value in (figure.value, figure.other):
        if value is not None and indicator.plausible_min <= value < indicator.scale_max:
            return value, unit
    return None


def impossible_value(figure: Figure, indicator: Indicator) -> tuple[Decimal, str] | None:
    """A score that the index cannot have, and that no other thing of its name can be.

    A few points may be those of a component, part of a point a distance; a share of an index in points is one of its
    highest score; and an index from 0 to 1 is printed from 0 to 100 or 1000 too.
    """
    is_share = figure.unit == "percent"
    if figure.role is not Role.SCORE or (is_share and indicator.unit == "points"):
        return None
    if indicator.unit == "ratio":
        is_rescaled = 100 * indicator.plausible_min <= figure.value <= RATIOS_AS_POINTS
        return None if figure.value <= indicator.scale_max or is_rescaled else (figure.value, "ratio")
    is_small = is_share or (figure.value < 1 and _decimals(figure.value) >= DECIMALS_OF_RATIOS)
    return (figure.value, figure.unit or indicator.unit) if is_small or figure.value > indicator.scale_max else None


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
