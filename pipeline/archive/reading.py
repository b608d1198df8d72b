"""WARC files -> outcomes and snapshots: our own, checked against their hashes, and those of others."""

import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipeline.archive.inbox import batch_of, explained, hand_over, leftovers
from pipeline.archive.records import load
from pipeline.archive.store import opened
from pipeline.archive.warc import Item, Opened, in_folder, items
from pipeline.codings import CodingError, coding_names, undo
from pipeline.errors import ArchiveError
from pipeline.model import FetchRecord, Outcome, Snapshot
from pipeline.settings import Settings

LARGEST = 64 * 1024 * 1024  # of one page; a fetch keeps less
_TEXT_KINDS = ("text/", "application/xhtml", "application/xml", "application/rss", "application/atom")


def read_batch(settings: Settings, path: Path) -> Iterator[tuple[FetchRecord, Snapshot | None]]:
    """Every outcome of a batch in the order of fetching; a snapshot where the outcome is ok.

    Raises ArchiveError where a body is missing or does not match its hash.
    """
    for record, snapshot, _end in _outcomes(path, partial(opened, settings)):
        yield record, snapshot


def read_records(settings: Settings, path: Path) -> Iterator[FetchRecord]:
    """The outcomes alone, their bytes unread."""
    for item in items(path, largest=LARGEST, opened=partial(opened, settings)):
        if item.kind == "metadata":
            yield _loaded(path, item)[0]


def read_snapshot(settings: Settings, archive_file: str, offset: int) -> Snapshot:
    """The page whose bytes lie at an offset, as a fetch record names it."""
    path = settings.archive / archive_file
    held: Item | None = None
    for item in items(path, largest=LARGEST, start=offset, opened=partial(opened, settings)):
        if held is None:
            held = item
        elif item.kind == "metadata":
            record, facts = _loaded(path, item)
            return _page(path, record, facts or {}, held)
    raise ArchiveError(f"{path}: no page at offset {offset}; restore the archive file")


def read_foreign(path: Path, portal: str = "") -> Iterator[Snapshot]:
    """Every page of a WARC file that others made, compressed or not; images, errors and repeats are passed over."""
    for item in items(path, largest=LARGEST, undo_codings=True):
        is_answer = item.kind == "response" and item.status == 200
        kind = item.http.get("content-type", "") if is_answer else item.headers.get("content-type", "")
        if not (is_answer or item.kind == "resource") or not kind.lower().startswith(_TEXT_KINDS):
            continue
        if len(item.payload) <= LARGEST:
            yield _made(portal, item.url, item.moment, 200, kind, item.payload, item.http)


def salvage(settings: Settings, portal: str) -> list[str]:
    """Hand over what a killed run left of a portal, up to its last whole outcome; the batches so saved."""
    saved = []
    for path in leftovers(settings, portal):
        final = path.with_name(path.name.removesuffix(".open"))
        end = _last_whole(path)
        with explained(path):
            if end is None:
                path.unlink()
                continue
            os.truncate(path, end)
            batch = batch_of(final.relative_to(settings.archive).as_posix())
            hand_over(settings, batch.batch, final)
        saved.append(batch.batch)
    return saved


def _last_whole(path: Path) -> int | None:
    """Where the last outcome record ends whose bytes are sound, or None."""
    end = None
    with suppress(ArchiveError):
        for _outcome, _bytes, sound_until in _outcomes(path, in_folder):
            end = sound_until
    return end


def _outcomes(path: Path, how: Opened) -> Iterator[tuple[FetchRecord, Snapshot | None, int]]:
    """Each outcome, its page, and the offset behind it."""
    held: Item | None = None
    for item in items(path, largest=LARGEST, opened=how):
        if item.kind in {"response", "resource", "revisit"}:
            held = item
        elif item.kind == "metadata":
            record, facts = _loaded(path, item)
            yield record, _page(path, record, facts, held) if facts else None, item.end
            held = None


def _loaded(path: Path, item: Item) -> tuple[FetchRecord, dict[str, Any] | None]:
    try:
        record, facts = load(item.payload)
    except ArchiveError as error:
        raise ArchiveError(f"{path}: {error}") from error
    return record, facts if record.outcome is Outcome.OK else None


def _page(path: Path, record: FetchRecord, facts: dict[str, Any], held: Item | None) -> Snapshot:
    if held is None or held.kind == "revisit":
        raise ArchiveError(f"{path}: no bytes for {record.url} (outcome {record.id}); restore the archive file")
    try:
        body = undo(held.payload, coding_names(held.http.get("content-encoding", "")), LARGEST)
    except CodingError as error:
        raise ArchiveError(f"{path}: {record.url}: {error}; restore the archive file") from error
    if sha256(body).hexdigest() != record.body_sha256:
        raise ArchiveError(f"{path}: the bytes of {record.url} do not match their hash; restore the archive file")
    kind = facts.get("content_type", held.http.get("content-type", ""))
    return _made(
        record.portal, facts.get("url", record.url), record.fetched_at, record.status or 200, kind, body, held.http
    )


def _made(
    portal: str, url: str, moment: datetime, status: int, kind: str, body: bytes, http: dict[str, str]
) -> Snapshot:
    return Snapshot(
        portal=portal,
        url=url,
        fetched_at=moment.astimezone(UTC),
        status=status,
        content_type=kind,
        body=body,
        sha256=sha256(body).hexdigest(),
        etag=http.get("etag"),
        last_modified=http.get("last-modified"),
    )
