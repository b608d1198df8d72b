"""Edge: alerts, the messages they go out in, every attempt to deliver them; written with the change they tell of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from pipeline.dispatch import Message, wait_after
from pipeline.model import Alert, Incident, OfficialTable, RankChange
from pipeline.warehouse.connection import Warehouse

_CHANGE = tuple(field.name for field in fields(RankChange) if field.name != "reason")
_TABLE = tuple(field.name for field in fields(OfficialTable))
_INCIDENT = ("where", "owner", "what", "todo")
_OF_THESE = "FROM core.delivery JOIN core.message USING (message) WHERE list_contains(?, subscription)"
_COLUMNS = ("alert", "batch", "reason", "severity", *_CHANGE, *(f"incident_{name}" for name in _INCIDENT), "created_at")


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that no channel has taken yet, and how often that was tried."""

    message: Message
    composed_at: datetime
    failures: int
    last_attempt_at: datetime | None
    rest_until: datetime | None  # as the channel asked with its last answer

    def is_due(self, now: datetime, *, at_once: bool = False) -> bool:
        """`at_once`: a person says that the channel is well again; only what the channel asked for holds."""
        if self.last_attempt_at is None:
            return True
        wait = timedelta(0) if at_once else wait_after(self.failures)
        return now >= (self.rest_until or self.last_attempt_at + wait)


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


def open_incidents(warehouse: Warehouse) -> set[tuple[str, str]]:
    """What was last told to be wrong: kind and where. What is told once more when it is over, is not among it then."""
    rows = warehouse.execute(
        "SELECT arg_max(reason, (created_at, alert)) AS last, incident_where FROM core.alert "
        "WHERE incident_where IS NOT NULL GROUP BY incident_where, starts_with(reason, 'portal_') "
        "HAVING last NOT IN ('portal_recovered', 'works_again')"
    )
    return {(str(kind), str(where)) for kind, where in rows}


def failing(warehouse: Warehouse) -> list[tuple[str, int, str]]:
    """Subscriptions whose messages were tried and not taken: how many wait, and the last answer."""
    rows = warehouse.execute(
        "SELECT subscription, CAST(count(*) AS INTEGER), arg_max(last_answer, last_attempt_at) "
        "FROM undelivered_message WHERE state = 'tried again' GROUP BY subscription ORDER BY subscription"
    )
    return [(str(name), int(count), str(answer)) for name, count, answer in rows]


def silenced_places(warehouse: Warehouse) -> set[str]:
    """Portals and checks of which a person wants to hear nothing yet."""
    rows = warehouse.execute(
        "SELECT portal FROM core.silence WHERE until >= current_date AND subject IS NULL AND entity IS NULL "
        "AND portal IS NOT NULL"
    )
    return {str(place) for (place,) in rows}


def waiting_by_check(warehouse: Warehouse) -> list[tuple[str, int]]:
    """The checks by which figures wait for a person, and how many do."""
    rows = warehouse.execute(
        "SELECT f.check_name, CAST(count(DISTINCT f.observation) AS INTEGER) "
        "FROM core.finding AS f JOIN core.observation AS o ON o.observation = f.observation "
        "WHERE f.severity = 'error' AND o.status = 'quarantined' GROUP BY ALL ORDER BY ALL"
    )
    return [(str(name), int(count)) for name, count in rows]


def waiting_alerts(warehouse: Warehouse, subscription: str) -> list[Alert]:
    """Alerts in no message of this subscription yet, and not silenced."""
    return _alerts(
        warehouse,
        "alert NOT IN (SELECT unnest(alerts) FROM core.message WHERE subscription = ?) "
        "AND alert NOT IN (SELECT alert FROM silenced_alert)",
        [subscription],
    )


def undelivered(warehouse: Warehouse, now: datetime, *, at_once: bool = False) -> list[Undelivered]:
    """Messages whose turn it is: never tried, or failed and rested long enough."""
    return [each for each in _waiting(warehouse) if each.is_due(now, at_once=at_once)]


def count_undelivered(warehouse: Warehouse) -> int:
    return len(_waiting(warehouse))


def record_delivery(
    warehouse: Warehouse,
    message: str,
    outcome: str,
    now: datetime,
    *,
    detail: str | None = None,
    rest_until: datetime | None = None,
) -> None:
    warehouse.execute(
        "INSERT INTO core.delivery BY NAME SELECT $1 AS message, "
        "(SELECT count(*) + 1 FROM core.delivery WHERE message = $1) AS attempt, "
        "$2 AS outcome, $3 AS detail, $4 AS attempted_at, $5 AS rest_until",
        [message, outcome, detail, now, rest_until],
    )


def attempts_since(warehouse: Warehouse, subscriptions: Sequence[str], since: datetime) -> list[datetime]:
    """When something was sent, or tried, to these subscriptions; they share a channel and its rate."""
    rows = warehouse.execute(f"SELECT attempted_at {_OF_THESE} AND attempted_at > ?", [list(subscriptions), since])
    return [moment for (moment,) in rows]


def rests_until(warehouse: Warehouse, subscriptions: Sequence[str]) -> datetime | None:
    """Until when the channel of these subscriptions asked to be left alone."""
    moment = warehouse.scalar(f"SELECT max(rest_until) {_OF_THESE}", [list(subscriptions)])
    return moment if isinstance(moment, datetime) else None


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
    rows = warehouse.query(
        "SELECT m.message, any_value(m.subscription) AS subscription, any_value(m.subject) AS subject, "
        "       any_value(m.alerts) AS alerts, any_value(m.composed_at) AS composed_at, count(d.attempt) AS failures, "
        "       max(d.attempted_at) AS last_attempt_at, arg_max(d.rest_until, d.attempt) AS rest_until "
        "FROM core.message AS m LEFT JOIN core.delivery AS d USING (message) "
        "GROUP BY m.message HAVING count(*) FILTER (d.outcome IN ('delivered', 'dead')) = 0 "
        "ORDER BY composed_at, m.message"
    ).records()
    keys = sorted({str(key) for row in rows for key in row["alerts"]})  # type: ignore[attr-defined]
    held = {alert.key: alert for alert in _alerts(warehouse, "list_contains(?, alert)", [keys])} if keys else {}
    return [_undelivered(row, held) for row in rows]


def _undelivered(row: dict[str, Any], held: dict[str, Alert]) -> Undelivered:
    alerts = tuple(held[key] for key in row["alerts"])
    message = Message(row["message"], row["subscription"], row["subject"], alerts)
    return Undelivered(message, row["composed_at"], row["failures"], row["last_attempt_at"], row["rest_until"])


def _alerts(warehouse: Warehouse, condition: str, params: list[object]) -> list[Alert]:
    table = warehouse.query(f"SELECT {', '.join(_COLUMNS)} FROM core.alert WHERE {condition}", params)
    return [_alert(record) for record in table.records()]


def _alert(record: dict[str, object]) -> Alert:
    key, reason, severity = (str(record[name]) for name in ("alert", "reason", "severity"))
    if record["incident_where"] is not None:
        incident = Incident(reason, *(str(record[f"incident_{name}"]) for name in _INCIDENT))
        return Alert(key, reason, severity, incident=incident)
    if record["entity"] is None:
        return Alert(key, reason, severity, table=OfficialTable(*(record[name] for name in _TABLE)))  # type: ignore[arg-type]
    facts = {name: record[name] for name in _CHANGE} | {"is_back": bool(record["is_back"])}
    return Alert(key, reason, severity, change=RankChange(reason=reason, **facts))  # type: ignore[arg-type]


def _row(alert: Alert, batch: str, now: datetime) -> list[object]:
    fact = alert.change or alert.table
    change = [getattr(fact, name, None) for name in _CHANGE]
    incident = [getattr(alert.incident, name, None) for name in _INCIDENT]
    return [alert.key, batch, alert.reason, alert.severity, *change, *incident, now]
