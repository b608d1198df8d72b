"""Pure work in several processes: results come in the order asked for, and few of them are ready before their turn."""

import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from itertools import chain, islice
from multiprocessing import current_process, get_context, parent_process
from multiprocessing.connection import wait
from typing import TypeVar

from pipeline.courtesy import begin_afresh, readers_first
from pipeline.errors import StorageError

FEW = 8  # tasks for which no process is started: each needs a second to load its code
MOST = 4  # processes: more than these, the one that loads would not keep up with
LATER = 10  # niceness: who takes the results is what all wait for, and goes first
READY = 8  # results a process may have ready, so that memory stays flat however many tasks there are

T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def ahead(work: Callable[[T], R], tasks: Iterable[T], processes: int | None = None) -> Iterator[Iterator[R]]:
    """What `work` makes of each task. Of 0 processes, it is done in this one when it is asked for.

    What `work` raises is raised here, in its turn. Raises StorageError where a process was killed.
    """
    left = iter(tasks)
    first = list(islice(left, FEW))
    count = _processes(len(first)) if processes is None else processes
    if count == 0:
        yield map(work, chain(first, left))
        return
    pool = ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=_begin)
    try:
        yield _results(pool, work, chain(first, left), count * READY)
    finally:
        pool.shutdown(cancel_futures=True)


def _processes(tasks: int) -> int:
    """As many as there are cores. A process that may have no children of its own does the work itself."""
    return 0 if tasks < FEW or current_process().daemon else min(MOST, len(os.sched_getaffinity(0)))


def _results(pool: ProcessPoolExecutor, work: Callable[[T], R], left: Iterator[T], most: int) -> Iterator[R]:
    try:
        waiting: deque[Future[R]] = deque(pool.submit(_courteously, work, task) for task in islice(left, most))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(_courteously, work, task) for task in islice(left, 1))
            yield result
    except BrokenProcessPool as error:
        raise StorageError(
            "a process that was reading the archive was killed, most likely for want of memory; "
            "free some, then run again: nothing was half-written"
        ) from error


def _courteously(work: Callable[[T], R], task: T) -> R:
    with readers_first():
        return work(task)


def _begin() -> None:
    """Whoever started us is told of Ctrl-C and ends us; if it is killed itself, nobody else would."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.nice(LATER)
    begin_afresh()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
