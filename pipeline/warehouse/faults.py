"""What DuckDB and the file system complain of -> our errors, each with what a person does about it."""

import errno
from pathlib import Path

import duckdb

from pipeline.errors import (
    NothingYetError,
    ParwatchError,
    QueryError,
    StorageError,
    WarehouseBusyError,
    WarehouseDamagedError,
)

DAMAGE = (
    "not a valid DuckDB database",
    "Corrupt",
    "replaying WAL",
    "Could not read enough bytes",
    "checksum",
    "WAL file",
)
FULL = ("No space left on device", "Disk quota exceeded")  # told as one fault of many kinds, a failed commit among them

NOTHING_YET = ("creating a new DuckLake is explicitly disabled", "unable to open database file")


def translate(error: Exception, url: str) -> ParwatchError:
    """Say in one line what a person does about it."""
    text = " ".join(str(error).split())
    if any(mark in text for mark in FULL):
        return StorageError(f"{url}: {text}; free space, then run again: nothing was half-written")
    if any(mark in text for mark in DAMAGE) or isinstance(error, (duckdb.FatalException, duckdb.InternalException)):
        return WarehouseDamagedError(f"{url}: {text}; run `parwatch rebuild`, the archive holds everything")
    if any(mark in text for mark in NOTHING_YET):
        return NothingYetError(f"{url}: nothing was loaded yet; run `parwatch run` or `parwatch ingest` first")
    if isinstance(error, duckdb.TransactionException) and "conflict" in text.lower():
        return WarehouseBusyError(f"{url}: {text}; another machine wrote at the same moment: run again")
    if "connect to Postgres" in text:
        return StorageError(f"{url}: {text}; see that the database runs and lets us in, then run again")
    if "Could not set lock" in text or "Unique file handle conflict" in text:
        return WarehouseBusyError(f"{url}: {text}; close the other program, or let it open the published copy")
    if isinstance(error, (duckdb.IOException, duckdb.OutOfMemoryException)):
        return StorageError(f"{url}: {text}; free space or mend permissions, then run again")
    return QueryError(f"{url}: {text}; mend the SQL or the values given to it")


def storage_error(error: OSError, path: Path) -> StorageError:
    """The same for a fault of the file system itself."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    todo = "free space" if full else "mend the folder or its permissions"
    return StorageError(f"{path}: {error.strerror or error}; {todo}, then run again: nothing was half-written")
