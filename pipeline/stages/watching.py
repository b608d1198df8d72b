"""Stage of looking for news: which portals' feeds and listings name other pages than before. Archives nothing.

What it misses (a portal that answers with an error, a page changed under its old address) the next sweep finds.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from pipeline.discover import discover
from pipeline.errors import ParwatchError
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import KnownPage, Outcome, Portal, Snapshot
from pipeline.portals import load_portals
from pipeline.settings import Settings

AT_ONCE = 8
HEAVY_BYTES = 256 * 1024  # an address that sends this much each time, and never "not modified", …
HEAVY_PAUSE = timedelta(minutes=10)  # … is looked at this seldom
RULES_AGE = timedelta(hours=12)  # robots.txt is read again after this

Seen = Mapping[str, str]  # of one address: etag, last_modified, sha256, pages, read_at, bytes
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
        watched = [each for each in load_portals(self.settings.portals_folder).values() if each.watched]
        found = await asyncio.gather(*(_look_at(shared, portal, seen, gate) for portal in watched))
        memory = {url: now for part in found for url, now in part.items()}
        changed = [p.name for p, part in zip(watched, found, strict=True) if _is_changed(part, seen)]
        return Look(tuple(changed), memory)

    async def close(self) -> None:
        if self._shared is not None:
            await self._shared.closing.aclose()
            self._shared = None

    async def _fresh(self) -> Shared:
        now = datetime.now(UTC)
        if self._shared is None or now - self._since > RULES_AGE:
            await self.close()
            self._shared, self._since = Shared(self.settings, Pace(self.settings.state / "waits")), now
        return self._shared


def watched_addresses(portal: Portal) -> tuple[str, ...]:
    """The kind of address that tells most for the least: feeds, else listings, else sitemaps."""
    return portal.feeds or portal.listings or portal.sitemaps


async def _look_at(shared: Shared, portal: Portal, seen: Memory, gate: asyncio.Semaphore) -> dict[str, Seen]:
    fetcher = Fetcher(shared, portal)
    memory: dict[str, Seen] = {}
    for url in watched_addresses(portal):
        before = seen.get(url, {})
        memory[url] = before
        if _rests(before, datetime.now(UTC)):
            continue
        async with gate:
            fetched = await fetcher.get(url, _purpose(portal), _known(portal, url, before))
        memory[url] = await asyncio.to_thread(_remember, fetched, portal, before)
    return memory


def _remember(fetched: Fetched, portal: Portal, before: Seen) -> Seen:
    """What is known of the address now; as before, unless it gave a page that names pages."""
    record, snapshot = fetched.record, fetched.snapshot
    if record.outcome is Outcome.NOT_MODIFIED and record.status == 200:
        return {**before, "read_at": _later(before, record.fetched_at)}
    if record.outcome is not Outcome.OK or snapshot is None:
        return before
    try:
        pages = _digest(snapshot, portal)
    except ParwatchError:
        return before
    found = {
        "etag": record.etag,
        "last_modified": record.last_modified,
        "sha256": record.body_sha256,
        "pages": pages,
        "read_at": record.fetched_at.isoformat(),
        "bytes": str(record.body_bytes),
    }
    return {name: value for name, value in found.items() if value is not None}


def _digest(snapshot: Snapshot, portal: Portal) -> str:
    named = sorted(f"{page.url} {page.title} {page.published}" for page in discover(snapshot, portal).pages)
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


def _is_changed(now: Memory, before: Memory) -> bool:
    """An address seen for the first time brings no news: what it names, the next sweep fetches."""
    return any(url in before and before[url] and each["pages"] != before[url]["pages"] for url, each in now.items())
