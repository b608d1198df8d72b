"""Stages of people's decisions: what waits for one, and what was decided, by whom and why."""

from datetime import UTC, date, datetime

from pipeline.errors import UsageError
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.stages.checking import decide_alerts
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.settle import apply_review

DECISIONS = ("accept", "reject", "later")


def pending(settings: Settings) -> Table:
    """Quarantined figures, each with its sentence, what we hold beside it, and the checks that doubt it."""
    with inspect(settings) as warehouse:
        return warehouse.query("SELECT * FROM pending_figure")


def decide(settings: Settings, observation: str, decision: str | None, reason: str | None, by: str) -> None:
    """Keep a decision and act on it; a rank change that it makes true is told.

    Raises UsageError for an unknown figure or a decision without a reason.
    """
    if decision not in DECISIONS:
        raise UsageError(f"review: --decision is one of {', '.join(DECISIONS)}")
    if not reason or not by:
        raise UsageError("review: a decision needs --reason and --by; both are kept with it")
    with writer(settings) as warehouse:
        apply_review(warehouse, observation, decision, reason, by, datetime.now(UTC), decide_alerts)


def add_silence(
    settings: Settings,
    indicator: str | None,
    entity: str | None,
    portal: str | None,
    until: date,
    reason: str,
    by: str,
) -> None:
    """Hold back matching alerts up to a day. A silence of everything is refused."""
    if not any((indicator, entity, portal)):
        raise UsageError("silence: name an --indicator, an --entity or a --portal; nobody silences everything")
    if indicator and indicator not in load_reference().indicators:
        raise UsageError(f"silence: no indicator {indicator!r}; there are {', '.join(load_reference().indicators)}")
    with writer(settings) as warehouse:
        warehouse.tx(lambda: _keep_silence(warehouse, [indicator, entity, portal, until, reason, by]))


def _keep_silence(warehouse: Warehouse, values: list[object]) -> None:
    """Said again, after a kill perhaps, it is the same silence."""
    facts = "(subject, entity, portal, until, reason, created_by) IS NOT DISTINCT FROM ($1, $2, $3, $4, $5, $6)"
    if warehouse.count(f"SELECT count(*) FROM core.silence WHERE {facts}", values):
        return
    warehouse.execute("INSERT INTO core.silence VALUES (?, ?, ?, ?, ?, ?, ?)", [*values, datetime.now(UTC)])
    warehouse.touch()  # the next published copy holds it: that copy is what a backup keeps of decisions


def silences(settings: Settings) -> Table:
    with inspect(settings) as warehouse:
        return warehouse.query("SELECT * FROM core.silence ORDER BY until DESC")
