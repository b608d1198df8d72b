"""Edge: judges archived batches anew as they were judged the first time: the same ones together, in the same order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from pipeline.warehouse.checks import record_checks, run_all
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.held import refresh_stale
from pipeline.warehouse.judge import judge

# Batches already judged whose pages a person decided about, after one moment and up to another.
DECIDED = """
SELECT DISTINCT o.batch
FROM core.review AS r
JOIN core.article AS a ON a.url = r.url
JOIN core.observation AS o ON o.article = a.article
WHERE o.status <> 'new' AND r.decided_at <= $1
"""


@dataclass(frozen=True, slots=True)
class Round:
    """Batches that were judged together, in the order in which they were loaded, and when."""

    judged_at: datetime
    batches: tuple[str, ...]


def rounds(began: Mapping[str, datetime], judged: Mapping[str, datetime]) -> list[Round]:
    """In which rounds batches were judged; where nobody knows, those of one hour together."""
    moments = {batch: judged.get(batch) or _hour_after(at) for batch, at in began.items()}
    order = sorted(began, key=lambda batch: (moments[batch], began[batch], batch))
    return [Round(moment, tuple(batches)) for moment, batches in groupby(order, key=moments.__getitem__)]


def judge_again(warehouse: Warehouse, one: Round) -> None:
    """Check and judge a round that was just loaded, with the decisions that people had made by then. Tells nobody."""
    judge(warehouse, _decided(warehouse, one.judged_at), one.judged_at)
    record_checks(warehouse, run_all(warehouse, one.batches))
    judge(warehouse, one.batches, one.judged_at)
    _close(warehouse, one)


def finish(warehouse: Warehouse) -> None:
    """After the last round: decisions made since then, and the kept tables."""
    judge(warehouse, _decided(warehouse, None))
    refresh_stale(warehouse)


def _decided(warehouse: Warehouse, until: datetime | None) -> list[str]:
    rows = warehouse.execute(DECIDED, [until or "infinity"])
    return [str(batch) for (batch,) in rows]


def _close(warehouse: Warehouse, one: Round) -> None:
    batches: Sequence[str] = one.batches
    warehouse.execute(
        "UPDATE core.batch SET settled_at = $2 WHERE list_contains($1, batch)", [list(batches), one.judged_at]
    )


def _hour_after(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
