"""Stage of looking for news: which portals' feeds and listings name other pages than before. Archives nothing.

What it misses (a portal that answers with an error, a page changed under its old address) the next sweep finds.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from time import monotonic

from pipeline.discover import page_key
from pipeline.fetch import Fetcher, Pace, Shared
from pipeline.fetch.rhythm import SLOW_SECONDS, Rhythm, after_look, is_due
from pipeline.model import Outcome, Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.addresses_seen import Held, Seen, known_before, purpose_of, read_look, rests
from pipeline.stages.knowledge import knowledge
from pipeline.stages.rhythms import Rhythms, bounds_of, load_rhythms, save_rhythms

AT_ONCE = 8
RULES_AGE = timedelta(hours=12)  # robots.txt is read again after this

_TROUBLE = {Outcome.RATE_LIMITED, Outcome.TIMEOUT, Outcome.UNREACHABLE, Outcome.BROKEN}

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
    _rhythms: Rhythms | None = field(default=None, init=False)

    async def look(self, seen: Memory) -> Look:
        """At the portals that are due by their own rhythm; of the others the memory stays as it is."""
        shared = await self._fresh()
        gate = asyncio.Semaphore(AT_ONCE)
        portals, _broken = read_portals(self.settings.portals_folder)  # the sweep and health tell of those
        watched = [each for each in portals.values() if each.watched]
        due = await asyncio.to_thread(self._due, watched, seen)
        held = await asyncio.to_thread(_held, self.settings, due, seen)
        found = await asyncio.gather(*(_look_at(shared, portal, seen, held.get(portal.name), gate) for portal in due))
        memory = {url: seen[url] for portal in watched for url in watched_addresses(portal) if url in seen}
        memory |= {url: now for one in found for url, now in one.memory.items()}
        looked_at = list(zip(due, found, strict=True))
        await asyncio.to_thread(self._remember, looked_at)
        changed = [portal.name for portal, one in looked_at if one.is_changed]
        return Look(tuple(changed), memory)

    def _due(self, watched: Sequence[Portal], seen: Memory) -> list[Portal]:
        """One with an address that nobody looked at before is due whatever its rhythm: its file was changed."""
        now = datetime.now(UTC)
        if self._rhythms is None:
            self._rhythms = load_rhythms(self.settings)
        rhythms = {each.name: self._rhythms.get(each.name) or Rhythm(now) for each in watched}
        self._rhythms = rhythms
        return [
            each
            for each in watched
            if is_due(rhythms[each.name], now, bounds_of(self.settings, each))
            or any(url not in seen for url in watched_addresses(each))
        ]

    def _remember(self, looked_at: Sequence[tuple[Portal, "_Found"]]) -> None:
        assert self._rhythms is not None
        now = datetime.now(UTC)
        for portal, one in looked_at:
            self._rhythms[portal.name] = after_look(
                self._rhythms[portal.name],
                now,
                bounds_of(self.settings, portal),
                is_news=one.is_changed,
                is_trouble=one.is_trouble,
            )
        save_rhythms(self.settings, self._rhythms)

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


@dataclass(frozen=True, slots=True)
class _Found:
    memory: dict[str, Seen]
    is_changed: bool
    is_trouble: bool


async def _look_at(shared: Shared, portal: Portal, seen: Memory, held: Held | None, gate: asyncio.Semaphore) -> _Found:
    fetcher = Fetcher(shared, portal)
    memory: dict[str, Seen] = {}
    is_changed = is_trouble = False
    for url in watched_addresses(portal):
        before = seen.get(url, {})
        memory[url] = before
        if rests(before, datetime.now(UTC)):
            continue
        async with gate:
            began = monotonic()
            fetched = await fetcher.get(url, purpose_of(portal), known_before(portal, url, before))
        memory[url], is_news = await asyncio.to_thread(read_look, fetched, portal, before, held)
        is_changed |= is_news
        is_trouble |= fetched.record.outcome in _TROUBLE or monotonic() - began > SLOW_SECONDS
    return _Found(memory, is_changed, is_trouble)
