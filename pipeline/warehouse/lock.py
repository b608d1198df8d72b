"""Edge: one writer at a time. A lock beside the warehouse file, which names who holds it."""

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from pipeline.errors import StorageError, WarehouseBusyError

POLL_SECONDS = 0.05


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
