"""Stages that judge what was loaded: run one check, settle a batch's rows, publish what was accepted."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipeline.alert import Moves, decide
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.warehouse import publish as publishing
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.checks import CheckResult, load_checks, record_check
from pipeline.warehouse.checks import run_check as run_one_check
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


def run_check(settings: Settings, name: str) -> CheckResult | None:
    """Run one check on the batches that are not settled and keep what it finds; None where there are none."""
    with writer(settings) as warehouse:
        batches = unsettled(warehouse)
        if not batches:
            return None
        result = run_one_check(warehouse, name, batches)
        record_check(warehouse, result, datetime.now(UTC))
        return result


def show_checks(settings: Settings, name: str | None) -> list[CheckResult]:
    """Run one check, or all, over everything held; changes nothing."""
    with inspect(settings) as warehouse:
        return [run_one_check(warehouse, each, None) for each in ([name] if name else check_names())]


def settle(settings: Settings) -> SettleReport:
    """Quarantine what an error check found, accept the rest, write the alerts that follow: all or nothing.

    Raises StorageError where a batch has not met every check: nothing goes out unchecked.
    """
    indicators = load_reference().indicators.values()
    moves = {each.id: Moves(each.moves.p75, each.moves.p95) for each in indicators if each.moves}
    with writer(settings) as warehouse:
        batches = unsettled(warehouse)
        if not batches:
            return SettleReport((), 0, 0, 0)
        settled = settle_batches(warehouse, batches, check_names(), partial(decide, moves=moves), datetime.now(UTC))
    return SettleReport(tuple(batches), settled.accepted, settled.quarantined, settled.alerts)


def publish(settings: Settings) -> Path:
    """Give readers a new copy, where anything changed since the last."""
    return publishing.publish(settings)
