"""What loads, idle rounds and published copies cost as a history grows; and a load against DuckDB's own bulk copy.

    python -m benchmarks.load [articles …]     sizes, 10000 100000 if none is given; ten figures an article

The history is generated in SQL, so that only what is measured goes through our own code. Each measure is the median
of a few runs; the batch is 100 articles with 1,000 figures, as a busy portal gives at most.
"""

import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from benchmarks.world import fill
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.model import Article, Kind, Measure, Observation
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages
from pipeline.warehouse.publish import publish

RUNS = 5
ARTICLES = 100
BODY = "Kết quả cải cách hành chính của tỉnh trong năm qua có nhiều chuyển biến. " * 30


def main(sizes: Sequence[int]) -> None:
    print(f"{'':34}" + "".join(f"{size:>12,}" for size in sizes) + "   articles held")
    columns = [_measure(size) for size in sizes]
    for name in columns[0]:
        print(f"{name:34}" + "".join(f"{column[name]:>12,.1f}" for column in columns))


def _measure(size: int) -> dict[str, float]:
    home = Path(tempfile.mkdtemp(prefix="parwatch-bench-"))
    settings = Settings(home=home, portals_folder=home)
    try:
        with writer(settings) as warehouse:
            fill(warehouse, size)
        publish(settings)
        found = {"warehouse, MB": settings.warehouse.stat().st_size / 1e6}
        with writer(settings) as warehouse:
            found |= _loads(warehouse, home)
        found["publish after a batch, ms"] = _median(lambda: publish(settings), lambda: _touch(settings))
        found["publish, nothing new, ms"] = _median(lambda: publish(settings))
        found["open to write, ms"] = _median(lambda: _open(settings))
        return found
    finally:
        shutil.rmtree(home)


def _loads(warehouse: Warehouse, home: Path) -> dict[str, float]:
    batches = iter([new_batch(number) for number in range(4 * RUNS)])
    urls = [f"https://bench.example/tin/{number}" for number in range(500)]
    held = new_batch(10_000)
    load(warehouse, held)
    return {
        "load 1,000 figures, ms": _median(lambda: load(warehouse, next(batches))),
        "the same by COPY from Parquet, ms": _copied(warehouse, home),
        "load what is held, ms": _median(lambda: load(warehouse, held)),
        "load a batch without pages, ms": _median(lambda: load(warehouse, _idle(time.monotonic_ns()))),
        "known pages of 500 addresses, ms": _median(lambda: known_pages(warehouse, "bench-1", urls)),
    }


def _copied(warehouse: Warehouse, home: Path) -> float:
    """The rows of a batch, typed and ready in files: the least that any load could cost."""
    tables = ("article", "observation", "shingle")
    for table in tables:
        scope = "" if table == "shingle" else " WHERE batch = 'new-10000'"
        rows = f"SELECT * FROM core.{table}{scope} LIMIT 4000"
        warehouse.execute(f"COPY ({rows}) TO '{home / table}.parquet' (FORMAT parquet)")

    def copy() -> None:
        for table in tables:
            warehouse.execute(f"COPY core.{table} FROM '{home / table}.parquet' (FORMAT parquet)")

    return _median(lambda: warehouse.tx(copy))


def _median(work: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    times = []
    for _ in range(RUNS):
        before()
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def _touch(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, new_batch(time.monotonic_ns()))


def _open(settings: Settings) -> None:
    with writer(settings):
        pass


def _idle(number: int) -> Batch:
    return Batch(f"idle-{number}", "bench-1", datetime.now(UTC), "bench.warc.gz", "bench")


def new_batch(number: int) -> Batch:
    articles = [_read(number, each) for each in range(ARTICLES)]
    return Batch(f"new-{number}", "bench-1", datetime.now(UTC), "bench.warc.gz", "bench", articles=articles)


def _read(batch: int, number: int) -> ReadArticle:
    url = f"https://new.example/{batch}/{number}"
    body = BODY + url
    article = Article("bench-1", url, "Tin", date(2025, 1, 1), None, body, "text")
    figures = [_figure(number, each) for each in range(10)]
    return ReadArticle(article, f"f-{batch}-{number}", datetime.now(UTC), figures, fingerprint=fingerprint(body))


def _figure(number: int, place: int) -> Observation:
    return Observation(
        subject="PAPI",
        entity="cao-bang",
        entity_printed="tỉnh",
        period=str(2011 + place),
        basis="stated",
        measure=Measure.RANK,
        value=Decimal(1 + number % 60),
        unit="rank",
        kind=Kind.STATED,
        quote=BODY[:73],
        start=0,
        end=73,
        rank_of=63,
    )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [10_000, 100_000])
