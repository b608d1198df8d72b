"""RSS or Atom -> pages. Pure, the only importer of feedparser."""

import io
import re
from typing import Any

import feedparser

from pipeline.codings import CodingError
from pipeline.discover.days import day_of
from pipeline.discover.found import Collector, Discovery
from pipeline.html import MAX_TAG_CHARACTERS
from pipeline.model import Page, Portal
from pipeline.normalise import nfc

_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>", re.IGNORECASE)
# Python's own XML reader takes the square of the number of attributes of one tag.
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d}" % MAX_TAG_CHARACTERS)
_TAG = re.compile(r"<[^<>]*>")
_TITLE = 300
# What the parser raises over a feed that breaks off, or that means characters there are none of.
_DAMAGE = (ValueError, LookupError, AttributeError, TypeError, OverflowError, RecursionError)


def read_feed(body: bytes, content_type: str, url: str, portal: Portal, most: int) -> Discovery:
    """Broken XML is read as far as it goes. Raises CodingError where the parser itself gives up."""
    if _LONG_TAG.search(body):
        raise CodingError(f"a tag of more than {MAX_TAG_CHARACTERS:,} characters, which no feed needs")
    parsed = _parsed(_first_items(body, most), content_type)
    collector = Collector(portal, url, most)
    for entry in parsed.entries[:most]:
        address = collector.own(_link(entry))
        if address:
            collector.add(Page(portal.name, address, url, _title(entry), _day(entry)))
    pages = tuple(collector.pages.values())
    return Discovery("feed", pages, foreign=collector.foreign, passed_over=collector.passed_over)


def _parsed(body: bytes, content_type: str) -> Any:
    try:
        return feedparser.parse(
            io.BytesIO(body),  # a stream, since the parser takes a string for an address or a file to open
            response_headers={"content-type": content_type or "application/xml"},
            sanitize_html=False,
            resolve_relative_uris=False,
        )
    except _DAMAGE as error:
        raise CodingError(f"no feed that can be read ({error})") from error


def _first_items(body: bytes, most: int) -> bytes:
    """Cut behind the last item that will be read: parsing fifty thousand takes seconds."""
    for number, end in enumerate(_END.finditer(body), start=1):
        if number == most:
            return body[: end.end()]
    return body


def _link(entry: Any) -> str:
    return str(entry.get("link") or "").strip() or _guid(str(entry.get("id") or ""))


def _guid(text: str) -> str:
    return text.strip() if text.strip().startswith(("http://", "https://")) else "about:blank"


def _title(entry: Any) -> str | None:
    text = " ".join(_TAG.sub(" ", nfc(str(entry.get("title") or ""))).split())
    return text[:_TITLE] or None


def _day(entry: Any) -> Any:
    for name in ("published", "updated"):
        text = dict.get(entry, name)  # the parser's own `get` gives one for the other, with a warning
        if text and (day := day_of(str(text), dict.get(entry, f"{name}_parsed"))):
            return day
    return None
