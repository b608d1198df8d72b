"""Stages of sending alerts: compose what is due into messages, deliver them, confirm that nothing is left."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

from pipeline.dispatch import Message, compose
from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Worded
from pipeline.model import Alert, RankChange
from pipeline.notify import send
from pipeline.settings import Settings
from pipeline.stages import checking
from pipeline.stages.posting import Clock, Post, channel_of, worded
from pipeline.subscriptions import Subscription, load_subscriptions
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.lock import locked
from pipeline.warehouse.outbox import compose_messages, count_undelivered, failing, undelivered, waiting_alerts

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
SENDING_SECONDS = 300.0  # how long to wait for another process that sends
SAMPLE = RankChange(
    subject="PAPI",
    entity="mau",
    entity_name="Tỉnh Mẫu (tin thử / test message)",
    period="2024",
    rank=21,
    rank_of=61,
    earlier_period="2023",
    earlier_rank=24,
    earlier_rank_of=61,
    reason="new_edition",
    quote="Đây là tin thử, không phải số liệu thật. / This is a test, not a figure.",
    url="https://example.org/",
    portal="tinh-mau",
    sources=1,
)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    delivered: int
    failed: int
    waiting: int


def compose_due(settings: Settings, *, now: datetime | None = None) -> int:
    """Compose messages for every subscription; returns how many. Nothing is sent yet.

    Raises SettingsError for a channel whose address cannot be used, before anything is composed for it.
    """
    for each in _subscriptions(settings):
        channel_of(settings, each)
    moment = now or datetime.now(UTC)
    with writer(settings) as warehouse:
        return sum(
            compose_messages(
                warehouse,
                each.name,
                partial(compose, subscription=each, now=moment.astimezone(LOCAL)),
                moment,
            )
            for each in _subscriptions(settings)
        )


def deliver(
    settings: Settings,
    clock: Clock = _utc_now,
    sleep: Callable[[float], None] = time.sleep,
    *,
    at_once: bool = False,
) -> DeliveryReport:
    """Send every message whose turn it is, each within its channel's rate; every attempt is recorded at once.

    `at_once`, for a person: also what failed and would still rest. Only one process sends at a time: another waits,
    so that a channel's rate holds.
    """
    post = Post(settings, {each.name: each for each in _subscriptions(settings)}, clock, sleep)
    with locked(settings.state / "sending.lock", exclusive=True, wait_seconds=SENDING_SECONDS):
        with writer(settings) as warehouse:
            due = undelivered(warehouse, clock(), at_once=at_once)
        post.deliver(due)
        with inspect(settings) as warehouse:
            return DeliveryReport(post.delivered, post.failed, waiting=count_undelivered(warehouse))


def confirm(settings: Settings) -> None:
    """Publish how far the alerts came; raise DeliveryError while any message is undelivered, to be tried again."""
    with writer(settings) as warehouse:
        waiting = count_undelivered(warehouse)
        answers = [f"{name}: {answer}" for name, _, answer in failing(warehouse)]
    checking.publish(settings)  # nothing, where nothing was sent since
    if waiting:
        why = "; ".join(answers) or "another process is sending them"
        raise DeliveryError(f"{waiting} message(s) undelivered: {why} (docs/operations.md, “An alert did not arrive”)")


def preview(settings: Settings) -> list[tuple[Subscription, Worded]]:
    """What would be sent now, worded as it would go out; writes and sends nothing."""
    now = datetime.now(LOCAL)
    with writer(settings) as warehouse:
        due = [
            (each, message)
            for each in _subscriptions(settings)
            for message in compose(waiting_alerts(warehouse, each.name), each, now)
        ]
    return [(each, worded(message, each, channel_of(settings, each))) for each, message in due]


def send_sample(settings: Settings, name: str) -> None:
    """Send a test message to one subscription. Raises SettingsError where there is none of that name."""
    known = {each.name: each for each in _subscriptions(settings)}
    if name not in known:
        raise SettingsError(f"no subscription {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
    message = Message("sample", name, SAMPLE.subject, (Alert("sample", SAMPLE.reason, "digest", change=SAMPLE),))
    channel = channel_of(settings, known[name])
    send(channel, worded(message, known[name], channel), message.key)


def _subscriptions(settings: Settings) -> tuple[Subscription, ...]:
    return load_subscriptions(settings.subscriptions, tuple(sorted(settings.channels)))
