"""How long all checks take on ten million observations, and on a new batch of a thousand against that history.

    .venv/bin/python benchmarks/checks.py [rows] [folder]

The rows are made in SQL: two million articles of a hundred portals, figures of 63 provinces over thirteen years that
follow the official tables where there are any, and one row in a thousand that is wrong. No page is fetched or read.
"""

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.settings import Settings
from pipeline.warehouse.checks import load_checks, run_sql
from pipeline.warehouse.connection import Warehouse, opened
from pipeline.warehouse.reference import refresh_reference
from pipeline.warehouse.schema import migrate

THREADS = 2
ARTICLES_PER_BATCH = 200
VIEWS = (
    "SELECT count(*) FROM rank_history",
    "SELECT count(*) FROM rank_change",
    "SELECT count(*) FROM figure",
    "SELECT * FROM figure WHERE subject = 'PAPI' AND entity = 'yen-bai' AND period = '2021'",
)
ARTICLES = """
INSERT INTO core.batch BY NAME
SELECT DISTINCT 'b' || lpad((i // $size)::VARCHAR, 6, '0') AS batch, 'p' || (i // $size) % 100 AS portal,
       TIMESTAMPTZ '2014-01-01 00:00:00Z' + INTERVAL 1 HOUR * (i // $size) AS started_at,
       'x' AS archive_file,
       'x' AS code_version
FROM range($first, $last) AS t(i);
INSERT INTO core.fetch BY NAME
SELECT 'f' || i AS fetch_id, 'b' || lpad((i // $size)::VARCHAR, 6, '0') AS batch, 'p' || (i // $size) % 100 AS portal,
       'https://p' || (i // $size) % 100 || '.example/' || i AS url, 'article' AS purpose, 'ok' AS outcome,
       'article' AS yield,
       TIMESTAMPTZ '2014-01-01 00:00:00Z' + INTERVAL 1 HOUR * (i // $size) AS fetched_at
FROM range($first, $last) AS t(i);
INSERT INTO core.article BY NAME
SELECT 'a' || i AS article, 'b' || lpad((i // $size)::VARCHAR, 6, '0') AS batch, 'f' || i AS fetch_id,
       'p' || (i // $size) % 100 AS portal, 'https://p' || (i // $size) % 100 || '.example/' || i AS url,
       make_date(2013 + (i // 315) % 13, 7, 1) AS published,
       repeat('Một câu của bài có số. ', 20) AS body, 'x' AS body_sha256, 'text' AS layout, 1 AS copies, [] AS removed,
       [] AS flags, 'a' || (i - i % 3) AS article_group, CASE i % 3 WHEN 0 THEN 'original' ELSE 'copy' END AS relation,
       1.0 AS similarity, TIMESTAMPTZ '2014-01-01 00:00:00Z' + INTERVAL 1 HOUR * (i // $size) AS observed_at,
       'x' AS code_version
FROM range($first, $last) AS t(i);
"""
OBSERVATIONS = """
INSERT INTO core.observation BY NAME
WITH province AS (
    SELECT entity, row_number() OVER (ORDER BY entity) - 1 AS number FROM core.entity
    WHERE kind = 'province' AND valid_from IS NULL AND entity <> 'ha-tay'
),
made AS (
    SELECT i, i // 5 AS page, i % 5 AS place, entity, 2012 + (i // 5 // 315) % 13 AS year, number,
           ['PAR_INDEX', 'SIPAS', 'PAPI', 'PCI', 'DTI'][1 + i // 5 % 5] AS indicator
    FROM range($first, $last) AS t(i)
    JOIN province
      ON number = CASE WHEN i // 5 % 5 < 4 THEN i // 5 // $size % 100 % 63 ELSE i // 5 // 5 % 63 END
),
official AS (
    SELECT indicator, period, entity, any_value(rank) AS rank, any_value(score) AS score FROM core.official_figure
    WHERE table_version = '63' AND standing <> 'reported' GROUP BY ALL
)
SELECT 'o' || i AS observation, 'a' || page AS article, 'b' || lpad((page // $size)::VARCHAR, 6, '0') AS batch,
       'p' || (page // $size) % 100 AS portal, CASE WHEN place < 2 THEN 'ranking' ELSE 'counter' END AS family,
       CASE WHEN place < 2 THEN m.indicator ELSE 'counter_' || (page + place) % 60 END AS subject, m.entity,
       m.year::VARCHAR || CASE WHEN place = 4 THEN '-' || lpad((1 + page % 12)::VARCHAR, 2, '0') ELSE '' END AS period,
       'stated' AS basis, CASE place WHEN 0 THEN 'rank' WHEN 1 THEN 'score' ELSE 'count' END AS measure,
       CASE place
           WHEN 0 THEN coalesce(o.rank, 1 + (number + m.year) % 60)
           WHEN 1 THEN coalesce(o.score, CASE m.indicator WHEN 'DTI' THEN 0.8 WHEN 'PCI' THEN 73 ELSE 94 END
                                         * (1 - 0.003 * ((number + m.year) % 60)))
           ELSE 1000 * (1 + (number * 7 + (page + place) % 60) % 63) + m.year
       END * CASE WHEN i % 1009 = 0 THEN 1000 ELSE 1 END AS value,
       CASE place
           WHEN 0 THEN 'rank'
           WHEN 1 THEN CASE WHEN m.indicator = 'DTI' THEN 'ratio' WHEN m.indicator IN ('PAPI', 'PCI') THEN 'points'
                            ELSE 'percent' END
           ELSE 'dossiers'
       END AS unit,
       CASE WHEN place = 0 AND page % 2 = 0 THEN 63 END AS rank_of, 'exact' AS bound,
       CASE WHEN place = 0 AND page % 4 = 0
            THEN [{'amount': 2, 'unit': 'ranks', 'versus': (m.year - 1)::VARCHAR}] ELSE [] END AS changes,
       'stated' AS kind, 'Một câu của bài có số.' AS quote, place * 23 AS quote_start, place * 23 + 22 AS quote_end,
       make_date(m.year + 1, 7, 1) AS published,
       TIMESTAMPTZ '2014-01-01 00:00:00Z' + INTERVAL 1 HOUR * (page // $size) AS observed_at,
       observed_at AS loaded_at,
       CASE WHEN i % 1009 = 0 AND $status = 'accepted' THEN 'quarantined' ELSE $status END AS status
FROM made AS m
LEFT JOIN official AS o ON o.indicator = m.indicator AND o.period = m.year::VARCHAR AND o.entity = m.entity
"""


def fill(warehouse: Warehouse, first: int, last: int, status: str) -> None:
    numbers = {"first": first // 5, "last": last // 5, "size": ARTICLES_PER_BATCH}
    for statement in ARTICLES.split(";\n"):
        if statement.strip():
            warehouse.execute(statement, numbers)
    step = 1_000_000
    for start in range(first, last, step):
        part = {"first": start, "last": min(start + step, last), "size": ARTICLES_PER_BATCH, "status": status}
        warehouse.execute(OBSERVATIONS, part)


@dataclass
class Watch:
    """Time on the wall, and of the processors: on a busy machine the second is nearer to the truth."""

    wall: float = 0.0
    processor: float = 0.0

    @contextmanager
    def running(self) -> Iterator["Watch"]:
        one = Watch(-time.perf_counter(), -time.process_time())
        yield one
        one.wall += time.perf_counter()
        one.processor += time.process_time()
        self.wall += one.wall
        self.processor += one.processor


def report(name: str, watch: Watch, rows: int) -> None:
    wall, busy = watch.wall * 1000, watch.processor / THREADS * 1000
    line = f"{name:60}{wall:8.0f} ms{busy:8.0f} ms of {THREADS} processors{rows:10} rows"
    print(line, flush=True)


def judge(warehouse: Warehouse, batches: list[str] | None) -> Watch:
    together = Watch()
    for check in load_checks().values():
        # A person reads a few rows; of ten million only their number matters here.
        sql = check.sql if batches else f"SELECT count(*) FROM ({check.sql.rstrip().rstrip(';')})"
        with together.running() as watch:
            table = run_sql(warehouse, sql, batches)
        report(check.name, watch, len(table.rows) if batches else int(str(table.rows[0][0])))
    return together


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000_000
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else Path(tempfile.mkdtemp())
    with opened(str(folder / "bench.duckdb"), read_only=False, scratch=folder) as warehouse:
        warehouse.execute(f"SET threads = {THREADS}")
        migrate(warehouse)
        if not warehouse.count("SELECT count(*) FROM core.observation"):
            make(warehouse, folder, rows)
        newest = str(warehouse.scalar("SELECT max(batch) FROM core.batch"))
        print(f"all checks, {rows:,} observations")
        report("together", judge(warehouse, None), rows)
        print("all checks, a new batch of 1,000 against them")
        report("together", judge(warehouse, [newest]), 1000)
        print("views")
        for sql in VIEWS:
            with Watch().running() as watch:
                warehouse.query(sql)
            report(sql[:58], watch, rows)


def make(warehouse: Warehouse, folder: Path, rows: int) -> None:
    refresh_reference(warehouse, Settings(home=folder))
    with Watch().running() as watch:
        fill(warehouse, 0, rows, "accepted")
        fill(warehouse, rows, rows + 1000, "new")
        warehouse.execute("CHECKPOINT")
    report("made", watch, rows)


if __name__ == "__main__":
    main()
