"""What each stage costs for a batch of 1,000 figures as a history grows, and a load against DuckDB's own bulk copy.

    python -m benchmarks.load [articles …] [--keep folder]     10000 100000 if no size is given

The history is generated in SQL (world.py), so that only what is measured goes through our own code. A batch is 100
articles of one portal (newcomers.py). Each stage opens the warehouse anew, as it does as a task of its own. The wish:
at a million articles each stage costs at most 1.3 times what it costs at 10,000, an idle round 1.2 times; publishing
copies the file, and may take 5 s.
"""

from datetime import UTC, datetime
from functools import partial

from benchmarks.grown import Clock, main
from benchmarks.newcomers import Newcomers
from pipeline.settings import Settings
from pipeline.stages import checking
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages

RUNS = 5


def measure(settings: Settings, clock: Clock) -> None:
    with writer(settings) as warehouse:
        newcomers = Newcomers(warehouse)
    for run in range(RUNS):
        batch = newcomers.next()
        with writer(settings) as warehouse:
            warehouse.tx(partial(_bring, warehouse, batch, newcomers, clock))
        clock.time("check", lambda: checking.run_checks(settings))
        clock.time("settle", lambda: checking.settle(settings))
        clock.time("publish", lambda: checking.publish(settings))
        clock.time("idle round", lambda: _idle(settings))
        with writer(settings) as warehouse:
            _beside(warehouse, settings, batch, run, clock)


def _bring(warehouse: Warehouse, batch: Batch, newcomers: Newcomers, clock: Clock) -> None:
    found = []
    clock.time("group", lambda: found.append(group_articles(WarehouseIndex(warehouse, newcomers.portals), batch)))
    clock.time("load", lambda: load(warehouse, found[0]))


def _idle(settings: Settings) -> None:
    """The stages of a round whose portals gave nothing new."""
    checking.run_checks(settings)
    checking.settle(settings)
    checking.publish(settings)


def _beside(warehouse: Warehouse, settings: Settings, batch: Batch, run: int, clock: Clock) -> None:
    urls = [f"https://bench-1.example/tin/{number}" for number in range(500)]
    clock.time("load what is held", lambda: load(warehouse, batch))
    empty = Batch(f"empty-{run}", "bench-1", datetime.now(UTC), "bench.warc.gz", "bench")
    clock.time("load a batch without pages", lambda: load(warehouse, empty))
    warehouse.execute("UPDATE core.batch SET settled_at = now() WHERE batch = $1", [empty.name])
    clock.time("known pages of 500 addresses", lambda: known_pages(warehouse, "bench-1", urls))
    _copy(warehouse, settings, batch, clock)


def _copy(warehouse: Warehouse, settings: Settings, batch: Batch, clock: Clock) -> None:
    """The rows of a batch, typed and ready in files: the least that any load could cost. They are taken out again."""
    sources = {
        "article": f"FROM core.article WHERE batch = '{batch.name}'",
        "observation": f"FROM core.observation WHERE batch = '{batch.name}'",
        "shingle": "FROM core.shingle LIMIT 3000",
    }
    for table, sql in sources.items():
        warehouse.execute(f"COPY ({sql}) TO '{settings.home}/{table}.parquet' (FORMAT parquet)")
    warehouse.execute("BEGIN")
    clock.time("the same load by COPY from Parquet", lambda: _copy_in(warehouse, settings, tuple(sources)))
    warehouse.execute("ROLLBACK")


def _copy_in(warehouse: Warehouse, settings: Settings, tables: tuple[str, ...]) -> None:
    for table in tables:
        warehouse.execute(f"COPY core.{table} FROM '{settings.home}/{table}.parquet' (FORMAT parquet)")


if __name__ == "__main__":
    main(__doc__, measure)
