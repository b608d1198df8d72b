"""What the watcher keeps of one address, and whether what it names now is news. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from pipeline.discover import discover, page_key
from pipeline.errors import ParwatchError
from pipeline.fetch import Fetched
from pipeline.model import KnownPage, Outcome, Page, Portal

HEAVY_BYTES = 256 * 1024  # an address that sends this much each time, and never "not modified", …
HEAVY_PAUSE = timedelta(minutes=10)  # … is looked at this seldom
NOTED_AGE = timedelta(hours=12)  # after which the same bytes are noted anew

Seen = Mapping[str, str]  # of one address: etag, last_modified, sha256, pages, read_at, bytes
Held = frozenset[str]  # keys of pages that were fetched


def read_look(fetched: Fetched, portal: Portal, before: Seen, held: Held | None) -> tuple[Seen, bool]:
    """What is known of the address now (as before, unless it gave a page that names pages), and whether it is news."""
    record, snapshot = fetched.record, fetched.snapshot
    if record.outcome is Outcome.NOT_MODIFIED and record.status == 200:
        return {**before, "read_at": _later(before, record.fetched_at)}, False
    if record.outcome is not Outcome.OK or snapshot is None:
        return before, False
    try:
        pages = discover(snapshot, portal).pages
    except ParwatchError:
        return before, False
    found = {
        "etag": record.etag,
        "last_modified": record.last_modified,
        "sha256": record.body_sha256,
        "pages": _digest(pages),
        "read_at": record.fetched_at.isoformat(),
        "bytes": str(record.body_bytes),
    }
    now = {name: value for name, value in found.items() if value is not None}
    return now, now["pages"] != before["pages"] if before else _is_unheard(pages, held)


def _is_unheard(pages: Sequence[Page], held: Held | None) -> bool:
    """At a first look: whether a page is named that we do not hold. A portal never fetched waits for its sweep."""
    return bool(held) and any(page_key(page.url) not in (held or ()) for page in pages)


def _digest(pages: Sequence[Page]) -> str:
    named = sorted(f"{page.url} {page.title} {page.published}" for page in pages)
    return sha256("\n".join(named).encode()).hexdigest()


def _later(before: Seen, now: datetime) -> str:
    """The same bytes again: the server's word on them is good for another day, noted twice a day at most."""
    is_old = now - datetime.fromisoformat(before["read_at"]) > NOTED_AGE
    return now.isoformat() if is_old else before["read_at"]


def known_before(portal: Portal, url: str, before: Seen) -> KnownPage | None:
    if not before:
        return None
    read_at = datetime.fromisoformat(before["read_at"])
    return KnownPage(
        portal=portal.name,
        url=url,
        purpose=purpose_of(portal),
        first_seen_at=read_at,
        tried_at=read_at,
        outcome=Outcome.OK,
        misses=0,
        body_at=read_at,
        body_sha256=before["sha256"],
        etag=before.get("etag"),
        last_modified=before.get("last_modified"),
        archive_file="",  # nothing of ours is archived: the memory is all we hold
    )


def purpose_of(portal: Portal) -> str:
    return "feed" if portal.feeds else "listing" if portal.listings else "sitemap"


def rests(before: Seen, now: datetime) -> bool:
    if not before or int(before["bytes"]) < HEAVY_BYTES:
        return False
    return now - datetime.fromisoformat(before["read_at"]) < HEAVY_PAUSE
