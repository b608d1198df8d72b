"""What checks found, as lines of a log: the bad rows, then why they are bad and what to do about them."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from parwatch_airflow.tasks import fail, log

if TYPE_CHECKING:
    from pipeline.warehouse.checks import CheckResult

ROWS_SHOWN = 20
LONG_CELL = 24
KEPT_DECIMAL = re.compile(r"-?\d+\.\d+")


def summary(results: "Sequence[CheckResult]") -> str:
    found = [(each.check.name, len(each.table.rows), each.check.severity) for each in results if each.table.rows]
    told = ", ".join(f"{name}: {rows} ({severity})" for name, rows, severity in found)
    return f"{len(results)} checks; rows found by {told or 'none of them'}"


def judge(result: "CheckResult") -> None:
    """Log a check's bad rows and what to do about them; fail if they must not pass."""
    check, table = result.check, result.table
    if not table.rows:
        log.info("no bad rows")
        return
    tell = log.error if check.severity == "error" else log.warning
    tell("%d bad row(s):", len(table.rows))
    for line in shown(table.columns, table.rows[:ROWS_SHOWN]):
        tell(line)
    if len(table.rows) > ROWS_SHOWN:
        tell("… and %d more: `parwatch check %s`", len(table.rows) - ROWS_SHOWN, check.name)
    tell("Why: %s", check.why)
    tell("What to do: %s", check.todo)
    if check.severity == "error":
        fail(f"{len(table.rows)} bad row(s): {check.name}")


def shown(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a log, which are not wrapped: short cells of a row together, each long one on a line of its own."""
    lines = []
    for row in rows:
        cells = {name: _plain(cell) for name, cell in zip(columns, row, strict=True) if cell is not None}
        short = [f"{name} {cell}" for name, cell in cells.items() if len(cell) <= LONG_CELL]
        lines.append("- " + ", ".join(short))
        lines += [f"    {name}: {cell}" for name, cell in cells.items() if len(cell) > LONG_CELL]
    return lines


def _plain(cell: object) -> str:
    """A value as a person writes it: 62, where the row was kept with 62.000000."""
    return f"{Decimal(str(cell)).normalize():f}" if KEPT_DECIMAL.fullmatch(str(cell)) else str(cell)
