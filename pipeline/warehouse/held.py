"""Edge: what the costly views say, kept as tables and brought up to date cell by cell: readers need not wait.

The writer's file keeps the views as they are written, which work everything out anew; a published copy reads tables.
In both, the schema `kept` has the views that are made of the costly ones, over the tables.
"""

from collections.abc import Sequence
from functools import partial

from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.touched import ANEW, gather, prepare, touch

# Each is worked out cell by cell: no row of theirs depends on figures of another subject, entity or period.
VIEWS = tuple(ANEW)
FOLLOWING = ("rank_history", "rank_change")


def make_kept(warehouse: Warehouse) -> None:
    """After the views were made anew: empty tables of their shape, views over them, and every cell stale."""
    warehouse.execute("DROP SCHEMA IF EXISTS kept CASCADE")
    warehouse.execute("CREATE SCHEMA kept")
    ours = "database_name = current_database() AND schema_name = 'main' AND NOT internal"
    known: dict[str, str] = dict(warehouse.execute(f"SELECT view_name, sql FROM duckdb_views() WHERE {ours}"))
    for view in (name for name in VIEWS if name in known):
        warehouse.execute(f"CREATE OR REPLACE TABLE core.held_{view} AS FROM {view} LIMIT 0")
        warehouse.execute(f"CREATE VIEW kept.{view} AS FROM core.held_{view}")
    for view in (name for name in FOLLOWING if name in known):  # names inside are looked for in `kept` first
        warehouse.execute(known[view].replace(f"CREATE VIEW {view}", f"CREATE VIEW kept.{view}", 1))
    mark_all_stale(warehouse)


def refresh_held(warehouse: Warehouse) -> None:
    """Work out the touched cells anew. Part of the caller's transaction."""
    gather(warehouse)
    for view, source in ANEW.items():
        warehouse.execute(f"DELETE FROM core.held_{view} WHERE (subject, entity, period) IN (FROM touched_cell)")
        warehouse.execute(f"INSERT INTO core.held_{view} BY NAME FROM {source}")
    warehouse.execute("DELETE FROM core.stale_line")


def refresh_stale(warehouse: Warehouse) -> None:
    """Work out what is stale, if anything: reference facts that changed, articles that moved to another group."""
    if warehouse.count("SELECT count(*) FROM core.stale_line WHERE subject IS NULL"):
        warehouse.tx(partial(_refresh_all, warehouse))
    elif warehouse.count("SELECT count(*) FROM core.stale_line"):
        prepare(warehouse)
        warehouse.tx(partial(_refresh_few, warehouse))


def _refresh_all(warehouse: Warehouse) -> None:
    for view in VIEWS:
        warehouse.execute(f"DELETE FROM core.held_{view}")
        warehouse.execute(f"INSERT INTO core.held_{view} BY NAME FROM {view}")
    warehouse.execute("DELETE FROM core.stale_line")


def _refresh_few(warehouse: Warehouse) -> None:
    touch(warehouse, [])
    refresh_held(warehouse)


def mark_all_stale(warehouse: Warehouse) -> None:
    warehouse.execute("INSERT INTO core.stale_line (subject) VALUES (NULL)")


def mark_stale(warehouse: Warehouse, batches: Sequence[str]) -> None:
    """Note the cells of batches that are about to be taken out."""
    cells = """
        SELECT DISTINCT subject, entity, period FROM core.observation
        WHERE batch IN (SELECT unnest($1::VARCHAR[])) AND period IS NOT NULL
    """
    warehouse.execute(f"INSERT INTO core.stale_line (subject, entity, period) {cells}", [list(batches)])


def serve_held(copy: Warehouse) -> None:
    """In a copy for readers, let the costly views read their tables."""
    copy.tx(lambda: _serve_all(copy))
    copy.execute("CHECKPOINT wh")


def _serve_all(copy: Warehouse) -> None:
    for view in VIEWS:
        _serve(copy, view)


def _serve(copy: Warehouse, view: str) -> None:
    where = "database_name = current_database() AND schema_name = 'main'"
    meaning = copy.scalar(f"SELECT comment FROM duckdb_views() WHERE {where} AND view_name = $1", [view])
    columns = copy.execute(
        f"SELECT column_name, comment FROM duckdb_columns() WHERE {where} AND table_name = $1 AND comment IS NOT NULL",
        [view],
    )
    copy.execute(f"CREATE OR REPLACE VIEW main.{view} AS FROM core.held_{view}")
    copy.execute(f"COMMENT ON VIEW main.{view} IS {_quoted(meaning)}")
    for column, comment in columns:
        copy.execute(f'COMMENT ON COLUMN main.{view}."{column}" IS {_quoted(comment)}')


def _quoted(text: object) -> str:
    return "'" + str(text).replace("'", "''") + "'"
