"""What analysts wait for as a history grows: the questions they ask most, and a new copy after a batch.

    python -m benchmarks.history [articles …]     sizes, 10000 100000 if none is given; ten figures an article

The history is generated in SQL (world.py). Each question is asked of the published copy with two threads; the number
is the median of five. The wish: 300 ms a question and 5 s a publication at a million articles.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.load import new_batch
from benchmarks.world import fill
from pipeline.settings import Settings
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.lines import Lines
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.queries import ask, ask_as_of
from pipeline.warehouse.settle import settle

RUNS = 5
QUESTIONS: dict[str, Callable[[Warehouse], object]] = {
    "latest board": lambda copy: ask(copy, "board", {"indicator": "PAPI"}),
    "everything of a province": lambda copy: copy.query("FROM rank_history WHERE entity = 'yen-bai' ORDER BY ALL"),
    "rank changes of an edition": lambda copy: copy.query(
        "FROM rank_change WHERE subject = 'PAPI' AND period = '2019' ORDER BY ALL"
    ),
    "contradictions of an indicator": lambda copy: ask(copy, "contradictions", {"indicator": "PAPI"}),
    "board as of a moment": lambda copy: ask_as_of(
        copy, datetime(2015, 1, 2, tzinfo=UTC), "board", {"indicator": "PAPI"}, Lines(("PAPI",), None)
    ),
    "why one figure holds": lambda copy: ask(copy, "why", {"entity": "yen-bai", "subject": "PAPI", "period": "2019"}),
}


def main(sizes: Sequence[int]) -> None:
    print(f"{'':38}" + "".join(f"{size:>12,}" for size in sizes) + "   articles held")
    columns = [_measure(size) for size in sizes]
    for name in columns[0]:
        print(f"{name:38}" + "".join(f"{column[name]:>12,.1f}" for column in columns))


def _measure(size: int) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="parwatch-bench-"))
    settings = Settings(home=home, portals_folder=home)
    try:
        with writer(settings) as warehouse:
            fill(warehouse, size)
        start = time.perf_counter()
        publish(settings)
        found = {"first publication, s": time.perf_counter() - start}
        found |= {f"{name}, ms": _median(settings, question) for name, question in QUESTIONS.items()}
        found["load and settle 1,000 figures, s"] = _timed(lambda: _load(settings))
        found["publish after it, s"] = _timed(lambda: publish(settings))
        found["publish with nothing new, ms"] = _timed(lambda: publish(settings)) * 1000
        found["published copy, MB"] = settings.published_copy.stat().st_size / 1e6
        return found
    finally:
        shutil.rmtree(home)


def _median(settings: Settings, question: Callable[[Warehouse], object]) -> float:
    with reader(settings) as copy:
        copy.execute("SET threads = 2")
        times = [_timed(lambda: question(copy)) for _ in range(RUNS)]
    return statistics.median(times) * 1000


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _load(settings: Settings) -> None:
    batch = new_batch(time.monotonic_ns())
    with writer(settings) as warehouse:
        load(warehouse, batch)
        settle(warehouse, [batch.name], [], lambda _: [], datetime.now(UTC))


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
