"""What readers feel while rounds run: four ask in loops, alone and then beside a writer that loads and publishes.

    python -m benchmarks.read_while_loading [seconds] [articles held]     60 and 20000 if not given

Each reader is a process that opens the published copy anew every twenty questions, as a notebook or a dashboard does,
and pauses between them. An answer is torn if the copy's own count of articles is not the number of articles in it. The
last run has a neighbour that only counts, so that waiting for a processor is told from waiting for the writer.
"""

import multiprocessing
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.synchronize import Event
from pathlib import Path

from benchmarks.load import new_batch
from benchmarks.world import fill
from pipeline.errors import ParwatchError
from pipeline.settings import Settings
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.queries import ask
from pipeline.warehouse.settle import settle

READERS = 4
PAUSE_SECONDS = 0.05
PER_OPENING = 20
WHOLE = "SELECT (SELECT articles FROM publication LIMIT 1) = (SELECT count(*) FROM core.article)"
QUESTIONS: tuple[Callable[[Warehouse], object], ...] = (
    lambda copy: ask(copy, "board", {"indicator": "PAPI"}),
    lambda copy: ask(copy, "latest", {"entity": "cao-bang"}),
    lambda copy: copy.query("FROM figure WHERE entity = 'yen-bai' ORDER BY ALL"),
    lambda copy: ask(copy, "movers", {"indicator": "PCI", "period": "2019"}),
)


@dataclass
class Felt:
    """What one reader felt: seconds of each question, and what went wrong."""

    waits: list[float] = field(default_factory=list)
    failed: int = 0
    torn: int = 0
    copies: set[str] = field(default_factory=set)


def main(seconds: float, articles: int) -> None:
    home = Path(tempfile.mkdtemp(prefix="parwatch-bench-"))
    settings = Settings(home=home, portals_folder=home)
    try:
        with writer(settings) as warehouse:
            fill(warehouse, articles)
        publish(settings)
        print(f"{READERS} readers, {seconds:.0f} s each run, {articles:,} articles held")
        alone = _run("alone", settings, seconds, None)
        neighbours = {"beside a writer": _write, "a writer, nice 10": _write_politely, "beside a counter": _count}
        for name, neighbour in neighbours.items():
            p99 = _run(name, settings, seconds, neighbour)
            print(f"{'':18}p99 is {p99 / alone:.2f} times that of readers alone")
    finally:
        shutil.rmtree(home)


def _run(name: str, settings: Settings, seconds: float, neighbour: Callable[[Settings, Event], None] | None) -> float:
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    beside = context.Process(target=neighbour, args=(settings, stop)) if neighbour else None
    if beside:
        beside.start()
    with context.Pool(READERS) as pool:
        felt = pool.starmap(_read, [(settings, seconds)] * READERS)
    stop.set()
    if beside:
        beside.join()
    waits = sorted(wait for each in felt for wait in each.waits)
    p99 = waits[int(len(waits) * 0.99)] * 1000
    copies = len(set().union(*(each.copies for each in felt)))
    print(
        f"{name:18}{len(waits):6} questions of {copies} copies, {sum(each.failed for each in felt)} failed, "
        f"{sum(each.torn for each in felt)} torn; p50 {statistics.median(waits) * 1000:.1f} ms, p99 {p99:.1f} ms, "
        f"longest {waits[-1] * 1000:.1f} ms",
        flush=True,
    )
    return p99


def _read(settings: Settings, seconds: float) -> Felt:
    felt = Felt()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with reader(settings) as copy:
                copy.execute("SET threads = 1")
                _ask(copy, felt)
        except ParwatchError as error:
            felt.failed += 1
            print(f"failed: {error}", flush=True)
    return felt


def _ask(copy: Warehouse, felt: Felt) -> None:
    felt.copies.add(copy.url)
    felt.torn += copy.scalar(WHOLE) is not True
    for number in range(PER_OPENING):
        start = time.perf_counter()
        QUESTIONS[number % len(QUESTIONS)](copy)
        felt.waits.append(time.perf_counter() - start)
        time.sleep(PAUSE_SECONDS)


def _write(settings: Settings, stop: Event) -> None:
    """Load, settle and publish a thousand figures, again and again."""
    number = time.monotonic_ns()
    while not stop.is_set():
        number += 1
        batch = new_batch(number)
        with writer(settings) as warehouse:
            warehouse.execute("SET threads = 1")
            load(warehouse, batch)
            settle(warehouse, [batch.name], [], lambda _: [], datetime.now(UTC))
        publish(settings)


def _write_politely(settings: Settings, stop: Event) -> None:
    os.nice(10)
    _write(settings, stop)


def _count(_: Settings, stop: Event) -> None:
    while not stop.is_set():
        sum(range(100_000))


if __name__ == "__main__":
    main(*(float(each) for each in sys.argv[1:2] or ["60"]), *(int(each) for each in sys.argv[2:3] or ["20000"]))
