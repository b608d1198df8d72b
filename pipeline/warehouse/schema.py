"""Edge: brings a warehouse to our tables (sql/schema, each file once) and views (sql/views, when one changed)."""

import re
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline.errors import QueryError, StorageError
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.held import make_kept

SQL = Path(__file__).parents[2] / "sql"
BOOTSTRAP = """
CREATE SCHEMA IF NOT EXISTS core;
CREATE TABLE IF NOT EXISTS core.schema_migration (
    version INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    sha256 VARCHAR NOT NULL,
    applied_at TIMESTAMPTZ NOT NULL
);
"""
COMMENT = re.compile(r"^COMMENT ON .*?';\n", re.MULTILINE | re.DOTALL)  # of views and macros: a lake keeps none
OURS = "database_name = current_database() AND schema_name = 'main' AND NOT internal"


def migrate(warehouse: Warehouse, folder: Path | None = None) -> None:
    folder = folder or SQL
    warehouse.execute(BOOTSTRAP)
    for path in unapplied(warehouse, folder):
        work = partial(_apply, warehouse, path, path.read_text(encoding="utf-8"))
        warehouse.tx(work, guarded=False)  # the first file makes the guard
    refresh_views(warehouse, folder)


def unapplied(warehouse: Warehouse, folder: Path | None = None) -> list[Path]:
    """Files of sql/schema that the tables still lack. Raises StorageError where the tables are of another parwatch."""
    done: dict[str, str] = dict(warehouse.execute("SELECT name, sha256 FROM core.schema_migration"))
    files = sorted(((folder or SQL) / "schema").glob("*.sql"))
    _same_history(done, {path.name for path in files}, warehouse)
    for path in files:
        if path.name in done and done[path.name] != _digest(path.read_text(encoding="utf-8")):
            raise StorageError(
                f"{warehouse.url}: {path.name} has changed since it was applied; add a new numbered file instead, "
                "or run `parwatch rebuild` to make the tables anew"
            )
    return [path for path in files if path.name not in done]


def refresh_views(warehouse: Warehouse, folder: Path | None = None) -> None:
    """Make all views anew, in the order of their numbers, when any file changed, came or went."""
    folder = folder or SQL
    files = {path.name: path.read_text(encoding="utf-8") for path in sorted((folder / "views").glob("*.sql"))}
    wanted = {name: _digest(text) for name, text in files.items()}
    held: dict[str, str] = dict(warehouse.execute("SELECT name, sha256 FROM core.view_file"))
    if wanted != held:
        warehouse.tx(partial(_replace_views, warehouse, files))


def _replace_views(warehouse: Warehouse, files: dict[str, str]) -> None:
    for (name,) in warehouse.execute(f"SELECT view_name FROM duckdb_views() WHERE {OURS}"):
        warehouse.execute(f'DROP VIEW IF EXISTS main."{name}"')
    for name, kind in warehouse.execute(
        f"SELECT DISTINCT function_name, function_type FROM duckdb_functions() WHERE {OURS}"
    ):
        warehouse.execute(f'DROP MACRO {"TABLE " if kind == "table_macro" else ""}IF EXISTS main."{name}"')
    warehouse.execute("DELETE FROM core.view_file")
    for name, text in files.items():
        _run(warehouse, f"sql/views/{name}", COMMENT.sub("", text) if warehouse.is_lake else text)
        warehouse.execute("INSERT INTO core.view_file VALUES (?, ?)", [name, _digest(text)])
    make_kept(warehouse)
    warehouse.touch()


def _apply(warehouse: Warehouse, path: Path, text: str) -> None:
    _run(warehouse, f"sql/schema/{path.name}", text)
    warehouse.execute(
        "INSERT INTO core.schema_migration VALUES (?, ?, ?, ?)",
        [int(path.name.split("_")[0]), path.name, _digest(text), datetime.now(UTC)],
    )


def _run(warehouse: Warehouse, name: str, text: str) -> None:
    try:
        warehouse.execute(text)
    except QueryError as error:
        raise QueryError(f"{name}: {error}") from error


def _same_history(done: dict[str, str], known: set[str], warehouse: Warehouse) -> None:
    newer = sorted(set(done) - known)
    if newer:
        raise StorageError(f"{warehouse.url}: made by a newer parwatch ({newer[-1]}); update parwatch to open it")


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
