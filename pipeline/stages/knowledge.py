"""What is known of a portal's addresses before a round: from the published copy, and from batches not yet in it."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from pipeline import archive
from pipeline.model import FetchRecord, KnownPage, Outcome
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.pages import known_pages

Known = dict[str, KnownPage]


def knowledge(settings: Settings, names: Sequence[str]) -> dict[str, Known]:
    """By portal, then by address."""
    found: dict[str, Known] = {name: {} for name in names}
    if settings.published_copy.exists():
        with reader(settings) as published:
            found = {name: known_pages(published, name) for name in names}
    for record in _newer(settings, found.keys()):
        pages = found[record.portal]
        page = pages.get(record.url)
        if page is None or record.fetched_at > page.tried_at:  # else the copy holds it already
            pages[record.url] = updated(page, record)
    return found


def _newer(settings: Settings, names: Collection[str]) -> list[FetchRecord]:
    """Records that the copy may lack, in the order of their requests, whatever order their batches are named in."""
    paths = (*archive.loaded(settings), *archive.pending(settings))
    ours = [path for path in paths if archive.read_header(path).portal in names]
    records = [record for path in ours for record in archive.read_records(settings, path)]
    return sorted(records, key=lambda record: record.fetched_at)


def updated(page: KnownPage | None, record: FetchRecord) -> KnownPage:
    """What is known after one more attempt."""
    if page is None:
        page = KnownPage(
            portal=record.portal,
            url=record.url,
            purpose=record.purpose,
            first_seen_at=record.fetched_at,
            tried_at=record.fetched_at,
            outcome=record.outcome,
            misses=0,
        )
    page = replace(page, purpose=record.purpose, tried_at=record.fetched_at, outcome=record.outcome)
    if record.outcome is Outcome.NOT_MODIFIED:
        return replace(page, misses=0)
    if record.outcome is not Outcome.OK:
        return replace(page, misses=page.misses + 1)
    return replace(
        page,
        misses=0,
        body_at=record.fetched_at,
        body_sha256=record.body_sha256,
        etag=record.etag,
        last_modified=record.last_modified,
        archive_file=record.archive_file,
        archive_offset=record.archive_offset,
    )
