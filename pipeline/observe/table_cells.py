"""Lines of cells in a body, and what one cell prints: canonical text in, rows and numbers out. Pure, linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from pipeline.observe.numerals import numeral
from pipeline.reference import Indicator

LEAST = 2  # lines of a table: a header and one row
_LEVEL = re.compile(r"(\d[\d.,]{0,15}) ?%?")
_OF_FIELD = re.compile(r"0?(\d{1,2})/(\d{2})")


@dataclass(frozen=True, slots=True)
class Cell:
    start: int
    end: int
    low: str


Row = list[Cell]


def blocks(low: str) -> Iterator[list[Row]]:
    """Runs of consecutive lines with the same number of cells, two at least."""
    rows: list[Row] = []
    at = 0
    for line in [*low.split("\n"), ""]:
        cells = _cells(line, at)
        if rows and len(cells) != len(rows[-1]):
            if len(rows) >= LEAST:
                yield rows
            rows = []
        if len(cells) > 1:
            rows.append(cells)
        at += len(line) + 1


def _cells(line: str, at: int) -> Row:
    cells = []
    for printed in line.split("\t"):
        cells.append(Cell(at, at + len(printed), printed.strip()))
        at += len(printed) + 1
    return cells


def score(printed: str, scale: Indicator) -> tuple[Decimal, None] | None:
    """A number within the scale of the index; of two readings the one that fits it."""
    whole = _LEVEL.fullmatch(printed)
    read = numeral(whole[1]) if whole else None
    fits = [one for one in (read and read.value, read and read.other) if one is not None]
    return next(((one, None) for one in fits if scale.scale_min <= one <= scale.scale_max), None)


def rank(printed: str) -> tuple[Decimal, int | None] | None:
    """A place between 1 and 63, with the field where the cell prints it: 21/63."""
    if of_field := _OF_FIELD.fullmatch(printed):
        rank, field = int(of_field[1]), int(of_field[2])
        return (Decimal(rank), field) if 1 <= rank <= field <= 64 else None
    is_place = len(printed) <= 2 and printed.isdecimal() and 1 <= int(printed) <= 64
    return (Decimal(int(printed)), None) if is_place else None


def heads(rows: list[Row]) -> int:
    """How many first rows are header: those without a number but in a name or year."""
    for at, row in enumerate(rows):
        if any(_LEVEL.fullmatch(cell.low) and not _is_year(cell.low) for cell in row):
            return at
    return len(rows)


def _is_year(printed: str) -> bool:
    return len(printed) == 4 and printed.startswith("20")
