"""Fetch records <-> the JSON of a WARC metadata record. Pure."""

import json
from dataclasses import fields as fields_of
from datetime import UTC, date, datetime
from typing import Any

from pipeline.errors import ArchiveError
from pipeline.model import FetchRecord, Outcome, Snapshot

_NAMES = tuple(one.name for one in fields_of(FetchRecord))


def dump(record: FetchRecord, snapshot: Snapshot | None, notes: tuple[str, ...]) -> bytes:
    """What the answer itself does not say is kept as well: the page's address and type as we take them."""
    fields: dict[str, Any] = {name: getattr(record, name) for name in _NAMES}
    if snapshot is not None:
        fields["snapshot"] = {"url": snapshot.url, "content_type": snapshot.content_type, "status": snapshot.status}
    if notes:
        fields["notes"] = notes
    return json.dumps(fields, ensure_ascii=False, default=_text).encode()


def load(text: bytes) -> tuple[FetchRecord, dict[str, Any] | None]:
    """The record, and what was kept of its snapshot."""
    try:
        fields = json.loads(text)
        snapshot = fields.pop("snapshot", None)
        if not isinstance(snapshot, dict | None):
            raise TypeError(f"snapshot: {snapshot!r:.60}")
        fields.pop("notes", None)
        fields["outcome"] = Outcome(fields["outcome"])
        fields["fetched_at"] = datetime.fromisoformat(fields["fetched_at"]).astimezone(UTC)
        fields["published"] = date.fromisoformat(fields["published"]) if fields["published"] else None
        return FetchRecord(**fields), snapshot
    except (ValueError, OverflowError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ArchiveError(f"an outcome record cannot be read ({error}); restore the archive file") from error


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no text form")
