"""Rank changes and incidents -> alerts worth telling, each with a key and a severity. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from pipeline.model import Alert, Incident, OfficialTable, RankChange

CONTINUOUS_MOVE = 10  # places that a continuous index (no editions) moves before it is worth a line
LONGEST_WHY = 300  # characters of a task's error in a message; its log has the rest
DEAD_AFTER_HOURS = 72  # a message that nobody took for so long is given up
TOP = (5, 10)
BOTTOM = 5


@dataclass(frozen=True, slots=True)
class Moves:
    """How far an indicator's ranks usually move between editions: places, from its complete tables."""

    p75: int
    p95: int


TODO_BY_STATE = {
    "broken": "look at the portal and its robots.txt, then at its file (docs/operations.md, “A portal broke”)",
    "failing": "look at the outcomes of its requests: parwatch explain URL",
    "unreadable": "mend the selector in the portal's file; a redesign is a layout of its own, the old one stays",
    "no article": "give the portal's file a listing, feed or sitemap that names articles",
    "file": "mend its file as it says, then: parwatch portals list",
    "quiet": "look whether the portal moved its news; else lower articles_per_week in its file",
}
_WELL = ("well", "busy")
_ENDED = {
    "round_late": "portals are asked again",
    "disk_full": "there is space again",
    "delivery_failing": "messages are taken again",
}


@dataclass(frozen=True, slots=True)
class PortalState:
    """A row of portal_health, as far as alerts need it."""

    name: str
    owner: str
    state: str
    detail: str | None


def decide(changes: Iterable[RankChange], moves: Mapping[str, Moves]) -> list[Alert]:
    """Give each change its key and severity, one alert a key, in a stable order."""
    alerts = {alert.key: alert for change in changes for alert in _told(change, moves.get(change.subject))}
    return sorted(alerts.values(), key=lambda alert: alert.key)


def report(incidents: Iterable[Incident], day: str) -> list[Alert]:
    """Alerts for ops: one for each incident and day, so that an open incident comes up again daily."""
    return [
        Alert(_key(incident.kind, incident.where, day), incident.kind, "wake", incident=incident)
        for incident in incidents
    ]


def new_tables(tables: Iterable[OfficialTable], held: Collection[OfficialTable]) -> list[Alert]:
    """An alert for each official table that we did not hold; those that come with a first installation are no news."""
    reason = "official_table"
    known = {_edition(each) for each in held}
    new = [each for each in tables if known and _edition(each) not in known]
    return [Alert(_key(reason, *_edition(each)), reason, "wake", table=each) for each in new]


def red_checks(waiting: Iterable[tuple[str, int]]) -> list[Incident]:
    """An incident for each check by which figures wait, and how many do."""
    return [
        Incident("check_red", name, "ops", f"figures wait for a person: {count}", "accept or reject: parwatch review")
        for name, count in waiting
    ]


def dead_letter(channel: str, why: str) -> Incident:
    """Something that a channel would not take for as long as we tried."""
    what = f"a message was given up after {DEAD_AFTER_HOURS} hours: {why}"
    return Incident("channel_dead", channel, "ops", what, "mend the channel's address; see undelivered_message")


def delivery_failing(waiting: Iterable[tuple[str, int, str]]) -> list[Incident]:
    """An incident for each channel that has not taken messages: how many wait, and its last answer."""
    todo = "mend the channel's address; what waits is sent by itself (docs/operations.md, “An alert did not arrive”)"
    return [
        Incident("delivery_failing", channel, "ops", f"messages that wait: {count}; {answer}", todo)
        for channel, count, answer in waiting
    ]


def ended(open_at: Iterable[tuple[str, str]], standing: Collection[Incident]) -> list[Incident]:
    """What was told as wrong (kind and where) and stands no more: so that nobody goes on looking for it."""
    still = {(each.kind, each.where) for each in standing}
    return [
        Incident("works_again", where, "ops", _ENDED[kind], "nothing")
        for kind, where in sorted(open_at)
        if kind in _ENDED and (kind, where) not in still
    ]


def task_failed(task: str, why: str) -> Incident:
    """`task` as Airflow names it: DAG and task."""
    todo = "open its log in Airflow, mend what it names, clear the task"
    return Incident("task_failed", task, "ops", " ".join(why.split())[:LONGEST_WHY], todo)


def late_round(last: datetime | None, now: datetime, after: timedelta) -> list[Incident]:
    """An incident where nothing was fetched for longer than `after`; nothing ever fetched is no delay."""
    if last is None or now - last <= after:
        return []
    what = f"last request: {last:%Y-%m-%d %H:%M} UTC"
    return [Incident("round_late", "fetch_portals", "ops", what, "look whether DAGs are paused and the scheduler runs")]


def incidents(portals: Iterable[PortalState], open_at: Collection[str]) -> list[Incident]:
    """What ops should know of the portals: those that are broken, and those in `open_at` that are well again."""
    found = []
    for portal in portals:
        if portal.state in TODO_BY_STATE:
            what = f"{portal.state}: {portal.detail}" if portal.detail else portal.state
            found.append(Incident("portal_broken", portal.name, portal.owner, what, TODO_BY_STATE[portal.state]))
        elif portal.name in open_at and portal.state in _WELL:
            found.append(Incident("portal_recovered", portal.name, portal.owner, portal.state, "nothing"))
    return found


def places_up(change: RankChange) -> int:
    """Places won (positive) or lost: rank 1 is best."""
    return change.earlier_rank - change.rank


def crosses(change: RankChange) -> bool:
    """Whether the move enters or leaves the top 5, the top 10 or the bottom 5."""
    return _bands(change.rank, change.rank_of) != _bands(change.earlier_rank, change.earlier_rank_of)


def _told(change: RankChange, moves: Moves | None) -> list[Alert]:
    if places_up(change) == 0:
        return []
    if _is_continuous(change.period) and abs(places_up(change)) < CONTINUOUS_MOVE:
        return []
    key = _key(change.reason, change.subject, change.entity, change.period, str(change.earlier_rank), str(change.rank))
    return [Alert(key, change.reason, _severity(change, moves), change=change)]


def _severity(change: RankChange, moves: Moves | None) -> str:
    if change.reason in {"revision", "claim_contradicts_official"}:
        return "wake"
    if _is_continuous(change.period):
        return "weekly"
    if change.reason == "contradiction":
        return "digest"
    if moves is None:  # no complete table to measure by: told the same day, wakes nobody
        return "digest"
    size = abs(places_up(change))
    if size >= moves.p95:
        return "wake"
    return "digest" if size >= moves.p75 else "weekly"


def _is_continuous(period: str) -> bool:
    return len(period) > len("2024") and not period.endswith("M") and "Q" not in period


def _bands(rank: int, rank_of: int | None) -> tuple[bool, ...]:
    return (*(rank <= top for top in TOP), rank_of is not None and rank > rank_of - BOTTOM)


def _edition(table: OfficialTable) -> tuple[str, ...]:
    return (table.subject, table.period, str(table.rank_of))


def _key(*parts: str) -> str:
    return sha256("|".join(parts).encode()).hexdigest()[:32]
