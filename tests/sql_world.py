"""A warehouse in a temporary file with the true reference facts, and short ways to say what a page printed."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from pipeline.settings import Settings
from pipeline.warehouse.connection import Warehouse, opened
from pipeline.warehouse.reference import refresh_reference
from pipeline.warehouse.schema import migrate

ROOT = Path(__file__).parents[1]
# said(…) is a row of core.observation, wrote(…) of core.article, ran(…) of core.batch, heads(…) of core.portal:
# what a test does not name is unremarkable.
SHORTHAND = """
CREATE OR REPLACE TEMP MACRO said(
    a_key, article := 'page', batch := 'new', portal := 'north', family := 'ranking', subject := 'PAR_INDEX',
    entity := 'yen-bai', period := '2021', basis := 'stated', measure := 'rank', value := NULL, unit := 'rank',
    rank_of := NULL, bound := 'exact', changes := [], kind := 'stated', quote := 'a sentence', quote_start := 0,
    published := DATE '2022-06-01', seen := TIMESTAMPTZ '2022-06-02 08:00:00Z', status := 'new') AS TABLE
SELECT a_key AS observation, article AS article, batch AS batch, portal AS portal, family AS family, subject AS subject,
       entity AS entity, period AS period, basis AS basis, measure AS measure, value::DECIMAL(24, 6) AS value,
       CASE WHEN measure = 'score' AND unit = 'rank' THEN 'percent' ELSE unit END AS unit,
       rank_of::INTEGER AS rank_of, bound AS bound,
       changes::STRUCT(amount DECIMAL(24, 6), unit VARCHAR, versus VARCHAR)[] AS changes,
       kind AS kind, quote AS quote, quote_start AS quote_start, quote_start + length(quote) AS quote_end,
       published AS published, seen AS observed_at, seen AS loaded_at, status AS status;
CREATE OR REPLACE TEMP MACRO wrote(
    a_key, batch := 'new', portal := 'north', url := NULL, body := 'a sentence', published := DATE '2022-06-01',
    one_group := NULL, relation := 'original', fetch_id := 'request',
    seen := TIMESTAMPTZ '2022-06-02 08:00:00Z') AS TABLE
SELECT a_key AS article, batch AS batch, fetch_id AS fetch_id, portal AS portal,
       coalesce(url, 'https://' || portal || '.example/' || a_key) AS url, published AS published, body AS body,
       'sha' AS body_sha256, 'text' AS layout, 1 AS copies, [] AS removed, [] AS flags,
       coalesce(one_group, a_key) AS article_group, relation AS relation, 1.0 AS similarity, seen AS observed_at,
       'test' AS code_version;
CREATE OR REPLACE TEMP MACRO ran(a_key, portal := 'north', seen := TIMESTAMPTZ '2022-06-02 08:00:00Z') AS TABLE
SELECT a_key AS batch, portal AS portal, seen AS started_at, a_key || '.warc.gz' AS archive_file,
       'test' AS code_version;
CREATE OR REPLACE TEMP MACRO asked(
    a_key, batch := 'new', portal := 'north', url := 'https://north.example/page', purpose := 'article',
    outcome := 'ok', gave := 'article', seen := TIMESTAMPTZ '2022-06-02 08:00:00Z') AS TABLE
SELECT a_key AS fetch_id, batch AS batch, portal AS portal, url AS url, purpose AS purpose, outcome AS outcome,
       gave AS yield, seen AS fetched_at;
CREATE OR REPLACE TEMP MACRO heads(
    a_key, entity := 'yen-bai', authority := 'province', low := NULL, high := NULL, watched := true) AS TABLE
SELECT a_key AS portal, entity AS entity, 'https://' || a_key || '.example/' AS home, 'desk' AS owner,
       authority AS authority, low::INTEGER AS articles_per_week_low, high::INTEGER AS articles_per_week_high,
       watched AS watched;
"""
NORTH = """
INSERT INTO core.portal BY NAME FROM heads('north');
INSERT INTO core.batch BY NAME FROM ran('old', seen := TIMESTAMPTZ '2021-06-02 08:00:00Z');
INSERT INTO core.batch BY NAME FROM ran('new');
INSERT INTO core.fetch BY NAME FROM asked('request');
INSERT INTO core.article BY NAME FROM wrote('page');
"""


@cache
def _world() -> Warehouse:
    """One for all tests of a process: each of them rolls back what it did."""
    home = Path(tempfile.mkdtemp(prefix="parwatch-test-"))
    keep = opened(str(home / "world.duckdb"), read_only=False)
    warehouse = keep.__enter__()
    _OPEN.append(keep)
    migrate(warehouse)
    refresh_reference(warehouse, Settings(home=home))
    warehouse.execute("DELETE FROM core.portal")
    warehouse.execute(SHORTHAND)
    return warehouse


_OPEN: list[object] = []


@contextmanager
def world(*statements: str) -> Iterator[Warehouse]:
    """The facts, one portal with one page, and what `statements` add; all of it is gone afterwards."""
    warehouse = _world()
    warehouse.execute("BEGIN")
    try:
        for sql in (NORTH, *statements):
            warehouse.execute(sql)
        yield warehouse
    finally:
        warehouse.execute("ROLLBACK")
