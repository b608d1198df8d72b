"""Targets that read what servers send: addresses, feeds, sitemaps, listings, pages, encodings, robots.txt."""

import gzip
import html
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256

from fuzz import seeds
from fuzz.edits import OF_MARKUP, OF_TEXT, edited_bytes
from fuzz.of_texts import lines_of
from fuzz.target import Target, outcome, require
from pipeline.discover import Discovery, canonical_url, discover, normalise_url, page_key
from pipeline.duplicates.figures import numbers
from pipeline.encoding import decode
from pipeline.extract import extract
from pipeline.fetch.judge import judge_page
from pipeline.fetch.robots import read_rules
from pipeline.model import Article, Layout, Portal, Snapshot
from pipeline.portals import owns
from pipeline.settings import Limits

URL = f"{seeds.HOME}nguon"
_PLAIN = Portal("mau", "yen-bai", seeds.HOME, "desk")
_PICKY = replace(_PLAIN, article_links="h3.story a", article_path=r"/tin/.*\d")
_LAYOUT = Layout(date(2020, 1, 1), "div.detail", "h1", "time", None, ("div.related",))
_LAID_OUT = replace(_PLAIN, layouts=(_LAYOUT,))
_LIMITS = Limits(sitemap_bytes=1_000_000, links_per_page=50, sitemap_addresses=100, feed_items=50)


def snapshot(body: bytes, kind: str = "text/html") -> Snapshot:
    return Snapshot("mau", URL, datetime(2023, 9, 15, tzinfo=UTC), 200, kind, body, sha256(body).hexdigest())


# --- discover --------------------------------------------------------------------------------


def check_discover(data: bytes) -> None:
    for portal in (_PLAIN, _PICKY):
        found = outcome(lambda portal=portal: discover(snapshot(data), portal, limits=_LIMITS), URL)
        if isinstance(found, Discovery):
            _require_own_pages(found, portal)
    if data.lstrip().startswith((b"<url", b"<sitemap", b"<?xml")):
        packed = snapshot(gzip.compress(data, 1, mtime=0), "application/gzip")
        plain = outcome(lambda: discover(snapshot(data), _PLAIN, expected="sitemap", limits=_LIMITS), URL)
        zipped = outcome(lambda: discover(packed, _PLAIN, limits=_LIMITS), URL)
        require(isinstance(plain, str) or plain == zipped, "gzip: a packed sitemap names other pages")


def _require_own_pages(found: Discovery, portal: Portal) -> None:
    addresses = [*(page.url for page in found.pages), *found.more, *found.feeds]
    for address in addresses:
        require(owns(portal, address), f"own-pages: {address!r}")
        require(normalise_url(address) == address, f"normal-address: {address!r}")
        require(address.isprintable() and " " not in address, f"plain-address: {address!r}")
    keys = [page_key(page.url) for page in found.pages]
    require(len(set(keys)) == len(keys), "each-once: a page comes twice")
    for page in found.pages:
        title = page.title or "-"
        require(title.strip() and len(title) <= 300 and title.rstrip() == " ".join(title.split()), f"title: {title!r}")


def check_addresses(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    url = normalise_url(text, seeds.HOME)
    page_key(text)
    canonical_url(f'<link rel="canonical" href="{text}">', URL)
    if url is None:
        return
    require(normalise_url(url) == url, f"normal-address: {url!r} becomes {normalise_url(url)!r}")
    require(url.isprintable() and " " not in url, f"plain-address: {url!r}")
    require(url.startswith(("http://", "https://")) and "#" not in url, f"of-the-web: {url!r}")
    require(page_key(url) == page_key(page_key_source(url)), f"one-key: {url!r}")


def page_key_source(url: str) -> str:
    """The same page, printed as another site would link to it."""
    scheme, _, rest = url.partition("://")
    return f"{'http' if scheme == 'https' else 'https'}://{rest}#top" if ":" not in rest.partition("/")[0] else url


def check_robots(data: bytes) -> None:
    rules = read_rules(data, 500_000)
    for url in (URL, f"{seeds.HOME}quan-tri/x?y=%20á", seeds.HOME):
        require(rules.refuses(url, "parwatch/0.1") in {None, "robots.txt disallows it"}, "verdict")
    require(rules.delay_seconds("parwatch/0.1") >= 0, f"delay: {rules.delay_seconds('parwatch/0.1')}")
    require(all(isinstance(one, str) for one in rules.sitemaps), "sitemaps")


# --- extract ---------------------------------------------------------------------------------


def check_extract(data: bytes) -> None:
    for portal in (_PLAIN, _LAID_OUT):
        found = outcome(lambda portal=portal: extract(snapshot(data), portal), URL)
        if isinstance(found, Article):
            require(found.body.strip(), "body: it is empty")
            require(unicodedata.is_normalized("NFC", found.body), "nfc: the body is not")
            require("\r" not in found.body and "\0" not in found.body, "control: a carriage return or NUL stays")
            require(found.published is None or found.published <= date(2023, 9, 15), f"future: {found.published}")
    judge_page(data, "text/html", URL, has_length=False)


def check_paragraphs(data: bytes) -> None:
    """Lines printed as paragraphs of the place the layout names: every number is in the body, or said to be removed."""
    lines = [line for line in lines_of(data) if line.isprintable()]
    if sum(map(len, lines)) < 100:
        return
    marked = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f'<!doctype html><meta charset="utf-8"><body><div class="detail">{marked}</div></body>'
    found = outcome(lambda: extract(snapshot(page.encode()), _LAID_OUT), URL)
    if isinstance(found, str):
        return
    kept = Counter(numbers("\n".join([found.body, *(one.text for one in found.removed)])))
    lost = Counter(numbers("\n".join(lines))) - kept
    require(not lost, f"no-number-lost: {lost}")


# --- encodings -------------------------------------------------------------------------------

_LABELS = ("", "text/html; charset=windows-1258", "text/html; charset=utf-8")
_LABEL_IN_PAGE = re.compile(rb"charset=[\"']?([\w.:-]+)")


def check_encoding(data: bytes) -> None:
    declared = _LABEL_IN_PAGE.search(data)
    label = declared[1].decode("ascii", "replace") if declared else None
    for content_type in (*_LABELS, f"text/html; charset={label}"):
        _require_clean(outcome(lambda content_type=content_type: decode(data, content_type)))
    for name in (label, "tcvn3", "vni"):
        _require_clean(outcome(lambda name=name: decode(data, "", name)))


def _require_clean(text: str) -> None:
    require(unicodedata.is_normalized("NFC", text), "nfc: the text is not")
    require("\0" not in text, "nul: it stays")
    require(not any("\ud800" <= letter <= "\udfff" for letter in text), "surrogate: half a letter stays")


def check_utf8(data: bytes) -> None:
    """A text is itself in every encoding that says what it is."""
    text = unicodedata.normalize("NFC", data.decode("utf-8", "ignore").replace("\0", "").lstrip("\ufeff"))
    for name in ("utf-8-sig", "utf-16", "utf-32"):
        require(decode(text.encode(name)) == text, f"own-encoding: {name}")
    require(decode(text.encode(), "", "utf-8") == text, "own-encoding: declared utf-8")


_BY_MARKUP = partial(edited_bytes, edits=OF_MARKUP)
_BY_BOTH = partial(edited_bytes, edits=(*OF_MARKUP, *OF_TEXT))

TARGETS = (
    Target("discover", seeds.sources, check_discover, _BY_MARKUP),
    Target("addresses", seeds.addresses, check_addresses, longest=1_000),
    Target("robots", seeds.robots, check_robots),
    Target("extract", seeds.encoded, check_extract, _BY_BOTH, longest=32_768),
    Target("paragraphs", seeds.articles, check_paragraphs),
    Target("encoding", seeds.encoded, check_encoding, _BY_BOTH),
    Target("utf8", seeds.texts, check_utf8),
)
