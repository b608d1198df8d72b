"""A listing page -> the articles it links to, its next page, its feeds. Pure."""

import re
from urllib.parse import urlsplit

from pipeline.discover.addresses import normalise_url, page_key
from pipeline.discover.found import Collector, Discovery
from pipeline.html import Element, parse
from pipeline.model import Page, Portal
from pipeline.normalise import nfc

_TITLE = 300
_LINK = re.compile(r"<a\b", re.IGNORECASE)
_LINKS_FOR_ONE = 4  # links of a page for one that is an article's
_FEED_LINKS = "link[rel~='alternate'][type='application/rss+xml'], link[rel~='alternate'][type='application/atom+xml']"
_NEXT = re.compile(
    r"(?:trang )?(?:sau|tiếp|tiếp theo|kế tiếp)|next(?: page)?|[>»›]{1,2}|xem thêm|older(?: posts)?", re.IGNORECASE
)
_PAGE_NUMBER = re.compile(r"(?:trang|page|paged|pageindex|_cur|p|pg|start|offset)[-=/_]?\d+", re.IGNORECASE)
# An article's address carries an id, a long slug, or a file name; a section's does not.
_ARTICLE = re.compile(r"\d{3,}|(?:[^/?&=]*-){3,}|\.(?:html?|aspx|vnp|chn|epi|tpo)\b", re.IGNORECASE)
_NO_ARTICLE = re.compile(
    r"\.(?:pdf|docx?|xlsx?|zip|rar|jpe?g|png|gif|mp[34])$|/(?:tag|tags|category|author|login|rss|feed|search|tim-kiem"
    r"|lien-he|gioi-thieu|so-do|sitemap)(?:[/.?]|$)",
    re.IGNORECASE,
)
_FEWEST_WORDS = 4


def read_listing(source: str, url: str, portal: Portal, most: int) -> Discovery:
    """With `article_links` the portal's file says which links are articles; without, their form does."""
    root = parse(_first_links(source, most * _LINKS_FOR_ONE))
    base = _base(root, url)
    collector = Collector(portal, url, most)
    anchors = root.all("a[href]")
    links = root.all(portal.article_links) if portal.article_links else anchors
    for link in links:
        anchor = link if link.tag == "a" else link.first("a[href]")
        if anchor is not None:
            _take(anchor, link, base, url, portal, collector)
    feeds = [collector.own(one.attributes.get("href", ""), base) for one in root.all(_FEED_LINKS)]
    return Discovery(
        kind="listing",
        pages=tuple(collector.pages.values()),
        more=_next(root, anchors, base, url, collector),
        feeds=tuple(dict.fromkeys(feed for feed in feeds if feed)),
        foreign=collector.foreign,
        passed_over=collector.passed_over,
    )


def _first_links(source: str, most: int) -> str:
    """Cut behind the last link that will be looked at: a tree of a hundred thousand costs what nobody reads."""
    for number, link in enumerate(_LINK.finditer(source), start=1):
        if number > most:
            return source[: link.start()]
    return source


def _take(anchor: Element, link: Element, base: str, source: str, portal: Portal, collector: Collector) -> None:
    address = collector.own(anchor.attributes.get("href", "") or "about:blank", base)
    if address is None or page_key(address) == page_key(source):
        return
    title = " ".join(nfc(anchor.text or anchor.attributes.get("title", "") or link.text).split())[:_TITLE]
    if _is_article(address, title, portal):
        collector.add(Page(portal.name, address, source, title or None))


def _is_article(address: str, title: str, portal: Portal) -> bool:
    parts = urlsplit(address)
    place = parts.path + (f"?{parts.query}" if parts.query else "")
    if portal.article_path is not None or portal.article_links is not None:
        return True
    if _NO_ARTICLE.search(place) or _PAGE_NUMBER.fullmatch(place.rpartition("/")[2].lstrip("?")):
        return False
    return _ARTICLE.search(place) is not None and len(title.split()) >= _FEWEST_WORDS


def _next(root: Element, anchors: list[Element], base: str, url: str, collector: Collector) -> tuple[str, ...]:
    """The listing's next page, if it says so in a word or a sign; what merely counts days is no page of it."""
    candidates = root.all("link[rel~='next']") + root.all("a[rel~='next']")
    candidates += [one for one in anchors if _NEXT.fullmatch(one.text.strip())]
    for one in candidates:
        address = collector.own(one.attributes.get("href", "") or "about:blank", base)
        if (
            address
            and page_key(address) != page_key(url)
            and _PAGE_NUMBER.search(urlsplit(address)._replace(netloc="").geturl())
        ):
            return (address,)
    return ()


def _base(root: Element, url: str) -> str:
    """Itself written relative to the page, now and then; one that is no address of the web counts for nothing."""
    found = root.first("base[href]")
    return (normalise_url(found.attributes.get("href", ""), url) if found else None) or url
