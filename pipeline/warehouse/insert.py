"""Edge: many rows in one statement, each value with its column's type; rows already held are left alone.

Rows go over as one JSON text: duckdb takes every single Python value of a parameter 60 µs where pandas is not installed
(it asks for it anew each time), a row of JSON 25 µs; and nested values and decimals arrive exactly.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from weakref import WeakKeyDictionary

from pipeline.warehouse.connection import Warehouse

TEXTS = """(SELECT unnest(from_json({}, '["VARCHAR"]')))"""  # of a parameter that `as_json` wrote
MANY = 20_000  # rows a statement takes at most, so that a large batch does not stand in memory twice

# The columns of a table, by name, as one opening of a warehouse knows them: they change with its file only.
_KNOWN: WeakKeyDictionary[Warehouse, dict[str, dict[str, str]]] = WeakKeyDictionary()

Row = Mapping[str, object]  # by column; every row of one call names the same columns


def insert(warehouse: Warehouse, table: str, rows: Sequence[Row], unless: str = "") -> int:
    """Add rows and return how many. Where the condition `unless` holds of the new row `s`, it is left out."""
    if not rows:
        return 0
    types = _types(warehouse, table, list(rows[0]))
    names = ", ".join(f'"{name}"' for name in types)
    condition = f" WHERE NOT ({unless})" if unless else ""
    source = f"(SELECT unnest(from_json_strict($1, '[{json.dumps(types)}]'), max_depth := 2))"
    statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM {source} AS s{condition}"
    added = 0
    for start in range(0, len(rows), MANY):
        added += warehouse.count(statement, [as_json(rows[start : start + MANY])])
    return added


def held(table: str, *keys: str) -> str:
    """The condition that a row with the same keys stands in the table."""
    same = " AND ".join(f't."{key}" = s."{key}"' for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {same})"


def as_json(values: Iterable[object]) -> str:
    """A list for `from_json`; what cannot be written in UTF-8 becomes a question mark, in its place."""
    text = json.dumps(list(values), ensure_ascii=False, default=_text)
    return text.encode("utf-8", "replace").decode("utf-8")


def _types(warehouse: Warehouse, table: str, names: list[str]) -> dict[str, str]:
    known = _KNOWN.setdefault(warehouse, {})
    if table not in known:
        known[table] = _columns(warehouse, table)
    return {column: known[table][column] for column in names}


def _columns(warehouse: Warehouse, table: str) -> dict[str, str]:
    schema, name = table.split(".")
    sql = """
        SELECT column_name, data_type FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = $1 AND table_name = $2
    """
    return {str(column): str(kind) for column, kind in warehouse.execute(sql, [schema, name])}


def _text(value: object) -> str:
    match value:
        case Decimal():
            return format(value, "f")
        case date():
            return value.isoformat()
        case _:
            raise TypeError(f"{type(value).__name__} has no place in a table")
