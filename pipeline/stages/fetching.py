"""Stages of fetching: which portals, one portal's round, all of them at once."""

import asyncio
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path

from pipeline import archive
from pipeline.errors import ParwatchError, StorageError, UsageError
from pipeline.fetch import Pace, Shared
from pipeline.model import Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.fetch_report import FetchReport
from pipeline.stages.knowledge import Known, knowledge
from pipeline.stages.portal_round import PortalRound
from pipeline.stages.rhythms import spared

__all__ = ["FetchReport", "fetch_portal", "fetch_portals", "plan"]

AT_ONCE = 40  # portals, each with one connection


def plan(settings: Settings, names: Sequence[str] = (), *, by_itself: bool = False) -> tuple[str, ...]:
    """The portals of a round: those named, or all that are watched. Raises UsageError for an unknown name.

    One whose file cannot be read is among them, so that its round says so. A round that nobody asked for,
    `by_itself`, leaves out those that are spared for a while.
    """
    portals, broken = read_portals(settings.portals_folder)
    _refuse_unknown(names, [*portals, *broken])
    away = spared(settings) if by_itself else frozenset()
    watched = [name for name, portal in portals.items() if portal.watched and name not in away]
    return tuple(names) or tuple(sorted([*watched, *broken]))


def fetch_portal(settings: Settings, name: str, now: datetime | None = None) -> FetchReport:
    """One round over one portal, into one batch of the archive. May run again at any time."""
    return fetch_portals(settings, [name], now)[0]


def fetch_portals(
    settings: Settings,
    names: Sequence[str],
    now: datetime | None = None,
    tell: Callable[[FetchReport], None] = lambda _: None,
    make: Callable[..., PortalRound] = PortalRound,
) -> tuple[FetchReport, ...]:
    """One round over many portals, side by side; what fails for one is in its report, and the others go on."""
    portals, broken = read_portals(settings.portals_folder)
    _refuse_unknown(names, [*portals, *broken])
    moment = now or datetime.now(UTC)
    for name in names:
        archive.salvage(settings, name)
    sound = [portals[name] for name in names if name in portals]
    known = knowledge(settings, [portal.name for portal in sound])
    unread = tuple(FetchReport(name, "broken", problems=(str(broken[name]),)) for name in names if name in broken)
    for report in unread:
        tell(report)
    with _one_fault():
        return (*unread, *asyncio.run(_side_by_side(settings, sound, known, moment, tell, make)))


def _mistake(error: Exception) -> str:
    """In one line, with the place in our own code."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno} ({error})"
    return f"a mistake of parwatch itself: {what}; report it, and set `watched = false` in the portal's file until then"


@contextmanager
def _one_fault() -> Iterator[None]:
    """A disk that cannot be written to stops all portals at once: the first one says why."""
    try:
        yield
    except ExceptionGroup as faults:
        of_disk, others = faults.split(StorageError)
        if of_disk is None or others is not None:
            raise
        raise of_disk.exceptions[0] from None


def _refuse_unknown(names: Sequence[str], portals: Sequence[str]) -> None:
    for name in names:
        if name not in portals:
            near = get_close_matches(name, portals, n=1)
            hint = f"did you mean {near[0]}?" if near else f"there are {len(portals)}"
            raise UsageError(f"no portal {name!r}; {hint} (`parwatch portals list`)")


async def _side_by_side(
    settings: Settings,
    portals: Sequence[Portal],
    known: dict[str, Known],
    now: datetime,
    tell: Callable[[FetchReport], None],
    make: Callable[..., PortalRound],
) -> tuple[FetchReport, ...]:
    places = asyncio.Semaphore(AT_ONCE)

    async def one(shared: Shared, scribe: archive.Scribe, portal: Portal) -> FetchReport:
        async with places:
            try:
                with (
                    archive.BatchWriter(settings, portal.name, now) as writer,
                    archive.BatchBehind(writer, scribe) as batch,
                ):
                    report = await make(shared, portal, known[portal.name], now, batch).run()
                    await batch.finish()
            except StorageError:
                raise
            except ParwatchError as error:
                report = FetchReport(portal.name, "failed", problems=(str(error),))
            except Exception as error:  # noqa: BLE001 - one portal's answers show it, and stop no other portal
                report = FetchReport(portal.name, "failed", problems=(_mistake(error),))
            tell(report)
            return report

    with archive.Scribe() as scribe:
        async with Shared(settings, Pace(settings.state / "pace")) as shared, asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(shared, scribe, portal)) for portal in portals]
    return tuple(task.result() for task in tasks)
