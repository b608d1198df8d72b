"""Edge: one number for each table and view; equal numbers mean equal rows, whatever their order.

`hashes` compares one home before and after (a rebuild); `facts` two homes that read the same pages at other moments.
"""

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
# Of each reading of the same pages. A batch's name holds its moment and a random part, and all that lies in it is named
# after it: columns so called, and moments, say when something was read and not what.
NAMED_BY_MOMENT = "(.*_)?batch|fetch_id|archive_file|archive_offset"
MOMENT = "%TIMESTAMP WITH TIME ZONE%"
IN_DETAIL = r'"\w+_at": "[^"]*"'  # of a finding, as JSON
# A second attempt is true history, and has rows of its own: requests, the batch they came in, the checks of that batch.
# Whoever compares requests asks for distinct (address, outcome) of core.fetch.
OF_EACH_ATTEMPT = ("core.batch", "core.check_run", "core.fetch", "main.portal_health")
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


def facts(warehouse: Warehouse, schema: str = "") -> dict[str, str]:
    """As `hashes`, without what two readings of the same pages may differ in; of one schema, if it is named."""
    columns = _lasting(warehouse)
    skipped = {*TABLES_OF_THE_RUN, *OF_EACH_ATTEMPT}
    names = [str(name) for (name,) in warehouse.execute(NAMES) if str(name).startswith(schema)]
    return {name: _hash_of(warehouse, name, columns[name]) for name in names if name not in skipped}


def _lasting(warehouse: Warehouse) -> dict[str, str]:
    """The columns of each table and view that two readings have in common."""
    sql = """
        SELECT schema_name || '.' || table_name, list('"' || column_name || '"' ORDER BY column_index)
        FROM duckdb_columns()
        WHERE database_name = current_database() AND data_type NOT LIKE $1 AND NOT regexp_full_match(column_name, $2)
        GROUP BY ALL
    """
    found: dict[str, list[str]] = dict(warehouse.execute(sql, [MOMENT, NAMED_BY_MOMENT]))
    detail = f"regexp_replace(detail, '{IN_DETAIL}', '', 'g')"
    found["core.finding"] = [detail if each == '"detail"' else each for each in found["core.finding"]]
    return {name: ", ".join(columns) for name, columns in found.items()}


def _hash(warehouse: Warehouse, name: str) -> str:
    return _hash_of(warehouse, name, f"* EXCLUDE ({OF_THE_RUN[name]})" if name in OF_THE_RUN else "*")


def _hash_of(warehouse: Warehouse, name: str, columns: str) -> str:
    ((rows, total),) = warehouse.execute(
        f"SELECT count(*), sum(CAST(hash(one) AS HUGEINT)) FROM (SELECT {columns} FROM {name}) AS one"
    )
    return f"{rows} rows, {total or 0:x}"
