"""Edge: takes batches out again before they are read anew. The archive keeps what they were made from."""

from collections.abc import Sequence

from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.held import mark_stale
from pipeline.warehouse.shingles import CODE_DIGITS

OF_ARTICLES = f"""
code IN (
    SELECT ('0x' || left(article, {CODE_DIGITS}))::UBIGINT FROM core.article WHERE list_contains($1, batch)
)
"""
STEPS = (
    ("core.shingle", OF_ARTICLES),
    ("core.finding", "list_contains($1, batch)"),
    ("core.check_run", "list_contains($1, batch)"),
    ("core.observation", "list_contains($1, batch)"),
    ("core.article", "list_contains($1, batch)"),
    ("core.fetch", "list_contains($1, batch)"),
    ("core.batch", "list_contains($1, batch)"),
)


def forget(warehouse: Warehouse, batches: Sequence[str]) -> None:
    """Delete all that these batches brought, inside the transaction that loads them again."""
    mark_stale(warehouse, batches)
    for table, condition in STEPS:
        warehouse.execute(f"DELETE FROM {table} WHERE {condition}", [list(batches)])
    warehouse.touch()
