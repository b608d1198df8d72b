"""Cells of one HTML table -> lines: a row a line, cells joined by tabs, merged cells repeated; pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_SPAN = 100
MAX_CELLS = 20_000
LONG_CELL = 400  # characters: a table of prose is there for the page's design

_SPAN = re.compile(r"\b(col|row)span=\"\s*(\d{1,4})", re.IGNORECASE)

Line = tuple[str, bool]  # text, and whether it is a link


@dataclass(slots=True)
class Cell:
    columns: int = 1
    rows: int = 1
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(text.replace("\t", " ") for text, _ in self.lines)


@dataclass(slots=True)
class Table:
    """A table while it is read. `sink` tells how many places for blocks lie outside it."""

    sink: int
    rows: list[list[Cell]] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)  # caption, and what stands outside cells
    has_table: bool = False
    is_open: bool = False

    def open_row(self) -> None:
        self.rows.append([])
        self.is_open = False

    def open_cell(self, attributes: str) -> None:
        if not self.rows:
            self.rows.append([])
        spans = {name.lower(): min(int(count), MAX_SPAN) or 1 for name, count in _SPAN.findall(attributes)}
        self.rows[-1].append(Cell(spans.get("col", 1), spans.get("row", 1)))
        self.is_open = True

    def fill(self, lines: list[Line]) -> None:
        target = self.rows[-1][-1].lines if self.is_open and self.rows and self.rows[-1] else self.before
        target.extend(lines)

    def lines(self) -> list[Line]:
        if not self._holds_data:
            return self.before + [line for row in self.rows for cell in row for line in cell.lines]
        return self.before + [("\t".join(row), False) for row in self._grid() if any(row)]

    @property
    def _holds_data(self) -> bool:
        """Rows of several short cells; anything else only arranges the page."""
        wide = [row for row in self.rows if len(row) >= 2]
        if self.has_table or len(wide) < 2:
            return False
        cells = [cell for row in wide for cell in row]
        return all(len(cell.text) <= LONG_CELL for cell in cells) and sum(
            bool(cell.lines) for cell in cells
        ) * 2 >= len(cells)

    def _grid(self) -> Iterator[list[str]]:
        waiting: dict[int, tuple[int, str]] = {}  # column -> rows still to fill, text
        made = 0
        for row in self.rows:
            line: list[str] = []
            cells = iter(row)
            while True:
                column = len(line)
                if column in waiting:
                    left, text = waiting.pop(column)
                    if left > 1:
                        waiting[column] = (left - 1, text)
                    line.append(text)
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                made += cell.columns
                columns = cell.columns if made <= MAX_CELLS else 1
                for offset in range(columns):
                    line.append(cell.text)
                    if cell.rows > 1:
                        waiting[column + offset] = (cell.rows - 1, cell.text)
            yield line
