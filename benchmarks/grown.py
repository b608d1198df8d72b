"""Homes with a generated history (world.py) of several sizes, and tables of what was measured in each."""

import argparse
import multiprocessing
import shutil
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.machine import machine
from benchmarks.world import fill
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.publish import publish

SIZES = (10_000, 100_000)


@dataclass
class Clock:
    """Milliseconds of each named piece of work, on the wall and of the processors, run by run."""

    wall: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    processor: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def time(self, name: str, work: Callable[[], object]) -> None:
        wall, processor = time.perf_counter(), time.process_time()
        work()
        self.wall[name].append(1000 * (time.perf_counter() - wall))
        self.processor[name].append(1000 * (time.process_time() - processor))


def main(about: str, measure: Callable[[Settings, Clock], None]) -> None:
    """Measure in a home of each size that the command line names, and print tables with the growth."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sizes", nargs="*", type=int, default=list(SIZES), help="articles held, ten figures each")
    parser.add_argument("--keep", type=Path, help="a folder where histories are kept for the next time")
    given = parser.parse_args()
    print(machine("duckdb"), flush=True)
    clocks = []
    for size in given.sizes:
        clocks.append(Clock())
        with home(size, given.keep) as settings:
            measure(settings, clocks[-1])
    _print("ms on the wall, median", given.sizes, [clock.wall for clock in clocks])
    _print("ms of the processors, median", given.sizes, [clock.processor for clock in clocks])


@contextmanager
def home(size: int, keep: Path | None = None) -> Iterator[Settings]:
    """A published history that may be written to; it is gone afterwards."""
    if keep is not None:
        keep.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="parwatch-bench-", dir=keep))
    try:
        if keep is None:
            _apart(folder, size)
        else:
            if not (keep / str(size)).exists():
                _apart(keep / f"{size}.part", size)
                (keep / f"{size}.part").rename(keep / str(size))
            shutil.copytree(keep / str(size), folder, dirs_exist_ok=True, symlinks=True)
        yield Settings(home=folder, portals_folder=folder)
    finally:
        shutil.rmtree(folder)


def _apart(folder: Path, size: int) -> None:
    """In a process of its own: who has written lets others go first from then on, and what is measured should not."""
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(folder, size))
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"no history of {size} articles could be made; see above")


def _make(folder: Path, size: int) -> None:
    settings = Settings(home=folder, portals_folder=folder)
    with writer(settings) as warehouse:
        fill(warehouse, size)
    publish(settings)


def _print(title: str, sizes: Sequence[int], columns: Sequence[dict[str, list[float]]]) -> None:
    print(f"\n{title:38}" + "".join(f"{size:>12,}" for size in sizes) + "   articles held; last / first")
    for name in columns[0]:
        medians = [statistics.median(column[name]) for column in columns]
        print(f"{name:38}" + "".join(f"{each:>12,.1f}" for each in medians) + f"{medians[-1] / medians[0]:>10.2f}")
