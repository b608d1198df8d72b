"""What earlier rounds kept in the archive, where a new one needs it again."""

from contextlib import suppress
from datetime import datetime, timedelta

from pipeline import archive
from pipeline.discover import discover
from pipeline.errors import ParwatchError
from pipeline.fetch import Fetched, Rules, read_rules
from pipeline.model import KnownPage, Outcome, Portal, Snapshot
from pipeline.settings import Settings

RULES_KEPT = timedelta(days=1)


def kept_bytes(settings: Settings, fetched: Fetched) -> Snapshot | None:
    """The page of an outcome, also where the server says that it is still the one we hold."""
    return _stored(settings, fetched.same_as) if fetched.same_as is not None else fetched.snapshot


def kept_rules(settings: Settings, known: KnownPage | None, now: datetime) -> Rules | None:
    """The rules of a robots.txt that was read within a day; None: it is to be asked for."""
    if known is None or known.tried_at < now - RULES_KEPT:
        return None
    if known.outcome is Outcome.MISSING:
        return Rules()
    stored = _stored(settings, known) if known.misses == 0 else None
    return read_rules(stored.body, settings.limits.robots_bytes) if stored else None


def used_to_name(settings: Settings, portal: Portal, kind: str, known: KnownPage | None) -> str:
    """What a source gave when it was last kept, read by today's file: so a person sees what to look for."""
    if known is None or known.body_at is None:
        return ""
    with suppress(ParwatchError):
        stored = _stored(settings, known)
        pages = discover(stored, portal, expected=kind, limits=settings.limits).pages if stored else ()
        example = f", as {pages[0].title or pages[0].url!r}" if pages else ""
        return f"; on {known.body_at:%Y-%m-%d} it named {len(pages)} pages{example}"
    return ""


def _stored(settings: Settings, known: KnownPage) -> Snapshot | None:
    if known.archive_file is None or known.archive_offset is None:
        return None
    return archive.read_snapshot(settings, known.archive_file, known.archive_offset)
