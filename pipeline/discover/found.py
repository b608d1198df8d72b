"""What a feed, sitemap or listing names. Pure."""

from dataclasses import dataclass

from pipeline.discover.addresses import normalise_url, page_key
from pipeline.model import Page, Portal
from pipeline.portals import owns


@dataclass(frozen=True, slots=True)
class Discovery:
    """Pages worth fetching, in the order they are named, each once.

    `more`: further sitemaps, or the next page of a listing. `feeds`: feeds that a listing points to.
    """

    kind: str  # feed, sitemap, listing
    pages: tuple[Page, ...]
    more: tuple[str, ...] = ()
    feeds: tuple[str, ...] = ()
    foreign: int = 0  # addresses that are not the portal's


class Collector:
    """Gathers addresses of one source: only the portal's own, each once, the best title kept."""

    def __init__(self, portal: Portal, source: str, most: int) -> None:
        self.pages: dict[str, Page] = {}
        self.foreign = 0
        self._portal = portal
        self._source = source
        self._most = most

    @property
    def is_full(self) -> bool:
        return len(self.pages) >= self._most

    def own(self, href: str, base: str = "") -> str | None:
        url = normalise_url(href, base or self._source)
        if url is None:
            return None
        if self._portal.home and not owns(self._portal, url):
            self.foreign += 1
            return None
        return url

    def add(self, page: Page) -> None:
        key = page_key(page.url)
        held = self.pages.get(key)
        if held is None and not self.is_full:
            self.pages[key] = page
        elif held is not None and len(page.title or "") > len(held.title or ""):
            self.pages[key] = Page(held.portal, held.url, held.found_in, page.title, held.published or page.published)
