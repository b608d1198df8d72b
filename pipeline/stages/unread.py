"""Why a portal is no longer read: the selector that finds nothing, and what it held when it last did."""

from contextlib import suppress

from pipeline import archive
from pipeline.discover import discover
from pipeline.errors import LayoutChangedError, ParwatchError
from pipeline.extract import extract
from pipeline.model import Portal, Snapshot
from pipeline.settings import Settings
from pipeline.warehouse.connection import Warehouse

SHOWN = 80  # characters of a body
SOURCES = """
    SELECT url, yield, archive_file, archive_offset FROM core.fetch
    WHERE portal = $1 AND outcome = 'ok' AND purpose IN ('feed', 'sitemap', 'listing') AND archive_file IS NOT NULL
    ORDER BY fetched_at DESC LIMIT 1
"""
NAMED = """
    SELECT fetched_at, yield FROM core.fetch
    WHERE portal = $1 AND url = $2 AND starts_with(yield, 'pages:') ORDER BY fetched_at DESC LIMIT 1
"""
NEWEST = (
    "SELECT archive_file, archive_offset FROM core.fetch WHERE portal = $1 AND purpose = 'article' AND yield = $2 "
    "AND archive_file IS NOT NULL ORDER BY fetched_at DESC LIMIT 1"
)


def why_unread(settings: Settings, held: Warehouse, portal: Portal) -> str | None:
    """None where no page of another layout is held, or its bytes cannot be had."""
    with suppress(ParwatchError):
        page = _newest(settings, held, portal, "layout_changed")
        if page is None:
            return _why_no_pages(settings, held, portal)
        try:
            extract(page, portal)
        except LayoutChangedError as error:
            return str(error) + _used_to_hold(settings, held, portal)
        return f"{page.url} is read by today's file: parwatch replay --portal {portal.name}"
    return None


def _why_no_pages(settings: Settings, held: Warehouse, portal: Portal) -> str | None:
    for url, given, file, offset in held.execute(SOURCES, [portal.name]):
        if str(given).startswith("pages:"):
            return None
        used = [f"; on {at:%Y-%m-%d} it gave {said}" for at, said in held.execute(NAMED, [portal.name, url])]
        try:
            discover(archive.read_snapshot(settings, str(file), int(offset)), portal)
        except LayoutChangedError as error:
            return "".join([str(error), *used])
        return f"{url} is read by today's file: parwatch replay --portal {portal.name}"
    return None


def _used_to_hold(settings: Settings, held: Warehouse, portal: Portal) -> str:
    page = _newest(settings, held, portal, "article")
    if page is None:
        return ""
    body = extract(page, portal).body
    return f"; on {page.fetched_at:%Y-%m-%d} it held {body[:SHOWN]!r} ({page.url})"


def _newest(settings: Settings, held: Warehouse, portal: Portal, given: str) -> Snapshot | None:
    for file, offset in held.execute(NEWEST, [portal.name, given]):
        return archive.read_snapshot(settings, str(file), int(offset))
    return None
