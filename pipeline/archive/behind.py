"""Batches written by a thread of their own, in the order given, while fetching goes on."""

import asyncio
import threading
from collections.abc import Callable
from functools import partial
from queue import SimpleQueue
from types import TracebackType
from typing import Self

from pipeline.archive.writing import BatchWriter
from pipeline.model import Exchange, FetchRecord, KnownPage, Snapshot

_AHEAD = 16  # outcomes that may wait; then whoever brings more waits for the disk
_LARGE = 1024 * 1024  # bytes of an answer that nobody keeps in memory while others are written


class Scribe:
    """The thread. Packing and hashing let other threads run, so that it costs the fetching next to nothing."""

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._places = threading.Semaphore(_AHEAD)
        self._thread = threading.Thread(target=self._run, name="archive", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._work.put(None)
        self._thread.join()

    def give(self, work: Callable[[], None]) -> None:
        """`work` must not raise."""
        self._places.acquire()
        self._work.put(work)

    def wait(self) -> None:
        """Until all that was given is done."""
        is_done = threading.Event()
        self.give(is_done.set)
        is_done.wait()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()
            self._places.release()


class BatchBehind:
    """One batch, written by the scribe. What the disk refuses is raised by the next call; nothing is added after it."""

    def __init__(self, writer: BatchWriter, scribe: Scribe) -> None:
        self.batch = writer.batch
        self.archive_file = writer.archive_file
        self._writer = writer
        self._scribe = scribe
        self._fault: Exception | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """What was given is written before the batch is closed, also after an error."""
        self._scribe.wait()
        if error is None:
            self._raise()

    def add(
        self,
        record: FetchRecord,
        snapshot: Snapshot | None,
        exchange: Exchange | None,
        same_as: KnownPage | None,
        notes: tuple[str, ...],
    ) -> None:
        self._raise()
        keep = partial(self._writer.add, record, snapshot, exchange, same_as, notes)
        self._scribe.give(partial(self._write, keep))
        if exchange is not None and len(exchange.payload) > _LARGE:
            self._scribe.wait()

    async def finish(self) -> None:
        """Hand the batch over, without holding up the loop while the disk syncs."""
        await asyncio.to_thread(self._scribe.wait)
        self._raise()
        await asyncio.to_thread(self._writer.finish)

    def _write(self, keep: Callable[[], object]) -> None:
        if self._fault is not None:
            return
        try:
            keep()
        except Exception as fault:  # noqa: BLE001 - raised again where the round runs
            self._fault = fault

    def _raise(self) -> None:
        if self._fault is not None:
            raise self._fault
