"""What our tasks have in common: owner, retries, and how a stage's report reaches Airflow's log."""

import logging
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from airflow.sdk import get_current_context
from airflow.sdk.exceptions import AirflowFailException

if TYPE_CHECKING:
    from pipeline.settings import Settings
    from pipeline.warehouse.checks import CheckResult

log = logging.getLogger("parwatch")

WAREHOUSE_POOL = "warehouse"  # one slot: the warehouse file has one writer
CHECK_POOL = "checks"  # short looks at that file: they take turns by themselves
PORTAL_POOL = "portals"
ROWS_SHOWN = 20
LONG_CELL = 24

DEFAULTS: dict[str, Any] = {
    "owner": "parwatch",
    "retries": 2,
    "retry_delay": timedelta(seconds=20),
    "execution_timeout": timedelta(minutes=20),
}


COMMON: dict[str, Any] = {
    "catchup": False,
    "max_active_runs": 1,
    "default_args": DEFAULTS,
}


def settings() -> "Settings":
    from pipeline.settings import load_settings

    return load_settings()


def watched_portals() -> tuple[str, ...]:
    """The portals that the watcher saw change, in every event this run answers; none if nobody watched."""
    events = get_current_context().get("triggering_asset_events") or {}
    payloads = [event.extra.get("payload") or {} for of_asset in events.values() for event in of_asset]
    return tuple(sorted({name for payload in payloads for name in payload.get("portals", ())}))


def reviewed_batches() -> tuple[str, ...]:
    """The batches that the events of the quarantine name; none if a person started the run."""
    events = get_current_context().get("triggering_asset_events") or {}
    extras = [event.extra for of_asset in events.values() for event in of_asset]
    return tuple(sorted({batch for extra in extras for batch in extra.get("batches", ())}))


def say(report: object) -> None:
    """Log a stage's report: a line for each of its fields, a line for each entry of a list."""
    if not is_dataclass(report):
        log.info("%s", report)
        return
    for field in fields(report):
        value = getattr(report, field.name)
        if isinstance(value, tuple | list) and value:
            log.info("%s: %d", field.name, len(value))
            for each in value:
                log.info("    %s", each)
        else:
            log.info("%s: %s", field.name, value)


def judge(result: "CheckResult | None") -> None:
    """Log a check's bad rows, first what to do about them; fail for good if they must not pass."""
    if result is None or not result.table.rows:
        log.info("no bad rows")
        return
    check, table = result.check, result.table
    tell = log.error if check.severity == "error" else log.warning
    tell("%d bad row(s):", len(table.rows))
    for line in shown(table.columns, table.rows[:ROWS_SHOWN]):
        tell(line)
    if len(table.rows) > ROWS_SHOWN:
        tell("… and %d more: `parwatch check %s`", len(table.rows) - ROWS_SHOWN, check.name)
    tell("Why: %s", check.why)
    tell("What to do: %s", check.todo)
    if check.severity == "error":
        raise AirflowFailException(f"{len(table.rows)} bad row(s): {check.why}")


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
    return f"{cell.normalize():f}" if isinstance(cell, Decimal) else str(cell)
