"""Sitemap or index of sitemaps, plain or gzip -> pages and further sitemaps. Pure, the only importer of lxml."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from pipeline.codings import unzipped
from pipeline.discover.days import day_of
from pipeline.discover.found import Collector, Discovery
from pipeline.model import Page, Portal
from pipeline.normalise import nfc

_PIECE = 64 * 1024
_FURTHER = 200
_START = re.compile(rb"<\?xml\b|<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_BARE = re.compile(rb"&(?!(?:\w{1,30}|#\d{1,7}|#x[0-9a-fA-F]{1,6});)|<(?![a-zA-Z_:/!?])")
_WRITTEN = {b"&": b"&amp;", b"<": b"&lt;"}
_LONGEST_ENTITY = 32


def read_sitemap(body: bytes, url: str, portal: Portal, most: int, largest: int) -> Discovery:
    """Raises CodingError for a .gz file that is damaged or too large."""
    collector = Collector(portal, url, most)
    further: dict[str, str] = {}
    changed: dict[str, str] = {}
    for name, fields in _entries(_pieces(body, largest)):
        address = collector.own(fields.get("loc", ""))
        if address is None:
            continue
        if name == "sitemap" and address != url:
            further[address] = fields.get("lastmod", "")
        elif name == "url" and urlsplit(address).path not in {"", "/"}:
            day = day_of(fields.get("publication_date", ""))
            title = " ".join(nfc(fields.get("title", "")).split())[:300] or None
            collector.add(Page(portal.name, address, url, title, day))
            if fields.get("lastmod"):
                changed[address] = fields["lastmod"][:10]
        if collector.is_full:
            break
    return Discovery(
        kind="sitemap",
        pages=tuple(sorted(collector.pages.values(), key=lambda page: changed.get(page.url, ""), reverse=True)),
        more=tuple(sorted(further, key=lambda one: further[one], reverse=True)[:_FURTHER]),
        foreign=collector.foreign,
        passed_over=collector.passed_over,
    )


def read_lines(body: bytes, url: str, portal: Portal, most: int) -> Discovery:
    """A sitemap as plain text: one address a line."""
    collector = Collector(portal, url, most)
    for line in body.decode("utf-8-sig", "replace").splitlines():
        if address := collector.own(line.strip() or "about:blank"):
            collector.add(Page(portal.name, address, url))
    pages = tuple(collector.pages.values())
    return Discovery("sitemap", pages, foreign=collector.foreign, passed_over=collector.passed_over)


def _pieces(body: bytes, largest: int) -> Iterator[bytes]:
    pieces = unzipped(body, largest) if body.startswith(b"\x1f\x8b") else _cut(body)
    first = next(pieces, b"")
    begin = _START.search(first)
    yield first[begin.start() :] if begin else first  # a warning of the server's program may stand before it
    yield from pieces


def _cut(body: bytes) -> Iterator[bytes]:
    return (body[start : start + _PIECE] for start in range(0, len(body), _PIECE))


def _mended(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Signs that stand for themselves, as in `?id=1&lang=vi`, written as XML wants them, or the parser drops more."""
    rest = b""
    for piece in pieces:
        whole = rest + piece
        cut = max(whole.rfind(sign, -_LONGEST_ENTITY) for sign in _WRITTEN)  # it may go on in the next piece
        whole, rest = (whole[:cut], whole[cut:]) if cut >= 0 else (whole, b"")
        yield whole if b"<![CDATA[" in whole else _BARE.sub(_written, whole)
    yield _BARE.sub(_written, rest)


def _written(sign: re.Match[bytes]) -> bytes:
    return _WRITTEN[sign[0]]


def _entries(pieces: Iterable[bytes]) -> Iterator[tuple[str, dict[str, str]]]:
    """Each `url` or `sitemap` with the text of what stands in it, one at a time."""
    parser: Any = etree.XMLPullParser(events=("end",), recover=True, resolve_entities=False, no_network=True)
    for piece in _mended(pieces):
        parser.feed(piece)
        yield from _read(parser)
    with suppress(etree.XMLSyntaxError):  # what stands before the first fault, and was held back
        parser.close()
    yield from _read(parser)


def _read(parser: Any) -> Iterator[tuple[str, dict[str, str]]]:
    for _, element in parser.read_events():
        name = _local(element)
        if name in {"url", "sitemap"}:
            yield name, _fields(element)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:  # what was read is not held
                del parent[0]


def _fields(element: Any) -> dict[str, str]:
    """Texts by name; those of pictures are not about the page."""
    texts = [one for one in element.iter() if isinstance(one.tag, str) and "image" not in one.tag]
    return {_local(one): _text(one) for one in reversed(texts)}


def _text(element: Any) -> str:
    try:
        return (element.text or "").strip()
    except UnicodeDecodeError:  # an emoji written as two halves, which the parser lets pass
        return ""


def _local(element: Any) -> str:
    try:
        return str(element.tag).rpartition("}")[2].lower()
    except UnicodeDecodeError:
        return ""
