"""Edge: judges loaded rows by findings and people's decisions, and notes the alerts that follow, in one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pipeline.errors import StorageError, UsageError
from pipeline.model import Alert, RankChange
from pipeline.warehouse.changes import changes_of
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.held import refresh_held, refresh_stale
from pipeline.warehouse.judge import judge
from pipeline.warehouse.outbox import save_alerts
from pipeline.warehouse.touched import prepare, touch

DECISIONS = ("accept", "reject", "later")

COUNT = """
SELECT count(*) FILTER (status = 'accepted'), count(*) FILTER (status = 'quarantined'),
    count(*) FILTER (status = 'rejected')
FROM core.observation WHERE list_contains($1, batch)
"""

# A decision also works on other versions of the page; those not judged yet wait for their checks.
OF_ITS_PAGE = """
SELECT DISTINCT other.batch
FROM core.observation AS o
JOIN core.article AS a ON a.article = o.article
JOIN core.article AS version ON version.url = a.url
JOIN core.observation AS other ON other.article = version.article
WHERE o.observation = $1 AND other.status <> 'new'
"""

# The last word on this figure already: who says it again, or was killed before it was answered, adds no second row.
SAID_BEFORE = """
SELECT count(*) FROM (
    SELECT decision, reason, decided_by FROM core.review WHERE observation = $1 ORDER BY decided_at DESC LIMIT 1
) WHERE (decision, reason, decided_by) = ($2, $3, $4)
"""

Decide = Callable[[list[RankChange]], list[Alert]]


def _silent(_: list[RankChange]) -> list[Alert]:
    return []


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows of the batches by status, and the alerts that were new."""

    accepted: int
    quarantined: int
    rejected: int
    alerts: int


def unsettled(warehouse: Warehouse) -> list[str]:
    """Batches whose rows are still new, oldest first."""
    rows = warehouse.execute("SELECT batch FROM core.batch WHERE settled_at IS NULL ORDER BY started_at, batch")
    return [str(batch) for (batch,) in rows]


def settle(
    warehouse: Warehouse, batches: Sequence[str], checks: Sequence[str], decide: Decide, now: datetime
) -> Settled:
    """Judge every row of these batches and write the alerts that follow, all or nothing. May run again.

    Raises StorageError where a batch has not met every one of the checks: nothing goes out unchecked.
    """
    _require_checks(warehouse, batches, checks)
    prepare(warehouse)
    return warehouse.tx(partial(_settle, warehouse, list(batches), decide, now))


def apply_review(  # one argument for each thing that a decision is made of
    warehouse: Warehouse, observation: str, decision: str, reason: str, by: str, now: datetime, decide: Decide = _silent
) -> Settled:
    """Keep a person's decision and let it work at once. `decide` gets the rank changes that follow."""
    if decision not in DECISIONS or not reason.strip() or not by.strip():
        raise UsageError(f"{decision!r}: decide one of {', '.join(DECISIONS)}, with a reason and your name")
    if not warehouse.count("SELECT count(*) FROM core.observation WHERE observation = $1", [observation]):
        raise UsageError(f"{observation}: no such observation; the view pending_figure lists those that wait")
    values = [observation, decision, reason, by, now]
    prepare(warehouse)
    return warehouse.tx(partial(_review, warehouse, values, decide, now))


def _require_checks(warehouse: Warehouse, batches: Sequence[str], checks: Sequence[str]) -> None:
    rows = warehouse.execute(
        """
        SELECT batch, check_name
        FROM (SELECT unnest($1::VARCHAR[]) AS batch), (SELECT unnest($2::VARCHAR[]) AS check_name)
        EXCEPT SELECT batch, check_name FROM core.check_run
        ORDER BY batch, check_name
        """,
        [list(batches), list(checks)],
    )
    if rows:
        batch, name = rows[0]
        raise StorageError(f"{batch}: the check {name} has not run on it; run `parwatch check`, then settle again")


def _settle(warehouse: Warehouse, batches: list[str], decide: Decide, now: datetime) -> Settled:
    refresh_stale(warehouse)
    touch(warehouse, batches)
    changes = changes_of(warehouse, partial(_judge, warehouse, batches, now))
    alerts = _note(warehouse, changes, decide, now)
    accepted, quarantined, rejected = warehouse.execute(COUNT, [batches])[0]
    return Settled(accepted, quarantined, rejected, alerts)


def _judge(warehouse: Warehouse, batches: list[str], now: datetime) -> None:
    changed = judge(warehouse, batches)
    closed = warehouse.count(
        "UPDATE core.batch SET settled_at = $2 WHERE list_contains($1, batch) AND settled_at IS NULL", [batches, now]
    )
    if changed or closed:
        warehouse.touch()
        refresh_held(warehouse)


def _note(warehouse: Warehouse, changes: list[tuple[RankChange, str]], decide: Decide, now: datetime) -> int:
    batch_of = dict(changes)
    alerts = decide(list(batch_of))
    added = sum(save_alerts(warehouse, [alert], batch_of[alert.change], now) for alert in alerts if alert.change)
    if added:
        warehouse.touch()
    return added


def _review(warehouse: Warehouse, values: list[object], decide: Decide, now: datetime) -> Settled:
    if not warehouse.count(SAID_BEFORE, values[:4]):
        _keep(warehouse, values)
    rows = warehouse.execute(OF_ITS_PAGE, values[:1])
    return _settle(warehouse, [str(batch) for (batch,) in rows], decide, now)


def _keep(warehouse: Warehouse, values: list[object]) -> None:
    warehouse.execute(
        """
        INSERT INTO core.review
        SELECT o.observation, $2, $3, $4, $5,
            o.article, a.url, o.subject, o.entity, o.period, o.measure, o.value, o.quote
        FROM core.observation AS o JOIN core.article AS a ON a.article = o.article
        WHERE o.observation = $1
        """,
        values,
    )
    warehouse.touch()
