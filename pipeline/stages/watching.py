"""Stage of looking for news: which portals' feeds and listings name other pages than before. Archives nothing.

What it misses (a portal that answers with an error, a page changed under its old address) the next sweep finds.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pipeline.discover import discover, page_key
from pipeline.errors import ParwatchError
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import KnownPage, Outcome, Page, Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.knowledge import knowledge

AT_ONCE = 8
HEAVY_BYTES = 256 * 1024  # an address that sends this much each time, and never "not modified", …
HEAVY_PAUSE = timedelta(minutes=10)  # … is looked at this seldom
RULES_AGE = timedelta(hours=12)  # robots.txt is read again after this

Seen = Mapping[str, str]  # of one address: etag, last_modified, sha256, pages, read_at, bytes
Held = frozenset[str]  # keys of pages that were fetched
Memory = Mapping[str, Seen]  # by address; JSON, so that anybody can keep it


@dataclass(frozen=True, slots=True)
class Look:
    """`changed`: the portals that name other pages than the memory says; `seen`: the memory for the next look."""

    changed: tuple[str, ...]
    seen: Memory


@dataclass(slots=True)
class Watcher:
    """Looks again and again over the same connections; `close` ends them."""

    settings: Settings
    _shared: Shared | None = field(default=None, init=False)
    _since: datetime = field(default=datetime.min.replace(tzinfo=UTC), init=False)

    async def look(self, seen: Memory) -> Look:
        shared = await self._fresh()
        gate = asyncio.Semaphore(AT_ONCE)
        portals, _broken = read_portals(self.settings.portals_folder)  # the sweep and health tell of those
        watched = [each for each in portals.values() if each.watched]
        held = await asyncio.to_thread(_held, self.settings, watched, seen)
        found = await asyncio.gather(
            *(_look_at(shared, portal, seen, held.get(portal.name), gate) for portal in watched)
        )
        memory = {url: now for part, _ in found for url, now in part.items()}
        changed = [portal.name for portal, (_, is_changed) in zip(watched, found, strict=True) if is_changed]
        return Look(tuple(changed), memory)

    async def close(self) -> None:
        if self._shared is not None:
            await self._shared.closing.aclose()
            self._shared = None

    async def _fresh(self) -> Shared:
        now = datetime.now(UTC)
        if self._shared is None or now - self._since > RULES_AGE:
            await self.close()
            self._shared, self._since = Shared(self.settings, Pace(self.settings.state / "pace")), now
        return self._shared


def watched_addresses(portal: Portal) -> tuple[str, ...]:
    """The kind of address that tells most for the least: feeds, else listings, else sitemaps."""
    return portal.feeds or portal.listings or portal.sitemaps


def _held(settings: Settings, portals: Sequence[Portal], seen: Memory) -> Mapping[str, Held]:
    """What we hold of portals with an address that nobody looked at before: what their first look is compared with."""
    new = [each.name for each in portals if any(not seen.get(url) for url in watched_addresses(each))]
    known = knowledge(settings, new) if new else {}
    return {name: frozenset(page_key(url) for url in pages) for name, pages in known.items()}


async def _look_at(
    shared: Shared, portal: Portal, seen: Memory, held: Held | None, gate: asyncio.Semaphore
) -> tuple[dict[str, Seen], bool]:
    fetcher = Fetcher(shared, portal)
    memory: dict[str, Seen] = {}
    is_changed = False
    for url in watched_addresses(portal):
        before = seen.get(url, {})
        memory[url] = before
        if _rests(before, datetime.now(UTC)):
            continue
        async with gate:
            fetched = await fetcher.get(url, _purpose(portal), _known(portal, url, before))
        memory[url], is_news = await asyncio.to_thread(_read, fetched, portal, before, held)
        is_changed |= is_news
    return memory, is_changed


def _read(fetched: Fetched, portal: Portal, before: Seen, held: Held | None) -> tuple[Seen, bool]:
    """What is known of the address now (as before, unless it gave a page that names pages), and whether it is news."""
    record, snapshot = fetched.record, fetched.snapshot
    if record.outcome is Outcome.NOT_MODIFIED and record.status == 200:
        return {**before, "read_at": _later(before, record.fetched_at)}, False
    if record.outcome is not Outcome.OK or snapshot is None:
        return before, False
    try:
        pages = discover(snapshot, portal).pages
    except ParwatchError:
        return before, False
    found = {
        "etag": record.etag,
        "last_modified": record.last_modified,
        "sha256": record.body_sha256,
        "pages": _digest(pages),
        "read_at": record.fetched_at.isoformat(),
        "bytes": str(record.body_bytes),
    }
    now = {name: value for name, value in found.items() if value is not None}
    return now, now["pages"] != before["pages"] if before else _is_unheard(pages, held)


def _is_unheard(pages: Sequence[Page], held: Held | None) -> bool:
    """At a first look: whether a page is named that we do not hold. A portal never fetched waits for its sweep."""
    return bool(held) and any(page_key(page.url) not in (held or ()) for page in pages)


def _digest(pages: Sequence[Page]) -> str:
    named = sorted(f"{page.url} {page.title} {page.published}" for page in pages)
    return sha256("\n".join(named).encode()).hexdigest()


def _later(before: Seen, now: datetime) -> str:
    """The same bytes again: the server's word on them is good for another day, noted twice a day at most."""
    is_old = now - datetime.fromisoformat(before["read_at"]) > RULES_AGE
    return now.isoformat() if is_old else before["read_at"]


def _known(portal: Portal, url: str, before: Seen) -> KnownPage | None:
    if not before:
        return None
    read_at = datetime.fromisoformat(before["read_at"])
    return KnownPage(
        portal=portal.name,
        url=url,
        purpose=_purpose(portal),
        first_seen_at=read_at,
        tried_at=read_at,
        outcome=Outcome.OK,
        misses=0,
        body_at=read_at,
        body_sha256=before["sha256"],
        etag=before.get("etag"),
        last_modified=before.get("last_modified"),
        archive_file="",  # nothing of ours is archived: the memory is all we hold
    )


def _purpose(portal: Portal) -> str:
    return "feed" if portal.feeds else "listing" if portal.listings else "sitemap"


def _rests(before: Seen, now: datetime) -> bool:
    if not before or int(before["bytes"]) < HEAVY_BYTES:
        return False
    return now - datetime.fromisoformat(before["read_at"]) < HEAVY_PAUSE
