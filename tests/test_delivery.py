"""From the outbox to a receiver, by a clock that is turned by hand: nothing lost, nothing flooded, each pace kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.model import Alert
from pipeline.settings import Settings
from pipeline.stages import alerting
from pipeline.stages.alerting import DeliveryReport
from pipeline.warehouse.access import inspect, reader, writer
from pipeline.warehouse.outbox import save_alerts
from receivers import Webhook, mail_server, webhook
from samples import CHANGE
from warehouse_world import ready_settings

MONDAY = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Office:
    """A home with subscriptions, and the clock on its wall."""

    settings: Settings
    clock: Clock

    def news(self, names: Sequence[str], severity: str = "wake") -> None:
        facts = [replace(CHANGE, subject=each.split("-")[0], entity=each, entity_name=each) for each in names]
        with writer(self.settings) as warehouse:
            told = [Alert(each.entity, each.reason, severity, change=each) for each in facts]
            save_alerts(warehouse, told, "test", self.clock.now)

    def send(self, *, at_once: bool = False) -> DeliveryReport:
        alerting.compose_due(self.settings, now=self.clock.now)
        return alerting.deliver(self.settings, self.clock, self.clock.sleep, at_once=at_once)

    def undelivered(self) -> list[tuple[object, ...]]:
        with inspect(self.settings) as warehouse:
            return warehouse.execute("SELECT subscription, state, attempts FROM undelivered_message")


def office(home: Path, subscriptions: str = "", **channels: str) -> Office:
    settings = replace(ready_settings(home), channels=channels)
    if subscriptions:
        path = home / "subscriptions.toml"
        path.write_text(subscriptions, encoding="utf-8")
        settings = replace(settings, subscriptions=path)
    return Office(settings, Clock())


def told(receiver: Webhook, names: Sequence[str]) -> list[str]:
    texts = "\n".join(text for _, text in receiver.taken)
    return [name for name in names if f"{name}: " in texts]


def test_a_channel_down_for_an_hour_loses_nothing_and_is_not_flooded(tmp_path: Path) -> None:
    names = [f"{subject}-{n}" for n in range(8) for subject in ("PAPI", "PCI")]
    with webhook() as receiver:
        desk = office(tmp_path, desk=receiver.address)
        receiver.moods = ["broken"] * 1000
        for quarter in range(4):
            desk.news(names[quarter * 4 :][:4])
            desk.send()
            desk.clock.sleep(900)
        tries = len(receiver.asked)
        receiver.moods.clear()
        reports = []
        for _ in range(3):
            reports.append(desk.send())
            desk.clock.sleep(3600)

        assert told(receiver, names) == names
        assert len(set(receiver.keys)) == len(receiver.keys)
        assert (tries, reports[-1].waiting) == (4, 0)  # one try a round, whatever waits
        assert len(receiver.keys) == 6  # four that were composed before the first try, and a digest an index


def test_an_answer_lost_twice_repeats_under_the_same_key(tmp_path: Path) -> None:
    with webhook() as receiver:
        desk = office(tmp_path, desk=receiver.address)
        receiver.moods = ["lost", "lost"]
        desk.news(["PAPI-1"])

        reports = []
        for _ in range(4):
            reports.append(desk.send())
            desk.clock.sleep(120)

        assert [each.delivered for each in reports] == [0, 0, 1, 0]
        assert len(receiver.taken) == 3
        assert len(set(receiver.keys)) == 1


def test_a_channel_that_asks_for_rest_is_left_alone_so_long(tmp_path: Path) -> None:
    with webhook() as receiver:
        desk = office(tmp_path, desk=receiver.address)
        receiver.moods = ["busy"]  # asks for 77 seconds; after one failure we would wait 30
        desk.news(["PAPI-1", "PCI-1"])

        first = desk.send()
        desk.clock.sleep(76)
        resting = desk.send(at_once=True)
        desk.clock.sleep(1)
        rested = desk.send()

        assert (first.failed, first.waiting) == (1, 2)
        assert (resting.delivered, len(receiver.asked)) == (0, 3)
        assert (rested.delivered, rested.waiting) == (2, 0)


def test_a_person_sends_at_once_what_failed_and_would_still_rest(tmp_path: Path) -> None:
    with webhook() as receiver:
        desk = office(tmp_path, desk=receiver.address)
        receiver.moods = ["broken"]
        desk.news(["PAPI-1"])

        failed, resting, sent = desk.send(), desk.send(), desk.send(at_once=True)

        assert (failed.failed, resting.failed + resting.delivered) == (1, 0)
        assert (sent.delivered, sent.waiting) == (1, 0)


def test_no_minute_sees_more_messages_than_the_channel_allows(tmp_path: Path) -> None:
    """Two subscriptions share one channel; the narrower pace holds for both."""
    two = "".join(
        f'[[subscription]]\nname = "{name}"\nchannel = "desk"\nper_minute = {pace}\n'
        for name, pace in (("a", 4), ("b", 20))
    )
    with webhook() as receiver:
        desk = office(tmp_path, two, desk=receiver.address)
        receiver.clock = lambda: desk.clock.now.timestamp()
        desk.news([f"PAPI-{n}" for n in range(5)] + ["PCI-1"])

        report = desk.send()

        times = receiver.asked
        assert (report.delivered, report.waiting) == (12, 0)
        assert max(sum(start <= each < start + 60 for each in times) for start in times) == 4
        assert times[-1] - times[0] == 120


def test_what_nobody_takes_for_three_days_is_given_up_and_ops_are_told_once_elsewhere(tmp_path: Path) -> None:
    ops = "".join(
        f'[[subscription]]\nname = "{name}"\nchannel = "{name}"\nreasons = {reasons}\n'
        for name, reasons in (("desk", '["new_edition", "channel_dead"]'), ("ops", '["channel_dead"]'))
    )
    with webhook() as receiver, webhook() as other:
        desk = office(tmp_path, ops, desk=receiver.address, ops=other.address)
        receiver.moods = ["gone"] * 1000
        desk.news(["PAPI-1", "PCI-1"])
        for hour in (0, 71, 73, 74):
            desk.clock.now = MONDAY + timedelta(hours=hour)
            desk.send()

        assert [(who, state) for who, state, _ in desk.undelivered()] == [("desk", "dead")] * 2
        [(_, text)] = other.taken
        assert text.startswith(
            "Kênh desk không nhận tin – một tin đã bị bỏ sau 72 giờ gửi không được: desk: not delivered ("
        )
        alerting.confirm(desk.settings)


def test_mail_that_is_put_off_is_sent_again(tmp_path: Path) -> None:
    with mail_server("greylisted") as server:
        desk = office(tmp_path, desk=server.address)
        desk.news(["PAPI-1"])

        first = desk.send()
        desk.clock.sleep(30)
        second = desk.send()

        assert (first.delivered, second.delivered) == (0, 1)
        assert len(set(server.keys)) == 1


def test_what_was_sent_is_published_though_the_first_publication_broke_off(tmp_path: Path) -> None:
    with webhook() as receiver:
        desk = office(tmp_path, desk=receiver.address)
        desk.news(["PAPI-1"])
        desk.send()
        desk.settings.published_copy.mkdir(parents=True)  # in the way of the link, which comes last
        with pytest.raises(StorageError, match="published"):
            alerting.confirm(desk.settings)
        desk.settings.published_copy.rmdir()

        alerting.confirm(desk.settings)

        with reader(desk.settings) as copy:
            assert copy.count("SELECT count(*) FROM core.delivery WHERE outcome = 'delivered'") == 1
