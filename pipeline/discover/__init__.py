"""A feed, sitemap or listing as fetched -> the pages it names; pure.

Nothing named at all is an error, and never "no news": a portal that works names pages it has named before.
"""

import re

from pipeline.codings import CodingError
from pipeline.discover.addresses import canonical_url, normalise_url, page_key
from pipeline.discover.feeds import read_feed
from pipeline.discover.found import Discovery
from pipeline.discover.listings import read_listing
from pipeline.discover.sitemaps import read_lines, read_sitemap
from pipeline.encoding import decode
from pipeline.errors import EncodingError, LayoutChangedError, RefusedError
from pipeline.model import Portal, Snapshot
from pipeline.settings import Limits

__all__ = ["Discovery", "canonical_url", "discover", "normalise_url", "page_key"]

_START = 4096
_SITEMAP = re.compile(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf)\b", re.IGNORECASE)
_HTML = re.compile(rb"<!doctype html|<html\b|<body\b|<head\b", re.IGNORECASE)
_ENTITIES = re.compile(rb"<!ENTITY|<!DOCTYPE[^>\[]*\[", re.IGNORECASE)
_LINES = re.compile(rb"\s*(?:\xef\xbb\xbf)?https?://\S+\s*$", re.IGNORECASE)


def discover(
    snapshot: Snapshot, portal: Portal, *, expected: str | None = None, limits: Limits | None = None
) -> Discovery:
    """Raises LayoutChangedError where no page is named, or where it is no `expected` feed, sitemap or listing."""
    limits = limits or Limits()
    where = f"{portal.name}: {snapshot.url}"
    if not snapshot.body.strip():
        raise LayoutChangedError(f"{where}: an empty answer; look at the address and correct the portal's file")
    kind = _kind(snapshot)
    if expected is not None and kind != expected and not (kind == "lines" and expected == "sitemap"):
        raise LayoutChangedError(f"{where}: is a {kind}, not a {expected}; correct the portal's file")
    try:
        found = _read(kind, snapshot, portal, limits)
    except CodingError as error:
        raise RefusedError(f"{where}: {error}; look at the file") from error
    except EncodingError as error:
        raise EncodingError(f"{where}: {error}") from error
    if not found.pages and (kind == "listing" or not found.more):  # what is left of a redesign is often its pager
        foreign = f" ({found.foreign} addresses are of other hosts)" if found.foreign else ""
        advice = _advice(kind, portal, found)
        raise LayoutChangedError(f"{where}: names no page{foreign}; {advice} in the portal's file")
    return found


def _advice(kind: str, portal: Portal, found: Discovery) -> str:
    if found.passed_over:
        return f"article_path {portal.article_path!r} matches none of {found.passed_over} addresses: change it"
    if kind == "listing" and portal.article_links:
        return f"article_links {portal.article_links!r} matches no link of an article: change it, or the address,"
    return "set article_links, or correct the address" if kind == "listing" else "correct the address"


def _read(kind: str, snapshot: Snapshot, portal: Portal, limits: Limits) -> Discovery:
    body, url = snapshot.body, snapshot.url
    if kind in {"feed", "sitemap"} and _ENTITIES.search(body):
        raise RefusedError(f"{portal.name}: {url}: its XML declares entities; it is not read")
    if kind == "feed":
        return read_feed(body, snapshot.content_type, url, portal, limits.feed_items)
    if kind == "sitemap":
        return read_sitemap(body, url, portal, limits.sitemap_addresses, limits.sitemap_bytes)
    if kind == "lines":
        return read_lines(body, url, portal, limits.sitemap_addresses)
    text = decode(body, snapshot.content_type, portal.encoding)
    try:
        return read_listing(text, url, portal, limits.links_per_page)
    except RefusedError as error:
        raise RefusedError(f"{portal.name}: {url}: {error}; look at the page") from error


def _kind(snapshot: Snapshot) -> str:
    start = snapshot.body[:_START]
    if start.startswith(b"\x1f\x8b") or _SITEMAP.search(start):
        return "sitemap"
    if _FEED.search(start) and not _HTML.search(start):
        return "feed"
    if _LINES.match(start.partition(b"\n")[0]):
        return "lines"
    return "listing"
