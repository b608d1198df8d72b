"""Snapshot -> article, its body still with all its copies; pure: the same bytes give the same article."""

import re
from datetime import date

from pipeline.encoding import decode
from pipeline.errors import EncodingError, NotAnArticleError, RefusedError
from pipeline.extract.bodies import Page
from pipeline.extract.heads import VIETNAM
from pipeline.extract.pages import read_page
from pipeline.extract.refuse import SHORT_TEXT, refused_bytes, refused_text
from pipeline.extract.wording import clean
from pipeline.html import Element, parse
from pipeline.model import Article, Layout, Portal, Snapshot

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|div|p|table|article|section|span|br|h[1-6])\b", re.IGNORECASE)


def extract(snapshot: Snapshot, portal: Portal) -> Article:
    """Raises LayoutChangedError, NotAnArticleError or EncodingError."""
    if why := refused_bytes(snapshot):
        raise _no_article(snapshot, why)
    source = _decoded(snapshot, portal)
    kind = snapshot.content_type.partition(";")[0].strip().lower()
    if kind == "text/plain" or not _MARKUP.search(source):
        return _plain_article(snapshot, source, kind)
    try:
        root = parse(source)
    except RefusedError as error:
        raise _no_article(snapshot, str(error)) from error
    day = snapshot.fetched_at.astimezone(VIETNAM).date()
    return read_page(Page(snapshot, portal, root, source, day, _layout(portal, day, root)))


def _decoded(snapshot: Snapshot, portal: Portal) -> str:
    try:
        return decode(snapshot.body, snapshot.content_type, portal.encoding)
    except EncodingError as error:
        raise EncodingError(f"{snapshot.portal}: {snapshot.url}: {error}") from error


def _layout(portal: Portal, day: date, root: Element) -> Layout | None:
    """The newest in force. On the day that it begins, the one before still reads what was fetched earlier that day."""
    valid = sorted((one for one in portal.layouts if one.since <= day), key=lambda layout: layout.since)
    if len(valid) > 1 and valid[-1].since == day and not root.first(valid[-1].body) and root.first(valid[-2].body):
        return valid[-2]
    return valid[-1] if valid else None


def _no_article(snapshot: Snapshot, why: str) -> NotAnArticleError:
    return NotAnArticleError(f"{snapshot.portal}: {snapshot.url}: {why}, no article")


def _plain_article(snapshot: Snapshot, source: str, kind: str) -> Article:
    if kind not in {"", "text/plain", "text/html"}:
        raise _no_article(snapshot, f"an answer of type {kind}")
    text = clean(source.splitlines())
    if not text:
        raise _no_article(snapshot, "an empty answer")
    if len(text) < SHORT_TEXT and (why := refused_text(text)):
        raise _no_article(snapshot, why)
    return Article(snapshot.portal, snapshot.url, None, None, None, text, "text")
