"""Edge: one writer at a time: a lock beside the warehouse file, which names who holds it; for a lake also one of its

PostgreSQL, since several machines may write it. Both are given back when a process ends, however it ends.
"""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import StorageError, WarehouseBusyError
from pipeline.settings import Settings
from pipeline.warehouse.connection import CATALOG, Warehouse, opened
from pipeline.warehouse.lake import Place, catalog_of

POLL_SECONDS = 0.05
LOCK = 0x70617277  # any number that nobody else takes in this database
HOLDER = (
    "SELECT format(''the writer at %s, there since %s UTC'', coalesce(host(client_addr), ''a local socket''), "
    "to_char(backend_start AT TIME ZONE ''UTC'', ''YYYY-MM-DD HH24:MI:SS'')) "
    f"FROM pg_locks JOIN pg_stat_activity USING (pid) WHERE locktype = ''advisory'' AND objid = {LOCK} AND granted"
)


@contextmanager
def turn(settings: Settings, *, wait_seconds: float) -> Iterator[None]:
    """Be the only writer, on this machine and on all others."""
    with (
        locked(settings.warehouse_lock, exclusive=True, wait_seconds=wait_seconds),
        _elsewhere(catalog_of(settings), wait_seconds),
    ):
        yield


@contextmanager
def locked(path: Path, *, exclusive: bool, wait_seconds: float) -> Iterator[None]:
    """Hold the lock; raise WarehouseBusyError once `wait_seconds` are over."""
    handle = _open(path)
    try:
        _acquire(handle, path, exclusive=exclusive, wait_seconds=wait_seconds)
        if exclusive:
            _sign(handle, _holder())
        yield
    finally:
        os.close(handle)  # also gives the lock back; the kernel does the same for a killed process


@contextmanager
def _elsewhere(catalog: Place | None, wait_seconds: float) -> Iterator[None]:
    if catalog is None:
        yield
        return
    deadline = time.monotonic() + wait_seconds
    with opened(catalog, read_only=True) as database:
        database.execute("BEGIN")  # the lock is of one connection: a transaction stays on it
        while not database.scalar(f"FROM postgres_query('{CATALOG}', 'SELECT pg_try_advisory_lock({LOCK})')"):
            if time.monotonic() >= deadline:
                raise WarehouseBusyError(
                    f"{catalog.url}: waited {wait_seconds:g} s for {_holders(database)}; try again when it has ended"
                )
            time.sleep(POLL_SECONDS)
        yield


def _holders(database: Warehouse) -> str:
    rows = database.execute(f"FROM postgres_query('{CATALOG}', '{HOLDER}')")
    return ", ".join(str(row[0]) for row in rows) or "a writer on another machine"


def _open(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise StorageError(f"{path}: cannot open the lock ({error.strerror}); make its folder writable") from error


def _acquire(handle: int, path: Path, *, exclusive: bool, wait_seconds: float) -> None:
    kind = fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH
    deadline = time.monotonic() + wait_seconds
    while True:
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
            return
        except BlockingIOError as error:
            if time.monotonic() >= deadline:
                raise WarehouseBusyError(
                    f"{path}: waited {wait_seconds:g} s for {_signature(path)}; try again when it has ended"
                ) from error
            time.sleep(POLL_SECONDS)


def _holder() -> str:
    command = " ".join([Path(sys.argv[0] or "python").name, *sys.argv[1:3]])
    return f"process {os.getpid()} ({command}, writing since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC)"


def _sign(handle: int, text: str) -> None:
    try:
        os.ftruncate(handle, 0)
        os.pwrite(handle, text.encode(), 0)
    except OSError:  # a full disk: the lock holds all the same, it is only unsigned
        return


def _signature(path: Path) -> str:
    """Who holds it, as far as known: readers of the writer's file do not sign."""
    return path.read_text(encoding="utf-8", errors="replace").strip() or "a process that inspects the warehouse"
