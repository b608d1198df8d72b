"""Edge: who reads on this machine gets the processor first; where readers leave nothing, we take our share."""

import math
import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

NICE = 5  # a third of the processor where others want it too
LOOK_SECONDS = 0.5
LEAST = 0.2  # of one core: who is ready to work and gets less is starved
SHARE_SECONDS = 30.0  # that a process which was starved once asks for its share from the start
THREADS = Path("/proc/self/task")


@dataclass(slots=True)
class _Memory:
    """Of this process; seconds on the monotonic clock."""

    starved_at: float = -math.inf


_MEMORY = _Memory()


@contextmanager
def readers_first() -> Iterator[None]:
    """Work while others leave a core idle, as Linux's policy for that does it: a reader that wakes need not wait.

    On a full machine that would be never, so a thread looks on and takes the share of NICE once the work stands still.
    Where the system would not let us come back (no right to, or no Linux), it is that share from the start. A server,
    which lives on and whose work is not of its main thread, stays as it is. May be entered again inside itself.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    if os.getpriority(os.PRIO_PROCESS, 0) < NICE:
        os.setpriority(os.PRIO_PROCESS, 0, NICE)
    if time.monotonic() - _MEMORY.starved_at < SHARE_SECONDS or not _may_come_back() or _is_idle():
        yield
        return
    is_done = threading.Event()
    onlooker = threading.Thread(target=_look_on, args=(is_done,), name="readers first", daemon=True)
    onlooker.start()  # first, since a thread begins with the policy of the one that starts it
    os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    try:
        yield
    finally:
        is_done.set()
        _take_share()
        onlooker.join()


def begin_afresh() -> None:
    """For a process that was started by one which lets readers go first: it began with that policy, and unwatched."""
    if _may_come_back():
        _take_share()


def _is_idle() -> bool:
    return os.sched_getscheduler(0) == os.SCHED_IDLE


def _take_share() -> None:
    """Every thread of this process asks for the processor again, as others do."""
    for thread in THREADS.iterdir():
        with suppress(ProcessLookupError):  # it ended meanwhile
            os.sched_setscheduler(int(thread.name), os.SCHED_OTHER, os.sched_param(0))


def _look_on(is_done: threading.Event) -> None:
    began, had = time.monotonic(), time.process_time()
    while not is_done.wait(LOOK_SECONDS):
        now, has = time.monotonic(), time.process_time()
        if has - had < LEAST * (now - began) and _is_ready():
            _MEMORY.starved_at = now
            _take_share()
            return
        began, had = now, has


def _is_ready() -> bool:
    """Whether a thread other than this one waits for a processor, and not for a disk or for work."""
    others = [thread for thread in THREADS.iterdir() if int(thread.name) != threading.get_native_id()]
    return any(_state(thread) == "R" for thread in others)


def _state(thread: Path) -> str:
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()[0]
    except OSError:  # it ended meanwhile
        return ""


@cache
def _may_come_back() -> bool:
    """Linux lets everyone go idle, but few come back: a thread that ends here tries."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_there_and_back).result()


def _there_and_back() -> bool:
    try:
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
    except (AttributeError, OSError):
        return False
    return True
