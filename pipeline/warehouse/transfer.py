"""Edge: the rows of one catalog in place of another's: a lake -> a copy for readers, tables made anew -> a lake."""

from pipeline.warehouse.connection import Warehouse

OWN = ("schema_migration", "view_file")  # each catalog's account of itself
TABLES = """
SELECT table_name FROM duckdb_tables()
WHERE database_name = $1 AND schema_name = 'core' AND NOT list_contains($2, table_name)
ORDER BY table_name
"""


def replace_rows(warehouse: Warehouse, source: str, target: str) -> None:
    """In the order in which they were added. Both catalogs are attached and have the same tables."""
    for (table,) in warehouse.execute(TABLES, [target, list(OWN)]):
        warehouse.execute(f"DELETE FROM {target}.core.{table}")
        warehouse.execute(f"INSERT INTO {target}.core.{table} BY NAME FROM {source}.core.{table} ORDER BY rowid")
