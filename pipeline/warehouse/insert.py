"""Edge: many rows in one statement, column by column, each with its table's type; rows already held are left alone."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.warehouse.connection import Warehouse

MANY = 20_000  # rows a statement takes at most, so that a large batch does not stand in memory twice

Row = Mapping[str, object]  # by column; every row of one call names the same columns


def insert(warehouse: Warehouse, table: str, rows: Sequence[Row], unless: str = "") -> int:
    """Add rows and return how many. Where the condition `unless` holds of the new row `s`, it is left out."""
    if not rows:
        return 0
    types = _types(warehouse, table, list(rows[0]))
    names = ", ".join(f'"{name}"' for name in types)
    new = ", ".join(_unnested(number, name, kind) for number, (name, kind) in enumerate(types.items(), 1))
    condition = f" WHERE NOT ({unless})" if unless else ""
    statement = f"INSERT INTO {table} ({names}) SELECT {names} FROM (SELECT {new}) AS s{condition}"
    added = 0
    for start in range(0, len(rows), MANY):
        part = rows[start : start + MANY]
        added += warehouse.count(statement, [[_cell(row[name], kind) for row in part] for name, kind in types.items()])
    return added


def held(table: str, *keys: str) -> str:
    """The condition that a row with the same keys stands in the table."""
    same = " AND ".join(f't."{key}" = s."{key}"' for key in keys)
    return f"EXISTS (SELECT 1 FROM {table} AS t WHERE {same})"


def _types(warehouse: Warehouse, table: str, names: list[str]) -> dict[str, str]:
    schema, name = table.split(".")
    sql = """
        SELECT column_name, data_type FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = $1 AND table_name = $2
    """
    known = {str(column): str(kind) for column, kind in warehouse.execute(sql, [schema, name])}
    return {column: known[column] for column in names}


def _unnested(number: int, name: str, kind: str) -> str:
    """Nested values come as JSON and decimals as text: no other way through a parameter is exact."""
    if _is_nested(kind):
        return f'CAST(CAST(unnest(${number}::VARCHAR[]) AS JSON) AS {kind}) AS "{name}"'
    if kind.startswith("DECIMAL"):
        return f'CAST(unnest(${number}::VARCHAR[]) AS {kind}) AS "{name}"'
    return f'unnest(${number}::{kind}[]) AS "{name}"'


def _cell(value: object, kind: str) -> object:
    if value is None:
        return None
    if _is_nested(kind):
        return json.dumps(value, ensure_ascii=False, default=_text)
    return _text(value) if kind.startswith("DECIMAL") else value


def _is_nested(kind: str) -> bool:
    return kind.endswith("[]") or kind.startswith("STRUCT")


def _text(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)
