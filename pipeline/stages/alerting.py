"""Stages of sending alerts: compose what is due into messages, deliver them, confirm that nothing is left."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from pipeline.dispatch import Message, compose
from pipeline.errors import DeliveryError, SettingsError
from pipeline.messages import Worded, word
from pipeline.model import Alert, RankChange
from pipeline.notify import Channel, open_channel, send
from pipeline.settings import Settings
from pipeline.subscriptions import Subscription, load_subscriptions
from pipeline.warehouse.access import writer
from pipeline.warehouse.outbox import (
    Undelivered,
    compose_messages,
    count_undelivered,
    record_delivery,
    sent_since,
    undelivered,
    waiting_alerts,
)

Clock = Callable[[], datetime]
LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTE = timedelta(minutes=1)
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
        _channel(settings, each)
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


def deliver(settings: Settings, clock: Clock = _utc_now, sleep: Callable[[float], None] = time.sleep) -> DeliveryReport:
    """Send every message whose turn it is, each within its channel's rate; every attempt is recorded at once."""
    post = _Post(settings, {each.name: each for each in _subscriptions(settings)}, clock, sleep)
    with writer(settings) as warehouse:
        due = undelivered(warehouse, clock())
    taken = sum(post.deliver(each) for each in due)
    with writer(settings) as warehouse:
        return DeliveryReport(delivered=taken, failed=len(due) - taken, waiting=count_undelivered(warehouse))


def confirm(settings: Settings) -> None:
    """Raise DeliveryError while any message is undelivered, so that the task is red and is tried again."""
    with writer(settings) as warehouse:
        waiting = count_undelivered(warehouse)
    if waiting:
        raise DeliveryError(f"{waiting} message(s) undelivered; see the table core.delivery for why, mend the channel")


def preview(settings: Settings) -> list[tuple[Subscription, Worded]]:
    """What would be sent now, worded as it would go out; writes and sends nothing."""
    now = datetime.now(LOCAL)
    with writer(settings) as warehouse:
        due = [
            (each, message)
            for each in _subscriptions(settings)
            for message in compose(waiting_alerts(warehouse, each.name), each, now)
        ]
    return [(each, _worded(message, each, _channel(settings, each))) for each, message in due]


def send_sample(settings: Settings, name: str) -> None:
    """Send a test message to one subscription. Raises SettingsError where there is none of that name."""
    known = {each.name: each for each in _subscriptions(settings)}
    if name not in known:
        raise SettingsError(f"no subscription {name!r}; there are: {', '.join(sorted(known)) or 'none'}")
    message = Message("sample", name, SAMPLE.subject, (Alert("sample", SAMPLE.reason, "digest", change=SAMPLE),))
    channel = _channel(settings, known[name])
    send(channel, _worded(message, known[name], channel), message.key)


@dataclass(frozen=True, slots=True)
class _Post:
    """One run of sending: who is told, and by which clock."""

    settings: Settings
    subscriptions: dict[str, Subscription]
    clock: Clock
    sleep: Callable[[float], None]

    def deliver(self, due: Undelivered) -> bool:
        """Try once; True unless the channel did not take it."""
        subscription = self.subscriptions.get(due.message.subscription)
        if subscription is None:
            self._record(due, "dead", "its subscription is gone")
            return True
        self._keep_rate(subscription)
        channel = _channel(self.settings, subscription)
        try:
            send(channel, _worded(due.message, subscription, channel), due.message.key)
        except DeliveryError as error:
            self._record(due, "failed", str(error))
            return False
        self._record(due, "delivered", None)
        return True

    def _keep_rate(self, subscription: Subscription) -> None:
        with writer(self.settings) as warehouse:
            recent = sent_since(warehouse, subscription.name, self.clock() - MINUTE)
        if recent >= subscription.per_minute:
            self.sleep(MINUTE.total_seconds() / subscription.per_minute)

    def _record(self, due: Undelivered, outcome: str, detail: str | None) -> None:
        with writer(self.settings) as warehouse:
            record_delivery(warehouse, due.message.key, outcome, detail, self.clock())


def _worded(message: Message, subscription: Subscription, channel: Channel) -> Worded:
    return word(message, subscription, channel.form, channel.body_limit, channel.title_limit)


def _channel(settings: Settings, subscription: Subscription) -> Channel:
    return open_channel(subscription.channel, settings.channels[subscription.channel])


def _subscriptions(settings: Settings) -> tuple[Subscription, ...]:
    return load_subscriptions(settings.subscriptions, tuple(sorted(settings.channels)))
