"""Edge: one number for each table and view; equal numbers mean equal rows, whatever their order."""

from pipeline.warehouse.connection import Warehouse

# Of each run, and so of no use to compare: how often something was written, and what the clock on the wall said.
TABLES_OF_THE_RUN = ("core.guard", "core.publication", "core.stale_line", "main.publication")
OF_THE_RUN = {
    "core.alert": "created_at",
    "core.batch": "settled_at",
    "core.delivery": "attempted_at",
    "core.message": "composed_at",
    "core.reference_file": "loaded_at",
    "core.schema_migration": "applied_at",
}
NAMES = """
SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE database_name = current_database()
UNION ALL
SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE database_name = current_database() AND NOT internal
ORDER BY ALL
"""


def hashes(warehouse: Warehouse) -> dict[str, str]:
    """By name: how many rows, and a sum over them."""
    names = [str(name) for (name,) in warehouse.execute(NAMES)]
    return {name: _hash(warehouse, name) for name in names if name not in TABLES_OF_THE_RUN}


def _hash(warehouse: Warehouse, name: str) -> str:
    columns = f"* EXCLUDE ({OF_THE_RUN[name]})" if name in OF_THE_RUN else "*"
    ((rows, total),) = warehouse.execute(
        f"SELECT count(*), sum(CAST(hash(one) AS HUGEINT)) FROM (SELECT {columns} FROM {name}) AS one"
    )
    return f"{rows} rows, {total or 0:x}"
