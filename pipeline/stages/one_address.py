"""Stages of looking at one address for a person: a page with its text, or what a source names. Nothing is kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.codings import CodingError, TooLargeError, unzipped
from pipeline.discover import Discovery, discover
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError
from pipeline.extract import extract
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import Page, Portal, Snapshot
from pipeline.portals import owner_of, read_portals
from pipeline.settings import Settings

SITEMAPS = 20  # that `discover` follows from an index
LISTING_PAGES = 5


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
    fetched = asyncio.run(_get(settings, url))
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
    waiting, seen, reports = [url], {url}, list[DiscoverReport]()
    async with Shared(settings, turns_only(settings)) as shared:
        fetcher = _fetcher(shared, url)
        while waiting:
            asked = waiting.pop(0)
            report, more = _named(settings, asked, await fetcher.get(asked, "listing"))
            reports.append(report)
            found |= {page.url: page for page in report.pages if page.url not in found}
            limit = LISTING_PAGES if report.kind == "listing" else SITEMAPS
            waiting += [one for one in more if one not in seen][: max(0, limit - len(seen))]
            seen |= set(waiting)
    return _together(reports, tuple(found.values()))


def _together(reports: Sequence[DiscoverReport], pages: tuple[Page, ...]) -> DiscoverReport:
    """What the first source names with the help of the others. Without a page it is a failure, whatever it named."""
    first, *others = reports
    whole = replace(first, pages=pages, requests=len(reports))
    failed = [one for one in others if one.outcome != "ok"]
    if first.outcome != "ok" or not (failed or not pages):
        return whole
    if failed:
        why = f"{len(failed)} of the {len(others)} further sources give nothing, as {failed[0].url}: {failed[0].reason}"
        return replace(whole, reason=why, outcome=first.outcome if pages else failed[0].outcome)
    return replace(
        whole, outcome="nothing_named", reason=f"{first.url}: names further sitemaps and no page; look there"
    )


def _named(settings: Settings, url: str, fetched: Fetched) -> tuple[DiscoverReport, tuple[str, ...]]:
    record, snapshot = fetched.record, fetched.snapshot
    if snapshot is None:
        return DiscoverReport(url, None, record.outcome.value, record.reason), ()
    try:
        found: Discovery = discover(snapshot, _nameless(snapshot.url), limits=settings.limits)
    except ParwatchError as error:
        return DiscoverReport(url, None, "nothing_named", str(error)), ()
    return DiscoverReport(url, found.kind, "ok", None, found.pages, found.foreign), found.more


async def _get(settings: Settings, url: str) -> Fetched:
    async with Shared(settings, turns_only(settings)) as shared:
        return await _fetcher(shared, url).get(url, "article")


def turns_only(settings: Settings) -> Pace:
    """A person's command takes its turn at a host as any process does; wishes to wait for an hour are told to him."""
    return Pace(settings.state / "pace", keeps_wishes=False)


def _fetcher(shared: Shared, url: str) -> Fetcher:
    """With the pause and the certificates of the portal whose address it is; redirects may leave that portal."""
    portals, _broken = read_portals(shared.settings.portals_folder)
    return Fetcher(shared, owner_of(portals, url), is_bound=False)


def _nameless(url: str) -> Portal:
    return Portal(name="none", entity="", home=url, owner="")
