"""Stage of fetching single addresses that a person names: guarded and polite as any round, into the archive."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from pipeline.discover import normalise_url
from pipeline.errors import UsageError
from pipeline.fetch import Fetched
from pipeline.model import Outcome, Page, Portal
from pipeline.portals import owner_of, read_portals
from pipeline.settings import Settings
from pipeline.stages import fetching
from pipeline.stages.fetch_report import FetchReport
from pipeline.stages.portal_round import PortalRound

_HAD = {Outcome.OK, Outcome.NOT_MODIFIED}


def by_portal(settings: Settings, urls: Sequence[str]) -> dict[str, list[str]]:
    """The addresses of each portal, in one spelling. Raises UsageError for one that is no known portal's."""
    portals, _broken = read_portals(settings.portals_folder)
    found: dict[str, list[str]] = {}
    for given in urls:
        url = normalise_url(given.strip())
        if url is None:
            raise UsageError(f"{given!r} is no address; write https://…")
        wanted = found.setdefault(_owner(portals, url), [])
        if url not in wanted:
            wanted.append(url)
    return found


def fetch_addresses(
    settings: Settings,
    urls: Sequence[str],
    now: datetime | None = None,
    tell: Callable[[FetchReport], None] = lambda _: None,
) -> tuple[FetchReport, ...]:
    """A batch for each portal; what is had is loaded like any other page. May run again."""
    wanted = by_portal(settings, urls)
    return fetching.fetch_portals(settings, tuple(wanted), now, tell, partial(_AddressRound, wanted))


def _owner(portals: Mapping[str, Portal], url: str) -> str:
    owner = owner_of(portals, url)
    if owner is None:
        raise UsageError(f"{url}: no portal has this host; add it to a portal's `hosts`, or a portal of its own")
    return owner.name


class _AddressRound(PortalRound):
    """A round that asks for the named addresses and nothing else but robots.txt."""

    def __init__(self, wanted: Mapping[str, Sequence[str]], *given: Any) -> None:
        super().__init__(*given)
        self._wanted = wanted[self._portal.name]

    async def run(self) -> FetchReport:
        self._know_rules()
        for url in self._wanted:
            if not self._is_over():
                await self._fetch_page(Page(self._portal.name, url, ""), self._known.get(url))
        return self._report()

    def _keep(self, fetched: Fetched) -> None:
        record = fetched.record
        if record.purpose == "article" and record.outcome not in _HAD:
            self._problems.append(f"{record.url}: {record.outcome}: {record.reason or 'no page'}")
        super()._keep(fetched)

    def _state(self) -> str:
        if self._problems:
            return "broken"
        return "new" if self._new or self._changed else "nothing_new"
