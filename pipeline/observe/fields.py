"""The field of a rank, in words before or behind it: thứ 12 trong 63 tỉnh. A mark position in, a size out. Pure."""

from pipeline.observe.figures import NATIONAL, Figures
from pipeline.observe.tokens import Number, NumberKind
from pipeline.observe.words import Kind

_TO_FIELD = frozenset([Kind.ON, Kind.OF, Kind.FIELD, Kind.WORD, Kind.OPEN, Kind.NATION])
PLACES = frozenset([Kind.FIELD, Kind.OWN, Kind.MINISTRIES])


def field_of(figures: Figures, at: int) -> int | None:
    """The field in words: thứ 12 trong (tổng số) 63 tỉnh; thứ 5 trên 63."""
    for position in range(at + 1, at + 6):
        number = figures.number(position)
        if number is not None:
            if not _is_field(figures, position, number):
                break
            figures.used.add(position)
            return int(number.value)
        if figures.kind(position) not in _TO_FIELD:
            break
    return _field_told_before(figures, at)


def _is_field(figures: Figures, at: int, number: Number) -> bool:
    if number.kind is not NumberKind.PLAIN or number.decimals or not 5 <= number.value <= 64:
        return False
    if figures.kind(at - 1) not in _TO_FIELD - {Kind.NATION}:
        return False
    if figures.kind(at + 1) in PLACES or figures.kind(at + 1) in {Kind.CLOSE, Kind.REGION}:
        return True
    return int(number.value) in NATIONAL and figures.kind(at + 1) in {None, Kind.COMMA, Kind.SEMICOLON}


def _field_told_before(figures: Figures, at: int) -> int | None:
    """Trong 19 bộ, ngành, … đứng đầu"""
    for position in range(1, min(at, 6)):
        number = figures.number(position)
        if number is None or number.kind is not NumberKind.PLAIN or figures.kind(position - 1) is not Kind.ON:
            continue
        following = figures.kind(position + 1)
        if following is Kind.MINISTRIES or (following in PLACES and int(number.value) in NATIONAL):
            figures.used.add(position)
            return int(number.value)
    return None
