"""Edge: docs/data.md from the comments of the views: `python -m pipeline.warehouse.document` writes it anew."""

import tempfile
from itertools import groupby
from pathlib import Path

from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.connection import STORAGE_VERSION, Warehouse
from pipeline.warehouse.queries import saved_queries
from pipeline.warehouse.schema import SQL

PAGE = SQL.parent / "docs" / "data.md"
FUNCTIONS = ("as_of", "find_sentence", "find_text", "fold", "in_scope")  # the others serve views and checks
HEAD = f"""# What the tables say

Made from the comments in `sql/views` by `python -m pipeline.warehouse.document`; do not edit it here.

Open `published/parwatch.duckdb` read-only with any DuckDB from 1.2 on (storage version {STORAGE_VERSION}): the command
line (`duckdb -readonly`), Python, a notebook, DBeaver. A new copy replaces it after each load; who has it open keeps
the old one until he opens it again. These views are what we promise; tables below them (schema `core`) may change.
"""


def page(warehouse: Warehouse) -> str:
    return "\n".join([HEAD, *_views(warehouse), *_macros(warehouse), *_questions()])


def _views(warehouse: Warehouse) -> list[str]:
    rows = warehouse.query("FROM data_dictionary").records()
    lines = []
    for name, columns in groupby(rows, key=lambda row: row["view"]):
        first, *others = columns
        lines += [f"## {name}", "", f"{first['view_meaning']}.", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {one['column']} | {one['type']} | {_cell(one['meaning'])} |" for one in (first, *others)]
        lines.append("")
    return lines


def _macros(warehouse: Warehouse) -> list[str]:
    rows = warehouse.execute(
        """
        SELECT function_name, parameters, comment, function_type FROM duckdb_functions()
        WHERE database_name = current_database() AND schema_name = 'main' AND list_contains($1, function_name)
        ORDER BY function_name
        """,
        [list(FUNCTIONS)],
    )
    lines = ["## Functions", "", "| call | meaning |", "|---|---|"]
    for name, parameters, comment, kind in rows:
        call = f"{name}({', '.join(parameters)})"
        lines.append(f"| `{'FROM ' if kind == 'table_macro' else ''}{call}` | {_cell(comment)} |")
    return [*lines, ""]


def _questions() -> list[str]:
    lines = ["## Saved questions", "", "Files of `sql/queries`; a parameter that is NULL means all.", ""]
    return [*lines, *(f"- `{name}`: {question}" for name, question in saved_queries().items()), ""]


def _cell(text: object) -> str:
    return str(text).replace("|", "\\|")


def current_page() -> str:
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home), portals_folder=Path(home))
        with writer(settings) as warehouse:
            return page(warehouse)


if __name__ == "__main__":
    PAGE.write_text(current_page(), encoding="utf-8")
