"""What the archive may forget: rounds that brought no bytes. Pages themselves are kept for ever."""

from datetime import datetime

from pipeline.archive.inbox import batches, explained, pending, read_header, remove
from pipeline.archive.reading import read_records
from pipeline.model import Outcome
from pipeline.settings import Settings


def thin(settings: Settings, before: datetime) -> tuple[str, ...]:
    """Delete batches begun before a moment that hold no page, and are loaded; their names.

    Tables made anew afterwards lack those requests, and nothing else.
    """
    waiting = set(pending(settings))
    gone = []
    for path in batches(settings):
        header = read_header(path)
        if header.started_at >= before or path in waiting:
            continue
        if all(record.outcome is not Outcome.OK for record in read_records(settings, path)):
            with explained(path):
                remove(settings, path)
            gone.append(header.batch)
    return tuple(gone)
