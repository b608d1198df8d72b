"""From-to pairs: từ vị trí 15 lên 13; từ 84,2% (năm 2021) xuống 83,5%; từ thứ 2, thứ 3 xuống thứ 7 và 8. Pure."""

from decimal import Decimal

from pipeline.observe.figures import NATIONAL, QUANTITIES, UNITS, Figures, Role
from pipeline.observe.places import keep_word
from pipeline.observe.ranks import qualified
from pipeline.observe.tokens import NO_QUANTITY, Number, NumberKind
from pipeline.observe.words import Kind

_ITEMS = frozenset([Kind.NUMBER, Kind.NTH, Kind.FIRST])
_JOINTS = frozenset([Kind.COMMA, Kind.AND, Kind.RANK])
_TURNS = frozenset([Kind.TO, Kind.UP, Kind.DOWN])


def keep_pair(figures: Figures, at: int) -> None:
    """Keep both sides of the pair that the word từ at `at` opens, if it is a pair of ranks or of scores."""
    first, middle = _row(figures, at + 1)
    turn = _turn(figures, middle)
    if not first or turn is None:
        return
    second = _row(figures, turn)[0][: len(first)]  # from 84,6% to 86,2%, hạng 17: what follows is no part of the pair
    role = _role(figures, first + second) if len(second) == len(first) else None
    if role is None:
        return
    for position in first:
        _keep(figures, position, role, is_earlier=True)
    for position in second:
        _keep(figures, position, role, is_earlier=False)


def _row(figures: Figures, at: int) -> tuple[list[int], int]:
    """Numbers or rank words in a row from `at`, and where the row ends."""
    row: list[int] = []
    fillers = 0
    while fillers < 3 and (kind := figures.kind(at)) is not None:
        if kind in _ITEMS and (not row or figures.kind(at - 1) in _JOINTS):
            row.append(at)
        elif not row and kind in {Kind.RANK, Kind.WORD, Kind.GROUP}:
            fillers += 1
        elif not row or kind not in _JOINTS or not _goes_on(figures, at):
            break
        at += 1
    return row, at


def _goes_on(figures: Figures, at: int) -> bool:
    following = figures.kind(at + 1)
    return following is Kind.NUMBER or (following in {Kind.RANK, Kind.NTH} and figures.kind(at) is not Kind.RANK)


def _turn(figures: Figures, at: int) -> int | None:
    """Where the second side starts: behind lên, xuống, còn; a bracket may stand between."""
    depth = 0
    for position in range(at, at + 10):
        kind = figures.kind(position)
        depth += (kind is Kind.OPEN) - (kind is Kind.CLOSE)
        if depth == 0 and kind in _TURNS:
            after = position + 1
            while figures.kind(after) in _TURNS:
                after += 1
            return after
        if kind in {None, Kind.SEMICOLON} or depth < 0 or (depth == 0 and kind is Kind.NUMBER):
            return None
    return None


def _role(figures: Figures, positions: list[int]) -> Role | None:
    numbers = [number for position in positions if (number := figures.number(position))]
    if any(number.kind in NO_QUANTITY or number.kind is NumberKind.RANKS for number in numbers):
        return None
    if any(number.kind in QUANTITIES or number.decimals for number in numbers):
        return Role.SCORE
    return Role.RANK if all(1 <= number.value <= 64 for number in numbers) else None


def _keep(figures: Figures, at: int, role: Role, *, is_earlier: bool) -> None:
    number = figures.number(at)
    if number is None:
        keep_word(figures, at)
        if at in figures.found:
            figures.found[at].earlier, figures.found[at].later = is_earlier, not is_earlier
        return
    of = _field(number) if role is Role.RANK else None
    reason = "" if role is Role.SCORE else "region" if of and of not in NATIONAL else qualified(figures, at)
    if reason:
        figures.refuse(at, reason)
        return
    unit = UNITS.get(number.kind, "") if role is Role.SCORE else ""
    value: Decimal = number.value
    figures.keep(at, role, value, unit, of=of, earlier=is_earlier, later=not is_earlier, other=number.other)


def _field(number: Number) -> int | None:
    return int(number.parts[1]) if number.kind is NumberKind.FRACTION else None
