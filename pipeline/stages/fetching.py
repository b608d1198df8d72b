"""Stages of fetching: which portals, one portal's round, all of them at once; and one address for a person."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from difflib import get_close_matches

from pipeline import archive
from pipeline.codings import CodingError, TooLargeError, unzipped
from pipeline.discover import Discovery, discover
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError, StorageError, UsageError
from pipeline.extract import extract
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import Page, Portal, Snapshot
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.fetch_report import FetchReport
from pipeline.stages.knowledge import Known, knowledge
from pipeline.stages.portal_round import PortalRound
from pipeline.stages.rhythms import spared

__all__ = ["FetchReport", "discover_one", "fetch_one", "fetch_portal", "fetch_portals", "plan"]

AT_ONCE = 40  # portals, each with one connection
SITEMAPS = 20  # that `discover` follows from an index
LISTING_PAGES = 5


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
            tell(report)
            return report

    with archive.Scribe() as scribe:
        async with Shared(settings, Pace(settings.state / "pace")) as shared, asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(shared, scribe, portal)) for portal in portals]
    return tuple(task.result() for task in tasks)


# --- one address, for a person ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OneReport:
    """What became of one address. `unread` says why a page that was had gives no text."""

    url: str
    final_url: str | None
    outcome: str
    status: int | None
    reason: str | None
    sha256: str | None = None
    bytes: int | None = None
    content_type: str | None = None
    title: str | None = None
    published: date | None = None
    text: str | None = None
    copies: int | None = None
    unread: str | None = None
    hops: tuple[str, ...] = ()


def fetch_one(settings: Settings, url: str) -> OneReport:
    """One guarded request; nothing is kept."""
    fetched = asyncio.run(_get_all(settings, [url], "article"))[0]
    record, snapshot = fetched.record, fetched.snapshot
    if snapshot is None:
        return OneReport(url, record.final_url, record.outcome, record.status, record.reason, hops=fetched.hops)
    report = OneReport(
        url=url,
        final_url=record.final_url,
        outcome=record.outcome.value,
        status=record.status,
        reason=record.reason,
        sha256=snapshot.sha256,
        bytes=len(snapshot.body),
        content_type=snapshot.content_type,
        hops=fetched.hops,
    )
    if (bomb := _too_large(settings, snapshot)) is not None:
        return replace(report, outcome="too_large", reason=bomb)
    try:
        article = strip(extract(snapshot, _nameless(snapshot.url)))
    except ParwatchError as error:
        return replace(report, unread=str(error))
    return replace(report, title=article.title, published=article.published, text=article.body, copies=article.copies)


def _too_large(settings: Settings, snapshot: Snapshot) -> str | None:
    """Why a .gz file is none that a sitemap could be in."""
    if not snapshot.body.startswith(b"\x1f\x8b"):
        return None
    try:
        for _ in unzipped(snapshot.body, settings.limits.sitemap_bytes):
            pass
    except TooLargeError as error:
        return f"a .gz file of {error}"
    except CodingError:
        return None  # nothing to unpack is nothing to fear
    return None


@dataclass(frozen=True, slots=True)
class DiscoverReport:
    """What a feed, sitemap or listing names. Without a page, `reason` says why."""

    url: str
    kind: str | None
    outcome: str
    reason: str | None
    pages: tuple[Page, ...] = ()
    foreign: int = 0
    requests: int = 0

    def rows(self) -> list[tuple[object, ...]]:
        return [(page.url, page.title or "", page.published or "") for page in self.pages]


def discover_one(settings: Settings, url: str) -> DiscoverReport:
    """One source, with the further sitemaps and pages that it names, up to a few."""
    return asyncio.run(_discover(settings, url))


async def _discover(settings: Settings, url: str) -> DiscoverReport:
    found: dict[str, Page] = {}
    waiting, seen, first = [url], {url}, None
    async with Shared(settings, Pace()) as shared:
        fetcher = Fetcher(shared, None)
        while waiting:
            fetched = await fetcher.get(waiting.pop(0), "listing")
            record = fetched.record
            if fetched.snapshot is None:
                report = DiscoverReport(url, None, record.outcome.value, record.reason, requests=len(seen))
            else:
                report, more = _named(settings, url, fetched.snapshot, len(seen))
                found |= {page.url: page for page in report.pages if page.url not in found}
                limit = LISTING_PAGES if report.kind == "listing" else SITEMAPS
                waiting += [one for one in more if one not in seen][: max(0, limit - len(seen))]
                seen |= set(waiting)
            first = first or report
    assert first is not None
    return DiscoverReport(url, first.kind, first.outcome, first.reason, tuple(found.values()), first.foreign, len(seen))


def _named(settings: Settings, url: str, snapshot: Snapshot, requests: int) -> tuple[DiscoverReport, tuple[str, ...]]:
    try:
        found: Discovery = discover(snapshot, _nameless(snapshot.url), limits=settings.limits)
    except ParwatchError as error:
        return DiscoverReport(url, None, "nothing_named", str(error), requests=requests), ()
    return DiscoverReport(url, found.kind, "ok", None, found.pages, found.foreign, requests), found.more


async def _get_all(settings: Settings, urls: Sequence[str], purpose: str) -> list[Fetched]:
    async with Shared(settings, Pace()) as shared:
        fetcher = Fetcher(shared, None)
        return [await fetcher.get(url, purpose) for url in urls]


def _nameless(url: str) -> Portal:
    return Portal(name="none", entity="", home=url, owner="")
