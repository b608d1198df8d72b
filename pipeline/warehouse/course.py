"""Edge: the ranks of one province in one index, edition by edition, for a picture."""

from pipeline.messages.picture import Point
from pipeline.warehouse.connection import Warehouse


def course(warehouse: Warehouse, subject: str, entity: str) -> list[Point]:
    """Oldest first; of a province with ranks on two maps, those of the newer map."""
    rows = warehouse.execute(
        """
        SELECT period, rank, earlier_rank IS NOT NULL AS is_joined
        FROM kept.rank_history
        WHERE subject = $1 AND entity = $2 AND length(period) = 4
        QUALIFY table_version = first(table_version) OVER (
            ORDER BY period DESC ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
        ORDER BY period
        """,
        [subject, entity],
    )
    return [Point(*row) for row in rows]
