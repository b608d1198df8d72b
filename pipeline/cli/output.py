"""How the command line shows things: JSON for programs, tables for people, errors on one line."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

console = Console(highlight=False, soft_wrap=True)
# Control characters, but for tab and line feed: from a file name or an answer they would steer the terminal.
_STEERING = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}
_IN_JSON = {code: f"\\u{code:04x}" for code in range(127, 160)}  # the others are written so by JSON itself


def complain(text: str) -> None:
    """One line on standard error, whatever a file name or foreign message holds."""
    sys.stderr.write("parwatch: " + plain(" ".join(text.split())) + "\n")


def plain(text: str) -> str:
    """The text with control characters written out."""
    return text.translate(_STEERING)


def print_json(value: object, *, indent: int | None = 2) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=_plain, indent=indent).translate(_IN_JSON) + "\n")


def print_line(text: str) -> None:
    console.print(Text(plain(text)))


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], object]]:
    """Show on a terminal how many are done, beside what is printed; nothing in a file or a pipe."""
    errors = Console(stderr=True)
    if not errors.is_terminal:
        yield lambda _: None
        return
    with errors.status(what) as status:
        yield lambda number: status.update(f"{number:,} {what}")


def print_table(title: str | None, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    table = Table(title=title, title_justify="left")
    for name in columns:
        table.add_column(name.replace("_", " "))
    for row in rows:
        table.add_row(*(Text("" if cell is None else _shown(cell)) for cell in row))
    console.print(table)


def print_records(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Rows of many columns, a row a paragraph: a table would break their sentences."""
    console.print(Text(title, style="bold"))
    for row in rows:
        cells = [(name, cell) for name, cell in zip(columns, row, strict=True) if cell is not None]
        console.print(Text("  " + "; ".join(f"{name.replace('_', ' ')} {_shown(cell)}" for name, cell in cells)))


def _shown(cell: object) -> str:
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, list):
        return ", ".join(map(_shown, cell)) or "none"
    return plain(str(cell))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"cannot print {type(value).__name__} as JSON")
