"""How long all tables take to be made anew from a large archive, in how much memory, and which steps take the time.

    python -m benchmarks.volume [pages] [--keep FOLDER]     100000 pages if no number is given; 3000 for a trial

The archive is made up (archived_pages.py) and written by our own writer. `parwatch rebuild` then runs as a program of
its own; the memory is that of all its processes together, looked at five times a second. The shares come from a second
rebuild, of no more than 3,000 pages, by one process that takes the time of each step. The wish: 100,000 pages in ten
minutes on 2 cores, within 2 GiB.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial, wraps
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

from benchmarks.archived_pages import batches_of, write_batch
from pipeline.settings import Settings
from pipeline.stages import batches, checking, replaying
from pipeline.warehouse import load as loading
from pipeline.warehouse.access import reader

PARWATCH = Path(sys.executable).with_name("parwatch")
SAMPLED = 3_000  # pages whose steps are timed one by one
TABLES = ("batch", "fetch", "article", "shingle", "observation", "finding", "check_run")
STEPS: dict[str, tuple[tuple[object, str], ...]] = {
    "decode and extract": ((batches, "extract"),),
    "strip": ((batches, "strip"),),
    "observe": ((batches, "observed"),),
    "fingerprint": ((batches, "fingerprint"),),
    "group": ((loading, "group_articles"),),
    "load": ((loading, "load"),),
    "check and judge": ((replaying, "judge_again"), (replaying, "finish")),
    "publish": ((checking, "publish"),),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=int, nargs="?", default=100_000)
    parser.add_argument("--keep", type=Path, help="where archive and tables lie and stay")
    given = parser.parse_args()
    _introduce()
    with _folder(given.keep) as folder:
        settings = Settings(home=folder / "home")
        size = write(settings, given.pages)
        print(f"{given.pages:,} pages of {size / given.pages / 1000:.1f} KB in {len(batches_of(given.pages)):,} files")
        rebuild(settings, given.pages)
        count_rows(settings)
        sample = Settings(home=folder / "sample")
        write(sample, min(given.pages, SAMPLED))
        print_shares(sample, min(given.pages, SAMPLED))


def _introduce() -> None:
    import duckdb

    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    print(
        f"{platform.python_implementation()} {platform.python_version()}, DuckDB {duckdb.__version__}, "
        f"{platform.machine()}, {os.cpu_count()} cores, load {load}"
    )


@contextmanager
def _folder(keep: Path | None) -> Iterator[Path]:
    folder = keep or Path(tempfile.mkdtemp(prefix="parwatch-volume-"))
    try:
        yield folder
    finally:
        if keep is None:
            shutil.rmtree(folder)


def write(settings: Settings, pages: int) -> int:
    """Make the archive, unless it is there from an earlier run; the bytes of its pages."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        work = partial(_write, settings)
        return 0 if settings.archive.exists() else sum(pool.map(work, batches_of(pages), chunksize=8))


def _write(settings: Settings, batch: tuple[int, int]) -> int:
    return write_batch(settings, *batch)


# --- the program, watched from outside ---------------------------------------------------------


def rebuild(settings: Settings, pages: int) -> None:
    started = time.perf_counter()
    process = subprocess.Popen([PARWATCH, "--home", settings.home, "rebuild"])
    watch = Watch(process.pid)
    _, status, used = os.wait4(process.pid, 0)
    peak = watch.stop()
    wall = time.perf_counter() - started
    if status:
        raise SystemExit(f"rebuild ended with {os.waitstatus_to_exitcode(status)}")
    cpu = used.ru_utime + used.ru_stime
    print(f"rebuild: {wall:.0f} s, {pages / wall:.0f} pages/s, {wall / pages * 1000:.2f} ms a page")
    print(f"  processor time {cpu:.0f} s, {cpu / pages * 1000:.2f} ms a page; load {os.getloadavg()[0]:.1f}")
    print(f"  memory at its highest: {peak / 2**20:,.0f} MiB; of the largest process {used.ru_maxrss / 1024:,.0f}")


class Watch:
    """Looks at the memory of a process and all its children until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._is_over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def stop(self) -> int:
        self._is_over.set()
        self._thread.join()
        return self._peak

    def _look(self) -> None:
        while not self._is_over.wait(0.2):
            self._peak = max(self._peak, sum(map(_resident, _family(self._pid))))


def _family(pid: int) -> Iterator[int]:
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:  # it has just ended
            continue
        for child in children:
            yield from _family(int(child))


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def count_rows(settings: Settings) -> None:
    with reader(settings) as copy:
        rows = [(table, copy.count(f"SELECT count(*) FROM core.{table}")) for table in TABLES]
        related = copy.execute("SELECT relation, count(*) FROM core.article GROUP BY ALL ORDER BY ALL")
        states = copy.execute("SELECT status, count(*) FROM core.observation GROUP BY ALL ORDER BY ALL")
    print("rows: " + ", ".join(f"{name} {number:,}" for name, number in rows))
    print("articles: " + ", ".join(f"{name} {number:,}" for name, number in related), end="; ")
    print("figures: " + ", ".join(f"{name} {number:,}" for name, number in states))
    print(f"tables: {settings.warehouse.stat().st_size / 2**20:,.0f} MiB")


# --- what takes the time -----------------------------------------------------------------------


def print_shares(settings: Settings, pages: int) -> None:
    spent: Counter[str] = Counter()
    started = time.process_time()
    with ExitStack() as patches:
        for step, places in STEPS.items():
            for where, name in places:
                patches.enter_context(patch.object(where, name, _timed(getattr(where, name), step, spent)))
        replaying.rebuild(settings, processes=0)
    total = time.process_time() - started
    spent["read WARC, hash, all else"] = total - spent.total()
    print(f"\n{pages:,} pages by one process, processor time in ms a page:")
    for step, seconds in [*spent.most_common(), ("together", total)]:
        print(f"  {step:28}{seconds / pages * 1000:8.2f}{seconds / total:8.0%}")


def _timed(work: Callable[..., object], step: str, spent: Counter[str]) -> Callable[..., object]:
    @wraps(work)
    def timed(*given: object, **named: object) -> object:
        started = time.process_time()
        try:
            return work(*given, **named)
        finally:
            spent[step] += time.process_time() - started

    return timed


if __name__ == "__main__":
    main()
