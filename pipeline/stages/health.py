"""Stage of watching ourselves: portals, red checks, rounds that do not come, failed tasks, space, overdue silences."""

import shutil
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipeline.alert import PortalState, incidents, late_round, red_checks, report, task_failed
from pipeline.model import Incident
from pipeline.portals import load_portals
from pipeline.settings import Settings
from pipeline.stages import alerting
from pipeline.stages.unread import why_unread
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.outbox import open_incidents, save_alerts, waiting_by_check

LEAST_FREE_BYTES = 2 * 1024**3
SPACE_TODO = "free space, or lower what is kept (docs/operations.md, “Disk full”)"


@dataclass(frozen=True, slots=True)
class HealthReport:
    portals: tuple[PortalState, ...]
    incidents: tuple[Incident, ...]
    overdue_silences: int


def watch(settings: Settings, *, now: datetime | None = None) -> HealthReport:
    """Note what is broken or mended as alerts for ops, each once a day while it lasts."""
    moment = now or datetime.now(UTC)
    with reader(settings) as published:
        portals = _portals(settings, published)
        overdue = published.count("SELECT count(*) FROM core.silence WHERE until < current_date")
        late = late_round(_last_request(published), moment, timedelta(seconds=settings.limits.round_late_seconds))
    with writer(settings) as warehouse:
        checks = red_checks(waiting_by_check(warehouse))
        found = [*incidents(portals, open_incidents(warehouse)), *checks, *late, *_space(settings)]
        save_alerts(warehouse, report(found, moment.date().isoformat()), "health", moment)
    return HealthReport(portals, tuple(found), overdue)


def _portals(settings: Settings, published: Warehouse) -> tuple[PortalState, ...]:
    """A portal that is unreadable says by which selector, and what that used to find."""
    rows = published.execute("SELECT portal, owner, state, last_reason FROM portal_health WHERE watched")
    states = [PortalState(*(None if cell is None else str(cell) for cell in row)) for row in rows]  # type: ignore[arg-type]
    files = load_portals(settings.portals_folder)
    return tuple(
        replace(one, detail=why_unread(settings, published, files[one.name]) or one.detail)
        if one.state == "unreadable" and one.name in files
        else one
        for one in states
    )


def note_failure(settings: Settings, task: str, why: str, *, now: datetime | None = None) -> None:
    """Tell ops that a task has failed for good, once a day; they get it over the outbox, as everything else."""
    moment = now or datetime.now(UTC)
    with writer(settings) as warehouse:
        save_alerts(warehouse, report([task_failed(task, why)], moment.date().isoformat()), "health", moment)
    alerting.compose_due(settings)
    alerting.deliver(settings)


def _last_request(published: Warehouse) -> datetime | None:
    moment = published.scalar("SELECT max(fetched_at) FROM core.fetch WHERE purpose <> 'file'")
    return moment if isinstance(moment, datetime) else None


def _space(settings: Settings) -> list[Incident]:
    free = shutil.disk_usage(settings.home).free
    if free >= LEAST_FREE_BYTES:
        return []
    return [Incident("disk_full", str(settings.home), "ops", f"space left: {free // 1024**2} MiB", SPACE_TODO)]
