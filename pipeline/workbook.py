"""Edge: sheets of typed rows -> one Excel workbook. The only importer of xlsxwriter; no text ever becomes a formula."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter

from pipeline.errors import UsageError

ROWS = 1_048_575  # Excel has one more, for the header
CHARACTERS = 32_767  # of one cell
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be a stream; each row has a cell for each column."""

    name: str
    columns: tuple[str, ...]
    rows: Iterable[Sequence[object]]


def write_workbook(path: Path, sheets: Sequence[Sheet], created: datetime) -> None:
    """Header row frozen and filtered; numbers, days and moments keep their types. Same input, same bytes."""
    book = xlsxwriter.Workbook(
        str(path), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    book.set_properties({"title": "parwatch", "created": created.replace(tzinfo=None)})
    formats = {
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
    }
    with book:
        for sheet in sheets:
            _write_sheet(book.add_worksheet(sheet.name), sheet, formats)


def _write_sheet(page: Any, sheet: Sheet, formats: dict[str, Any]) -> None:
    page.freeze_panes(1, 0)
    rows = iter(sheet.rows)
    first = next(rows, None)
    for place, name in enumerate(sheet.columns):
        page.set_column(place, place, _width(name, first[place] if first else None))
        page.write_string(0, place, name, formats["head"])
    count = 0
    for row in (*([first] if first else []), *rows):
        count += 1
        if count > ROWS:
            raise UsageError(f"{sheet.name}: more than {ROWS:,} rows do not fit an Excel sheet; use parquet or csv")
        for place, cell in enumerate(row):
            _write_cell(page, count, place, cell, formats)
    page.autofilter(0, 0, count, len(sheet.columns) - 1)


def _write_cell(page: Any, row: int, place: int, cell: object, formats: dict[str, Any]) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        page.write_boolean(row, place, cell)
    elif isinstance(cell, (int, float, Decimal)):
        page.write_number(row, place, float(cell))  # all that Excel holds: 15 digits
    elif isinstance(cell, datetime):  # Excel knows no zones: the clock of Vietnam, as in the views
        page.write_datetime(row, place, cell.replace(tzinfo=None), formats["moment"])
    elif isinstance(cell, date):
        page.write_datetime(row, place, datetime.combine(cell, time()), formats["day"])
    else:
        page.write_string(row, place, _text(cell))


def _text(cell: object) -> str:
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=_plain)
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else str(value)


def _width(name: str, cell: object) -> int:
    return min(max(len(name) + 4, len(str(cell or "")) + 2), WIDEST)
