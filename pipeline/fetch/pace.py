"""Politeness: one request at a time to a host, a pause between two, and no early return after `Retry-After`."""

import asyncio
import json
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.fetch.turns import HostFile

_LONGEST_WISH = 86_400.0
_INSTEAD = 3_600.0


@dataclass(slots=True)
class _Host:
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: float = 0.0  # of the monotonic clock
    file: HostFile | None = None


class Pace:
    """Hosts by `name:port`. In a folder, turns are shared with other processes, and a wish to wait outlives the run.

    Without `keeps_wishes` only the turns are shared.
    """

    def __init__(self, folder: Path | None = None, *, keeps_wishes: bool = True) -> None:
        self._hosts: dict[str, _Host] = {}
        self._turns = folder
        self._wishes = folder if keeps_wishes else None
        self._waits: dict[str, datetime | None] = {}
        self._read_at: dict[str, int] = {}  # when its file was changed last, as read

    @asynccontextmanager
    async def turn(self, host: str, pause_seconds: float) -> AsyncIterator[None]:
        """Wait for the host's turn; the next turn comes `pause_seconds` after this one has ended."""
        one = self._hosts.get(host) or self._begin(host)
        async with one.turn:
            if (left := one.free_at - time.monotonic()) > 0:
                await asyncio.sleep(left)
            if one.file is not None:
                await one.file.take()
            try:
                yield
            finally:
                one.free_at = time.monotonic() + pause_seconds
                if one.file is not None:
                    one.file.give(pause_seconds)

    def close(self) -> None:
        for one in self._hosts.values():
            if one.file is not None:
                one.file.close()

    def waits_until(self, host: str, now: datetime) -> datetime | None:
        """The moment before which the host asked not to be asked again."""
        if self._wishes is not None and (changed := _changed(_file(self._wishes, host))) != self._read_at.get(host):
            self._waits[host], self._read_at[host] = _read(_file(self._wishes, host)), changed
        until = self._waits.get(host)
        return until if until is not None and until > now else None

    def ask_to_wait(self, host: str, now: datetime, seconds: float) -> datetime:
        """Remember the wish. One of more than a day is taken for a mistake: nobody shuts us out for a year."""
        until = self._waits[host] = now + timedelta(seconds=seconds if seconds <= _LONGEST_WISH else _INSTEAD)
        if self._wishes is not None:
            path = _file(self._wishes, host)
            with suppress(OSError):  # a full disk shows itself where the pages are kept
                path.parent.mkdir(parents=True, exist_ok=True)
                unfinished = path.with_suffix(".new")
                unfinished.write_text(json.dumps({"host": host, "until": until.astimezone(UTC).isoformat()}))
                unfinished.rename(path)
            self._read_at[host] = _changed(path)
        return until

    def _begin(self, host: str) -> _Host:
        one = self._hosts[host] = _Host()
        if self._turns is not None:
            one.file = HostFile(_file(self._turns, host).with_suffix(".turn"))
        return one


def _file(folder: Path, host: str) -> Path:
    return folder / f"{host.replace(':', '_').replace('[', '').replace(']', '')}.json"


def _read(path: Path) -> datetime | None:
    try:
        return datetime.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["until"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _changed(path: Path) -> int:
    """Another process may hear a wish too."""
    try:
        return os.stat(path).st_mtime_ns  # noqa: PTH116 - asked before every request, and twice as quick
    except OSError:
        return 0


class Clock:
    """Seconds left for one address; only requests use them up, not turns that are waited for."""

    def __init__(self, left: float) -> None:
        self.left = left

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Raises TimeoutError when nothing is left."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(max(self.left, 0.01)):
                yield
        finally:
            self.left -= time.monotonic() - began
