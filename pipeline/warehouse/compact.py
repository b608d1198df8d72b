"""Edge: brings what was deleted and rewritten out of a warehouse. Nothing that anybody can ask for goes."""

from pathlib import Path

from pipeline.warehouse import shingles
from pipeline.warehouse.connection import CATALOG, Warehouse

# Earlier states of a lake and the files of those only: kept as long as a person may want to look back at a mistake.
LAKE = (
    f"CALL ducklake_flush_inlined_data('{CATALOG}')",
    f"CALL ducklake_expire_snapshots('{CATALOG}', older_than => now() - INTERVAL 7 DAY)",
    f"CALL ducklake_merge_adjacent_files('{CATALOG}')",
    f"CALL ducklake_rewrite_data_files('{CATALOG}')",
    f"CALL ducklake_cleanup_old_files('{CATALOG}', older_than => now() - INTERVAL 1 DAY)",
)
LAKE_BYTES = f"""
SELECT CAST(coalesce(sum(file_size_bytes), 0) + coalesce(sum(delete_file_size_bytes), 0) AS BIGINT)
FROM ducklake_table_info('{CATALOG}')
"""


def compact(warehouse: Warehouse) -> None:
    shingles.sort(warehouse)
    for statement in LAKE if warehouse.is_lake else (f"CHECKPOINT {CATALOG}",):
        warehouse.execute(statement)


def stored_bytes(warehouse: Warehouse) -> int:
    """Of the file, or of a lake's files; the rows that its catalog keeps itself are not counted."""
    return warehouse.count(LAKE_BYTES) if warehouse.is_lake else Path(warehouse.url).stat().st_size
