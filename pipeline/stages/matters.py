"""What needs a person, at one look: for the page in Airflow, from the published copy and the disk itself."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pipeline.alert import TODO_BY_STATE
from pipeline.errors import ParwatchError, PortalFileError
from pipeline.model import Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.health import LEAST_FREE_BYTES
from pipeline.stages.unread import why_unread
from pipeline.subscriptions import load_subscriptions
from pipeline.warehouse.connection import Table, Warehouse

COUNTS = """
    SELECT (SELECT count(*) FROM portal_health
            WHERE list_contains($broken, state) AND NOT list_contains($spoilt, portal)),
           (SELECT count(*) FROM pending_figure),
           (SELECT CASE WHEN bool_or(state = 'tried again') THEN count(*) FILTER (state <> 'dead') ELSE 0 END
            FROM undelivered_message),
           (SELECT max(fetched_at) FROM core.fetch WHERE purpose <> 'file')
"""
UNDELIVERED = """
    SELECT subscription, state = 'dead' AS is_given_up, count(*) AS messages, CAST(sum(alerts) AS INTEGER) AS alerts,
           min(composed_at) AS composed_at, max(attempts) AS attempts, max(last_attempt_at) AS last_attempt_at,
           arg_max(last_answer, last_attempt_at) AS last_answer, max(rest_until) AS rest_until
    FROM undelivered_message GROUP BY subscription, is_given_up ORDER BY is_given_up, composed_at
"""
EXPLAINED = 5  # portals whose page is read again to say why it is unreadable


@dataclass(frozen=True, slots=True)
class Matter:
    """One thing to look at, and the page that says more; none where the runbook does."""

    what: str
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Undelivered:
    """Messages that nobody has taken, by subscription, and the channel of each that still exists."""

    rows: Table
    channels: dict[str, str]


def matters(settings: Settings, held: Warehouse) -> tuple[Matter, ...]:
    """Nothing: all is well."""
    return tuple(_matters(settings, held, datetime.now(UTC)))


def _matters(settings: Settings, held: Warehouse, now: datetime) -> Iterator[Matter]:
    spoilt = list(portal_files(settings)[1])
    [(portals, figures, messages, asked)] = held.execute(COUNTS, {"broken": list(TODO_BY_STATE), "spoilt": spoilt})
    if portals or spoilt:
        yield Matter(f"{portals + len(spoilt)} portal(s) not read as they should be", "/portals")
    if figures:
        yield Matter(f"{figures} figure(s) wait for a person", "/pending")
    if messages:
        yield Matter(f"{messages} message(s) not delivered", "/alerts")
    late = timedelta(seconds=settings.limits.round_late_seconds)
    if isinstance(asked, datetime) and now - asked > late:
        yield Matter(
            f"no portal was asked since {asked:%Y-%m-%d %H:%M} in Vietnam: are DAGs paused, does the scheduler run?"
        )
    free = shutil.disk_usage(settings.home).free
    if free < LEAST_FREE_BYTES:
        yield Matter(f"{free // 1024**2} MiB of space are left on {settings.home}: runbook, “Disk full”")


def portal_files(settings: Settings) -> tuple[dict[str, Portal], dict[str, PortalFileError]]:
    """None at all where their folder is missing: every round tells that."""
    with suppress(PortalFileError):
        return read_portals(settings.portals_folder)
    return {}, {}


def causes(settings: Settings, held: Warehouse, health: Table, files: Mapping[str, Portal]) -> dict[str, str]:
    """Why portals are unreadable, by name: the selector that finds nothing, and what it used to find."""
    found: dict[str, str] = {}
    with suppress(ParwatchError):
        names = [str(row["portal"]) for row in health.records() if row["state"] == "unreadable"]
        for name in [each for each in names if each in files][:EXPLAINED]:
            if why := why_unread(settings, held, files[name]):
                found[name] = why
    return found


def undelivered(settings: Settings, held: Warehouse) -> Undelivered:
    known: dict[str, str] = {}
    with suppress(ParwatchError):
        channels = tuple(sorted(settings.channels))
        known = {each.name: each.channel for each in load_subscriptions(settings.subscriptions, channels)}
    return Undelivered(held.query(UNDELIVERED), known)
