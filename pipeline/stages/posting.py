"""One run of sending: each message whose turn it is, within its channel's rate, every attempt recorded at once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pipeline.alert import dead_letter, report
from pipeline.dispatch import MINUTE, Message, is_dead, wait_for_turn
from pipeline.errors import DeliveryError
from pipeline.messages import Worded, word
from pipeline.messages.picture import draw
from pipeline.notify import Channel, open_channel, send
from pipeline.settings import Settings
from pipeline.subscriptions import Subscription
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.course import course
from pipeline.warehouse.outbox import Undelivered, attempts_since, record_delivery, rests_until, save_alerts

Clock = Callable[[], datetime]


def channel_of(settings: Settings, subscription: Subscription) -> Channel:
    return open_channel(subscription.channel, settings.channels[subscription.channel])


def worded(message: Message, subscription: Subscription, channel: Channel, picture: bytes | None = None) -> Worded:
    return word(message, subscription, channel.form, channel.body_limit, channel.title_limit, picture)


@dataclass(slots=True)
class Post:
    """Who is told, by which clock, and what came of it."""

    settings: Settings
    subscriptions: dict[str, Subscription]
    clock: Clock
    sleep: Callable[[float], None]
    delivered: int = 0
    failed: int = 0
    _down: set[str] = field(default_factory=set)  # channels that take nothing more in this run

    def deliver(self, due: Iterable[Undelivered]) -> None:
        for each in due:
            subscription = self.subscriptions.get(each.message.subscription)
            if subscription is None:
                self._record(each, "dead", detail="its subscription is gone")
            elif subscription.channel not in self._down and self._may_send(subscription):
                self._try(each, subscription)

    def _try(self, due: Undelivered, subscription: Subscription) -> None:
        channel = channel_of(self.settings, subscription)
        try:
            picture = self._picture(due.message) if channel.form == "html" else None
            send(channel, worded(due.message, subscription, channel, picture), due.message.key)
        except DeliveryError as error:
            self.failed += 1
            if error.is_channel_down:
                self._down.add(subscription.channel)
            self._note_failure(due, subscription, error)
        else:
            self.delivered += 1
            self._record(due, "delivered")

    def _note_failure(self, due: Undelivered, subscription: Subscription, error: DeliveryError) -> None:
        if is_dead(due.composed_at, self.clock()):
            self._record(due, "dead", detail=str(error), channel=subscription.channel)
            return
        rest = error.rest_seconds
        until = None if rest is None else self.clock() + timedelta(seconds=rest)
        self._record(due, "failed", detail=str(error), rest_until=until)

    def _picture(self, message: Message) -> bytes | None:
        """The ranks over time of the change that is told first."""
        change = next((each.change for each in message.alerts if each.change), None)
        if change is None:
            return None
        with inspect(self.settings) as warehouse:
            return draw(course(warehouse, change.subject, change.entity))

    def _may_send(self, subscription: Subscription) -> bool:
        """Wait for the channel's turn; False if it asked to be left alone for now."""
        sharing = [each for each in self.subscriptions.values() if each.channel == subscription.channel]
        names = [each.name for each in sharing]
        per_minute = min(each.per_minute for each in sharing)
        with inspect(self.settings) as warehouse:
            rest = rests_until(warehouse, names)
            attempts = attempts_since(warehouse, names, self.clock() - MINUTE)
        if rest is not None and rest > self.clock():
            return False
        while wait := wait_for_turn(attempts, per_minute, self.clock()):
            self.sleep(wait.total_seconds())
        return True

    def _record(
        self,
        due: Undelivered,
        outcome: str,
        *,
        detail: str | None = None,
        rest_until: datetime | None = None,
        channel: str | None = None,
    ) -> None:
        """Keep what became of an attempt; with `channel`, tell ops in the same step that it was the last."""
        now = self.clock()
        given_up = report([dead_letter(channel, detail or "")], now.date().isoformat()) if channel else []

        def write() -> None:
            record_delivery(warehouse, due.message.key, outcome, now, detail=detail, rest_until=rest_until)
            save_alerts(warehouse, given_up, "delivery", now)
            warehouse.touch()  # readers see how far an alert came

        with writer(self.settings) as warehouse:
            warehouse.tx(write)
