"""Alerts, subscriptions and a moment -> which messages are due. Pure: the moment is an argument."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from hashlib import sha256

from pipeline.alert import DEAD_AFTER_HOURS, crosses
from pipeline.model import Alert
from pipeline.subscriptions import SEVERITIES, Subscription

MONDAY = 0
CHANNEL_FAULTS = ("delivery_failing", "channel_dead")
STORM = 5  # more wakes than this about one index at once have one cause: they go out as one message
MOST_ALONE = 12  # and not more than these in all, so that a publication day passes through a slow channel at once
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent in one piece; `key` is the same however often it is sent."""

    key: str
    subscription: str
    subject: str | None
    alerts: tuple[Alert, ...]


def compose(waiting: Iterable[Alert], subscription: Subscription, now: datetime) -> list[Message]:
    """Put the alerts that are due now into messages: one an index, and one each for what should wake somebody.

    `now` is in Vietnamese time. Alerts that are not yet due are left for a later call.
    """
    due: dict[str | None, list[Alert]] = defaultdict(list)
    wakes: dict[str | None, list[Alert]] = defaultdict(list)
    for alert in waiting:
        if not is_wanted(alert, subscription):
            continue
        fact = alert.change or alert.table
        subject = fact.subject if fact else None
        urgency = urgency_for(alert, subscription)
        if urgency == "wake":
            wakes[subject].append(alert)
        elif _is_due(urgency, subscription, now):
            due[subject].append(alert)
    is_flood = sum(len(alerts) for alerts in wakes.values() if len(alerts) <= STORM) > MOST_ALONE
    single = []
    for subject, alerts in wakes.items():
        if len(alerts) > STORM or is_flood:
            due[subject] += alerts
        else:
            single += [(subject, [alert]) for alert in alerts]
    return [_message(subscription, subject, alerts) for subject, alerts in [*single, *due.items()] if alerts]


def is_wanted(alert: Alert, subscription: Subscription) -> bool:
    if alert.reason not in subscription.reasons:
        return False
    if alert.incident:  # what a channel does not take is not told over itself
        return not (alert.reason in CHANNEL_FAULTS and alert.incident.where == subscription.channel)
    fact = alert.change or alert.table
    if fact and subscription.indicators and fact.subject not in subscription.indicators:
        return False
    if alert.change is None:
        return True
    if subscription.provinces and not {alert.change.entity, alert.change.entity_name} & set(subscription.provinces):
        return False
    urgency = urgency_for(alert, subscription)
    return SEVERITIES.index(urgency) >= SEVERITIES.index(subscription.severity)


def urgency_for(alert: Alert, subscription: Subscription) -> str:
    """The alert's severity; a watched province that enters or leaves the top or bottom wakes its watcher."""
    if alert.change and subscription.provinces and crosses(alert.change):
        return "wake"
    return alert.severity


def wait_after(failures: int) -> timedelta:
    """How long a failed message rests before it is tried again: 30 s, doubled each time, at most an hour."""
    return min(FIRST_WAIT * 2 ** min(failures - 1, 12), LONGEST_WAIT) if failures else timedelta(0)


def wait_for_turn(attempts: Iterable[datetime], per_minute: int, now: datetime) -> timedelta:
    """How long to wait so that no span of a minute sees more than `per_minute` attempts."""
    recent = sorted(each for each in attempts if each > now - MINUTE)
    return recent[-per_minute] + MINUTE - now if len(recent) >= per_minute else timedelta(0)


def is_dead(composed_at: datetime, now: datetime) -> bool:
    """Whether a message was tried for so long that it is given up."""
    return now - composed_at >= timedelta(hours=DEAD_AFTER_HOURS)


def _is_due(urgency: str, subscription: Subscription, now: datetime) -> bool:
    if _is_quiet(subscription, now.time()):
        return False
    if subscription.digest_at is None:
        return True
    if urgency == "weekly" and now.weekday() != MONDAY:
        return False
    return now.time() >= subscription.digest_at


def _is_quiet(subscription: Subscription, at: time) -> bool:
    start, end = subscription.quiet_from, subscription.quiet_to
    if start is None or end is None:
        return False
    return start <= at < end if start <= end else at >= start or at < end


def _message(subscription: Subscription, subject: str | None, alerts: Sequence[Alert]) -> Message:
    ordered = tuple(sorted(alerts, key=_worth_reading_first))
    text = "|".join([subscription.name, *sorted(alert.key for alert in alerts)])
    return Message(sha256(text.encode()).hexdigest()[:32], subscription.name, subject, ordered)


def _worth_reading_first(alert: Alert) -> tuple[int, int, str]:
    size = abs(alert.change.earlier_rank - alert.change.rank) if alert.change else 0
    return (-SEVERITIES.index(alert.severity), -size, alert.key)
