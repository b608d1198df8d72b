"""Edge: alerts, the messages they go out in, every attempt to deliver them; written with the change they tell of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from pipeline.dispatch import Message, wait_after
from pipeline.model import Alert, Incident, RankChange
from pipeline.warehouse.connection import Warehouse

_CHANGE = tuple(field.name for field in fields(RankChange) if field.name != "reason")
_INCIDENT = ("where", "owner", "what", "todo")
_COLUMNS = ("alert", "batch", "reason", "severity", *_CHANGE, *(f"incident_{name}" for name in _INCIDENT), "created_at")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that no channel has taken yet, and how often that was tried."""

    message: Message
    failures: int
    last_attempt_at: datetime | None


def save_alerts(warehouse: Warehouse, alerts: Iterable[Alert], batch: str, now: datetime) -> int:
    """Add the alerts that are not held yet; returns how many were new. Call it inside the change's transaction."""
    found = list(alerts)
    keys = [alert.key for alert in found]
    held = {key for (key,) in warehouse.execute("SELECT alert FROM core.alert WHERE list_contains(?, alert)", [keys])}
    new = [alert for alert in found if alert.key not in held]
    marks = ", ".join("?" for _ in _COLUMNS)
    for alert in new:
        warehouse.execute(f"INSERT INTO core.alert ({', '.join(_COLUMNS)}) VALUES ({marks})", _row(alert, batch, now))
    return len(new)


def compose_messages(
    warehouse: Warehouse, subscription: str, compose: Callable[[list[Alert]], Sequence[Message]], now: datetime
) -> int:
    """Put what this subscription has not been sent into messages, unless an earlier message still waits.

    While a channel is down its alerts gather, so that they go out together once it answers.
    """
    return warehouse.tx(lambda: _compose(warehouse, subscription, compose, now))


def open_incidents(warehouse: Warehouse) -> set[str]:
    """Portals whose last incident says that they are broken."""
    rows = warehouse.execute(
        "SELECT incident_where FROM core.alert WHERE starts_with(reason, 'portal_') GROUP BY incident_where "
        "HAVING arg_max(reason, (created_at, alert)) = 'portal_broken'"
    )
    return {str(where) for (where,) in rows}


def waiting_alerts(warehouse: Warehouse, subscription: str) -> list[Alert]:
    """Alerts in no message of this subscription yet, and not silenced."""
    return _alerts(
        warehouse,
        "alert NOT IN (SELECT unnest(alerts) FROM core.message WHERE subscription = ?) "
        "AND alert NOT IN (SELECT alert FROM silenced_alert)",
        [subscription],
    )


def undelivered(warehouse: Warehouse, now: datetime) -> list[Undelivered]:
    """Messages whose turn it is: never tried, or failed and rested long enough."""
    found = _waiting(warehouse)
    return [
        each
        for each in found
        if each.last_attempt_at is None or now >= each.last_attempt_at + wait_after(each.failures)
    ]


def count_undelivered(warehouse: Warehouse) -> int:
    return len(_waiting(warehouse))


def record_delivery(warehouse: Warehouse, message: str, outcome: str, detail: str | None, now: datetime) -> None:
    attempt = warehouse.count("SELECT count(*) + 1 FROM core.delivery WHERE message = ?", [message])
    warehouse.execute("INSERT INTO core.delivery VALUES (?, ?, ?, ?, ?)", [message, attempt, outcome, detail, now])


def sent_since(warehouse: Warehouse, subscription: str, since: datetime) -> int:
    """Attempts made for a subscription, for its channel's rate."""
    return warehouse.count(
        "SELECT count(*) FROM core.delivery JOIN core.message USING (message) "
        "WHERE subscription = ? AND attempted_at >= ?",
        [subscription, since],
    )


def recent_alerts(warehouse: Warehouse, limit: int) -> list[Alert]:
    """The newest alerts first."""
    return _alerts(warehouse, "TRUE ORDER BY created_at DESC, alert LIMIT ?", [limit])


def _compose(
    warehouse: Warehouse, subscription: str, compose: Callable[[list[Alert]], Sequence[Message]], now: datetime
) -> int:
    if any(each.message.subscription == subscription for each in _waiting(warehouse)):
        return 0
    messages = compose(waiting_alerts(warehouse, subscription))
    for message in messages:
        keys = [alert.key for alert in message.alerts]
        warehouse.execute(
            "INSERT INTO core.message VALUES (?, ?, ?, ?, ?)",
            [message.key, message.subscription, message.subject, keys, now],
        )
    return len(messages)


def _waiting(warehouse: Warehouse) -> list[Undelivered]:
    rows = warehouse.execute(
        "SELECT m.message, any_value(m.subscription), any_value(m.subject), any_value(m.alerts), "
        "       count(d.attempt), max(d.attempted_at) "
        "FROM core.message AS m LEFT JOIN core.delivery AS d USING (message) "
        "GROUP BY m.message HAVING count(*) FILTER (d.outcome IN ('delivered', 'dead')) = 0 "
        "ORDER BY any_value(m.composed_at), m.message"
    )
    return [_undelivered(warehouse, *row) for row in rows]


def _undelivered(warehouse: Warehouse, *row: object) -> Undelivered:
    key, subscription, subject, keys, failures, last = row
    assert isinstance(keys, list)
    held = {alert.key: alert for alert in _alerts(warehouse, "list_contains(?, alert)", [keys])}
    message = Message(
        str(key), str(subscription), None if subject is None else str(subject), tuple(map(held.__getitem__, keys))
    )
    return Undelivered(message, int(str(failures)), last if isinstance(last, datetime) else None)


def _alerts(warehouse: Warehouse, condition: str, params: list[object]) -> list[Alert]:
    table = warehouse.query(f"SELECT {', '.join(_COLUMNS)} FROM core.alert WHERE {condition}", params)
    return [_alert(record) for record in table.records()]


def _alert(record: dict[str, object]) -> Alert:
    incident = change = None
    if record["incident_where"] is not None:
        incident = Incident(str(record["reason"]), *(str(record[f"incident_{name}"]) for name in _INCIDENT))
    else:
        change = RankChange(reason=str(record["reason"]), **{name: record[name] for name in _CHANGE})  # type: ignore[arg-type]
    return Alert(str(record["alert"]), str(record["reason"]), str(record["severity"]), change, incident)


def _row(alert: Alert, batch: str, now: datetime) -> list[object]:
    change = [getattr(alert.change, name) if alert.change else None for name in _CHANGE]
    incident = [getattr(alert.incident, name) if alert.incident else None for name in _INCIDENT]
    return [alert.key, batch, alert.reason, alert.severity, *change, *incident, now]
