"""Stage of starting a portal's file: looks at a site and writes down what it finds, guesses marked as such."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import tomli_w

from pipeline.discover import Discovery, discover, normalise_url
from pipeline.encoding import decode
from pipeline.errors import FetchError, ParwatchError, UsageError
from pipeline.fetch import Fetcher, Shared
from pipeline.html import parse
from pipeline.model import Page, Portal, Snapshot
from pipeline.normalise import fold
from pipeline.portals import owns
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.stages.one_address import turns_only
from pipeline.stages.portal_probe import named_by, read_article

FEEDS = ("rss", "rss.xml", "feed", "vi/news/rss/")  # tried where the site points to none
SITEMAPS = ("sitemap.xml",)
FEWEST_PAGES = 2  # a source that names fewer is taken for something else
_LISTING_WORDS = re.compile(r"cai cach hanh chinh|chuyen doi so|cchc|tin tuc|tin trong tinh|thoi su|tin noi bat")
_LISTINGS_TRIED = 6


@dataclass(frozen=True, slots=True)
class Draft:
    """The text of a first portal file, and what was seen on the way."""

    name: str
    text: str
    seen: tuple[str, ...]


def draft_portal(settings: Settings, url: str, today: date | None = None) -> Draft:
    """Look at a site and write a first file. Raises FetchError where its home cannot be read."""
    home = normalise_url(url if "://" in url else f"https://{url}/")
    if home is None:
        raise UsageError(f"{url!r} is no address; write https://…")
    return asyncio.run(_draft(settings, home, today or datetime.now(UTC).date()))


def write_draft(draft: Draft, folder: Path) -> Path:
    path = folder / f"{draft.name}.toml"
    if path.exists():
        raise UsageError(f"{path}: is there already; change it, or move it away first")
    folder.mkdir(parents=True, exist_ok=True)
    path.write_text(draft.text, encoding="utf-8")
    return path


async def _draft(settings: Settings, home: str, today: date) -> Draft:
    async with Shared(settings, turns_only(settings)) as shared:
        start = await Fetcher(shared, None).get(home, "listing")
        if start.snapshot is None:
            raise FetchError(f"{home}: {start.record.outcome}: {start.record.reason}; nothing to start from")
        home = start.snapshot.url
        portal = Portal(name=_name(home), entity="", home=home, owner="portals", delay_seconds=1.0)
        look = _Look(Fetcher(shared, portal), portal, start.snapshot)
        await look.run()
    return Draft(portal.name, _text(portal, look, today), tuple(look.seen))


class _Look:
    """What one site offers: sources that name pages, and one article."""

    def __init__(self, fetcher: Fetcher, portal: Portal, start: Snapshot) -> None:
        self._fetcher = fetcher
        self._portal = portal
        self._start = start
        self.feeds: list[str] = []
        self.sitemaps: list[str] = []
        self.listings: list[str] = []
        self.seen: list[str] = []
        self._pages: list[Page] = []
        self._home: Discovery | None = None

    async def run(self) -> None:
        with suppress(ParwatchError):
            self._home = discover(self._start, self._portal, expected="listing")
        pointed_to = list(self._home.feeds) if self._home else []
        feeds = pointed_to or [urljoin(self._portal.home, path) for path in FEEDS]
        self.feeds = await self._working(feeds, "feed")
        rules = await self._fetcher.rules(self._portal.home)
        sitemaps = list(rules.sitemaps) or [urljoin(self._portal.home, path) for path in SITEMAPS]
        if not self.feeds:
            self.sitemaps = await self._working(sitemaps, "sitemap")
        self.listings = await self._working(self._listing_links(), "listing")
        await self._read_sample()

    async def _working(self, urls: list[str], kind: str) -> list[str]:
        """Those that name pages; one of them is enough, but for listings."""
        good = []
        for url in urls:
            found, why = await named_by(self._fetcher, self._portal, url, kind)
            is_good = found is not None and (len(found.pages) >= FEWEST_PAGES or bool(found.more and kind == "sitemap"))
            self.seen.append(f"{kind} {url}: {f'{len(found.pages)} pages' if found else why}")
            if is_good and found is not None:
                good.append(url)
                self._pages += found.pages
                if kind != "listing":
                    break
        return good

    def _listing_links(self) -> list[str]:
        """Menu entries that speak of news or of reform, reform first; the home page where nothing else names pages."""
        try:
            root = parse(decode(self._start.body, self._start.content_type))
        except ParwatchError as error:
            self.seen.append(f"home {self._portal.home}: {error}")
            return []
        articles = {page.url for page in self._home.pages} if self._home else set()
        found: dict[str, str] = {}
        for anchor in root.all("a[href]"):
            url = normalise_url(anchor.attributes.get("href", ""), self._portal.home)
            words = fold(anchor.text)
            is_menu = url is not None and url not in articles and owns(self._portal, url)
            if url and is_menu and url != self._portal.home and _LISTING_WORDS.search(words):
                found.setdefault(url, words)
        menu = sorted(found, key=lambda url: "hanh chinh" not in found[url])[:_LISTINGS_TRIED]
        return menu if self.feeds or self.sitemaps else [*menu, self._portal.home]

    async def _read_sample(self) -> None:
        if not self._pages:
            return
        article = await read_article(self._fetcher, self._portal, self._pages[0].url)
        if isinstance(article, str):
            self.seen.append(f"article {self._pages[0].url}: {article}")
            return
        self.seen.append(
            f"article {self._pages[0].url}: {article.title or 'no title'}, {article.published or 'no day'}, "
            f"{len(article.body)} characters"
        )


def _name(home: str) -> str:
    labels = (urlsplit(home).hostname or "portal").removeprefix("www.").split(".")
    return labels[0] if not labels[0].isdigit() else "portal"


def _text(portal: Portal, look: _Look, today: date) -> str:
    province = _province(portal.name)
    facts: dict[str, object] = {"name": portal.name, "province": province or "?", "home": portal.home}
    facts |= {"feeds": look.feeds} if look.feeds else {}
    facts |= {"sitemaps": look.sitemaps} if look.sitemaps else {}
    facts |= {"listings": look.listings} if look.listings else {}
    facts["delay_seconds"] = 2
    kinds = {"a feed": look.feeds, "a sitemap": look.sitemaps, "a listing": look.listings}
    seen = ", ".join(["its home", *(kind for kind, urls in kinds.items() if urls)])
    facts["attested"] = f"seen: {seen} ({portal.home}, {today.isoformat()}); guessed: that they name all its news"
    head = [f"# Started by looking at the site on {today.isoformat()}; next: parwatch portals check {portal.name}"]
    head += [] if province else ["# The province is not known from the host: write its name, or an entity's id."]
    head += [] if look.feeds or look.listings else ["# No source names pages: find a listing and set article_links."]
    return "\n".join(head) + "\n" + tomli_w.dumps(facts)


def _province(name: str) -> str | None:
    for province in load_reference().provinces.values():
        if fold(province.name).replace(" ", "").replace("-", "") == name.replace("-", "") and province.valid_to is None:
            return province.name
    return None
