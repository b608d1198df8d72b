"""Stages that judge what was loaded: run the checks, settle a batch's rows, publish what was accepted."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline import archive
from pipeline.alert import Moves, decide, red_checks, report
from pipeline.errors import StorageError
from pipeline.model import Alert, RankChange
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.warehouse import publish as publishing
from pipeline.warehouse.access import inspect, reader, writer
from pipeline.warehouse.checks import CheckResult, kept_result, load_checks, record_checks, run_all, was_run
from pipeline.warehouse.checks import run_check as run_one_check
from pipeline.warehouse.outbox import save_alerts, waiting_by_check
from pipeline.warehouse.settle import settle as settle_batches
from pipeline.warehouse.settle import unsettled


@dataclass(frozen=True, slots=True)
class SettleReport:
    """Rows judged: shown to readers, or kept for a person; and what is now worth telling."""

    batches: tuple[str, ...]
    accepted: int
    quarantined: int
    alerts: int


def check_names() -> tuple[str, ...]:
    return tuple(load_checks())


def run_checks(settings: Settings) -> list[CheckResult]:
    """Every check on all batches that wait, in one go; what they find is kept. Without such a batch: none."""
    with writer(settings) as warehouse:
        batches = unsettled(warehouse)
        if not batches:
            return []
        results = run_all(warehouse, batches)
        record_checks(warehouse, results)
        return results


def found(settings: Settings, name: str, batches: Sequence[str]) -> CheckResult:
    """What a check found in these batches, as it was kept: read where it holds up no writer, if it was published."""
    with suppress(StorageError), reader(settings) as published:
        if was_run(published, name, batches):
            return kept_result(published, name, batches)
    with inspect(settings) as warehouse:
        return kept_result(warehouse, name, batches)


def show_checks(settings: Settings, name: str | None) -> list[CheckResult]:
    """Run one check, or all, over everything held; changes nothing."""
    with inspect(settings) as warehouse:
        return [run_one_check(warehouse, each, None) for each in ([name] if name else check_names())]


def settle(settings: Settings, batches: Sequence[str] | None = None) -> SettleReport:
    """Quarantine what an error check found, accept the rest, write the alerts that follow: all or nothing.

    A batch that comes while others are being checked is left for the next call: name those that were.
    Raises StorageError where a batch has not met every check: nothing goes out unchecked.
    """
    with writer(settings) as warehouse:
        batches = unsettled(warehouse) if batches is None else batches
        if not batches:
            return SettleReport((), 0, 0, 0)
        now = datetime.now(UTC)
        settled = settle_batches(warehouse, batches, check_names(), decide_alerts, now)
        save_alerts(warehouse, report(red_checks(waiting_by_check(warehouse)), now.date().isoformat()), "checks", now)
    return SettleReport(tuple(batches), settled.accepted, settled.quarantined, settled.alerts)


def decide_alerts(changes: list[RankChange]) -> list[Alert]:
    """Alerts for rank changes, each measured by its index's own moves."""
    indicators = load_reference().indicators.values()
    return decide(changes, {each.id: Moves(each.moves.p75, each.moves.p95) for each in indicators if each.moves})


def publish(settings: Settings) -> Path:
    """Give readers a new copy, where anything changed since the last."""
    loaded = archive.loaded(settings)
    newest = publishing.publish(settings)
    archive.published(settings, loaded)
    return newest
