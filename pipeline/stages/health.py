"""Stage of watching ourselves: portals, red checks, rounds that do not come, failed tasks, space, overdue silences."""

import shutil
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from pipeline.alert import (
    PortalState,
    delivery_failing,
    ended,
    incidents,
    late_round,
    red_checks,
    report,
    task_failed,
)
from pipeline.model import Incident
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages import alerting
from pipeline.stages.unread import why_unread
from pipeline.subscriptions import load_subscriptions
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.outbox import failing, open_incidents, save_alerts, silenced_places, waiting_by_check

LEAST_FREE_BYTES = 2 * 1024**3
SPACE_TODO = "free space, or lower what is kept (docs/operations.md, “Disk full”)"


OVER = ("portal_recovered", "works_again")


@dataclass(frozen=True, slots=True)
class HealthReport:
    """`wrong`: a line for each incident that stands and that nobody has silenced, with whose it is and what to do."""

    portals: tuple[PortalState, ...]
    incidents: tuple[Incident, ...]
    overdue_silences: int
    wrong: tuple[str, ...] = ()


def watch(settings: Settings, *, now: datetime | None = None) -> HealthReport:
    """Note what is broken or mended as alerts for ops, each once a day while it lasts."""
    moment = now or datetime.now(UTC)
    with reader(settings) as published:
        portals = _portals(settings, published)
        overdue = published.count("SELECT count(*) FROM core.silence WHERE until < current_date")
        late = late_round(_last_request(published), moment, timedelta(seconds=settings.limits.round_late_seconds))
    with writer(settings) as warehouse:
        told = open_incidents(warehouse)
        broken = incidents(portals, {where for kind, where in told if kind == "portal_broken"})
        standing = [*red_checks(waiting_by_check(warehouse)), *late, *_space(settings), *_failing(settings, warehouse)]
        found = [*broken, *standing, *ended(told, standing)]
        save_alerts(warehouse, report(found, moment.date().isoformat()), "health", moment)
        wrong = _wrong(found, silenced_places(warehouse))
    return HealthReport(portals, tuple(found), overdue, wrong)


def _wrong(found: Iterable[Incident], silenced: Collection[str]) -> tuple[str, ...]:
    return tuple(
        f"{one.kind.replace('_', ' ')}: {one.where} ({one.owner}): {one.what}. What to do: {one.todo}"
        for one in found
        if one.kind not in OVER and one.where not in silenced
    )


def _failing(settings: Settings, warehouse: Warehouse) -> list[Incident]:
    """By channel: the subscriptions that share one fail together."""
    known = load_subscriptions(settings.subscriptions, tuple(sorted(settings.channels)))
    channels = {each.name: each.channel for each in known}
    found: dict[str, tuple[int, str]] = {}
    for subscription, count, answer in failing(warehouse):
        if channel := channels.get(subscription):
            found[channel] = (found.get(channel, (0, ""))[0] + count, answer)
    return delivery_failing((channel, *each) for channel, each in found.items())


def _portals(settings: Settings, published: Warehouse) -> tuple[PortalState, ...]:
    """A portal that is unreadable says by which selector, and what that used to find; a file, what is wrong with it."""
    rows = published.execute("SELECT portal, owner, state, last_reason FROM portal_health WHERE watched")
    states = [PortalState(*(None if cell is None else str(cell) for cell in row)) for row in rows]  # type: ignore[arg-type]
    files, broken = read_portals(settings.portals_folder)
    owners = {one.name: one.owner for one in states}
    unread = [PortalState(name, owners.get(name, "ops"), "file", str(why)) for name, why in broken.items()]
    return *unread, *(
        replace(one, detail=why_unread(settings, published, files[one.name]) or one.detail)
        if one.state == "unreadable" and one.name in files
        else one
        for one in states
        if one.name not in broken
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
