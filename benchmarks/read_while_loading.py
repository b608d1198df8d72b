"""What readers feel while rounds run: four ask in loops, alone and then beside a writer that loads and publishes.

    python -m benchmarks.read_while_loading [seconds of each kind] [articles held]     60 and 20000 if not given

Each reader is a process that opens the published copy anew every twenty questions, as a notebook or a dashboard does,
and pauses between them. An answer is torn if the copy's own count of articles is not the number of articles in it. The
writer goes through the stages of a round, as the product runs them, without a pause: batches of 1,000 figures. Readers
and writer are of one session: between sessions and containers Linux shares the processor evenly, whatever each does
inside its own. A neighbour that only counts tells waiting for a processor from waiting for the writer.
"""

import multiprocessing
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event

from benchmarks.grown import home
from benchmarks.machine import machine
from benchmarks.newcomers import Newcomers
from pipeline.courtesy import readers_first
from pipeline.errors import ParwatchError
from pipeline.settings import Settings
from pipeline.stages import checking
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.load import load
from pipeline.warehouse.queries import ask

READERS = 4
PERCENT = (50, 90, 99)
TURNS = 3  # of each kind, one after the other: the speed of a machine drifts
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
    print(machine("duckdb"))
    neighbours = {"alone": None, "beside the writer": _write, "beside a counter": _count}
    felt: dict[str, list[Felt]] = {name: [] for name in neighbours}
    with home(articles) as settings:
        print(f"{READERS} readers, {TURNS} turns of {seconds / TURNS:.0f} s each, {articles:,} articles held; ms")
        for _ in range(TURNS):
            for name, neighbour in neighbours.items():
                felt[name] += _run(settings, seconds / TURNS, neighbour)
    alone = _percent(felt["alone"])
    for name, each in felt.items():
        print(f"{name:20}{_told(each)}")
        print(f"{'':20}" + ", ".join(f"p{part} {_percent(each)[part] / alone[part]:.2f} times" for part in PERCENT))


def _run(settings: Settings, seconds: float, neighbour: Callable[[Settings, Event], None] | None) -> list[Felt]:
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
    return felt


def _waits(felt: list[Felt]) -> list[float]:
    return sorted(1000 * wait for each in felt for wait in each.waits)


def _percent(felt: list[Felt]) -> dict[int, float]:
    waits = _waits(felt)
    return {part: waits[len(waits) * part // 100] for part in PERCENT}


def _told(felt: list[Felt]) -> str:
    waits = _waits(felt)
    copies = len(set().union(*(each.copies for each in felt)))
    return (
        ", ".join(f"p{part} {wait:.1f}" for part, wait in _percent(felt).items())
        + f", longest {waits[-1]:.1f}; {len(waits)} questions of {copies} copies, {sum(each.failed for each in felt)} "
        f"failed, {sum(each.torn for each in felt)} torn"
    )


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
    with writer(settings) as warehouse:
        newcomers = Newcomers(warehouse)
    while not stop.is_set():
        with readers_first():  # as `build` reads its pages
            batch = newcomers.next()
        with writer(settings) as warehouse:
            load(warehouse, group_articles(WarehouseIndex(warehouse, newcomers.portals), batch))
        checking.run_checks(settings)
        checking.settle(settings)
        checking.publish(settings)


def _count(_: Settings, stop: Event) -> None:
    while not stop.is_set():
        sum(range(100_000))


if __name__ == "__main__":
    main(float((sys.argv[1:2] or ["60"])[0]), int((sys.argv[2:3] or ["20000"])[0]))
