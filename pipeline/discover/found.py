"""What a feed, sitemap or listing names. Pure."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

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
    passed_over: int = 0  # addresses that `article_path` does not match


class Collector:
    """Gathers addresses of one source: only the portal's own, each once, the best title kept."""

    def __init__(self, portal: Portal, source: str, most: int) -> None:
        self.pages: dict[str, Page] = {}
        self.foreign = 0
        self.passed_over = 0  # own addresses that are no article's
        self._portal = portal
        self._source = source
        self._most = most
        self._path = re.compile(portal.article_path) if portal.article_path else None

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

    def is_article_path(self, url: str) -> bool:
        """What the portal's file says of the form of an article's address; everything, where it says nothing."""
        parts = urlsplit(url)
        return self._path is None or bool(self._path.search(parts.path + (f"?{parts.query}" if parts.query else "")))

    def add(self, page: Page) -> None:
        if not self.is_article_path(page.url):
            self.passed_over += 1
            return
        key = page_key(page.url)
        if key == page_key(self._source):
            return  # as by a link to `#`
        held = self.pages.get(key)
        if held is None and not self.is_full:
            self.pages[key] = page
        elif held is not None and len(page.title or "") > len(held.title or ""):
            self.pages[key] = Page(held.portal, held.url, held.found_in, page.title, held.published or page.published)
