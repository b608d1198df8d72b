"""Edge: fetches <-> WARC files, one per batch, with every outcome in it: the archive alone gives back all the rest."""

from pipeline.archive.behind import BatchBehind, Scribe
from pipeline.archive.inbox import Batch, batches, done, files, loaded, pending, published, read_header
from pipeline.archive.reading import read_batch, read_foreign, read_records, read_snapshot, salvage
from pipeline.archive.retention import thin
from pipeline.archive.store import size
from pipeline.archive.writing import BatchWriter

__all__ = [
    "Batch",
    "BatchBehind",
    "BatchWriter",
    "Scribe",
    "batches",
    "done",
    "files",
    "loaded",
    "pending",
    "published",
    "read_batch",
    "read_foreign",
    "read_header",
    "read_records",
    "read_snapshot",
    "salvage",
    "size",
    "thin",
]
