"""A host's turn among the processes of one machine: a file that one of them holds, and that says when the next may."""

import asyncio
import fcntl
import os
import time
from contextlib import suppress
from pathlib import Path

_LOOK_AGAIN = 0.05  # seconds, while another process asks the host
_LONGEST = 90.0  # of one turn with its pause; a process that stops in the middle holds nobody up for longer


class HostFile:
    """Locked while its holder asks, so that a killed one frees it; holds the moment of the next turn.

    The moment is of the monotonic clock, which all processes of a machine share. Without a file (a full disk, which
    shows itself where pages are kept) a process minds only its own turns.
    """

    def __init__(self, path: Path) -> None:
        self._file: int | None = None
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)

    async def take(self) -> None:
        """Whoever waits for a moment does not hold the file meanwhile, or nobody else would ever get it."""
        if self._file is None:
            return
        until = time.monotonic() + _LONGEST
        while time.monotonic() < until:
            if not self._is_taken(self._file):
                await asyncio.sleep(_LOOK_AGAIN)
            elif (left := self._left(self._file)) > 0:
                fcntl.flock(self._file, fcntl.LOCK_UN)
                await asyncio.sleep(left)
            else:
                return

    def give(self, pause_seconds: float) -> None:
        if self._file is None:
            return
        with suppress(OSError):
            os.pwrite(self._file, f"{time.monotonic() + pause_seconds:020.3f}\n".encode(), 0)
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _is_taken(self, file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _left(self, file: int) -> float:
        """Seconds; a moment that lies too far ahead was written before the machine was started anew."""
        try:
            left = float(os.pread(file, 32, 0)) - time.monotonic()
        except (OSError, ValueError):
            return 0.0
        return left if left <= _LONGEST else 0.0
