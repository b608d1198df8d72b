"""Who is told when, and in how many messages."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.dispatch import compose, is_dead, wait_after, wait_for_turn
from pipeline.model import Alert, Incident, OfficialTable
from pipeline.subscriptions import Subscription
from samples import CHANGE

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY_NOON = datetime(2026, 3, 2, 12, 0, tzinfo=LOCAL)
EVERYONE = Subscription(name="desk", channel="desk")


def alerts(count: int, severity: str = "digest", subject: str = "PAPI") -> list[Alert]:
    change = replace(CHANGE, subject=subject)
    return [
        Alert(f"{subject}{severity}{n}", "new_edition", severity, change=replace(change, entity=f"province-{n}"))
        for n in range(count)
    ]


def test_publication_day_is_one_message_an_index() -> None:
    waiting = alerts(63, "weekly", "PAPI") + alerts(63, "digest", "PCI")

    messages = compose(waiting, EVERYONE, MONDAY_NOON)

    assert sorted((m.subject, len(m.alerts)) for m in messages) == [("PAPI", 63), ("PCI", 63)]


def test_what_wakes_somebody_goes_out_alone() -> None:
    messages = compose(alerts(3, "wake") + alerts(4), EVERYONE, MONDAY_NOON)

    assert sorted(len(m.alerts) for m in messages) == [1, 1, 1, 4]


def test_a_storm_of_wakes_is_one_message() -> None:
    messages = compose(alerts(40, "wake"), EVERYONE, MONDAY_NOON)

    assert [len(m.alerts) for m in messages] == [40]


def test_a_digest_waits_for_its_time_and_its_day() -> None:
    reader = replace(EVERYONE, digest_at=time(7, 30))
    early, late, tuesday = (MONDAY_NOON.replace(hour=7), MONDAY_NOON, MONDAY_NOON + timedelta(days=1))

    found = [len(compose([*alerts(2), *alerts(3, "weekly")], reader, at)) for at in (early, late)]
    on_tuesday = compose([*alerts(2), *alerts(3, "weekly")], reader, tuesday)

    assert found == [0, 1]
    assert [len(m.alerts) for m in on_tuesday] == [2]


def test_quiet_hours_hold_back_all_but_a_wake() -> None:
    sleeper = replace(EVERYONE, quiet_from=time(22), quiet_to=time(6))
    midnight = MONDAY_NOON.replace(hour=0)

    messages = compose(alerts(5) + alerts(1, "wake"), sleeper, midnight)

    assert [m.alerts[0].severity for m in messages] == ["wake"]


@pytest.mark.parametrize(
    "narrower", [{"provinces": ("ca-mau",)}, {"indicators": ("PCI",)}, {"severity": "wake"}, {"reasons": ("revision",)}]
)
def test_a_subscription_is_told_only_what_it_asked_for(narrower: dict[str, object]) -> None:
    assert compose(alerts(1), replace(EVERYONE, **narrower), MONDAY_NOON) == []


def test_a_watched_province_that_enters_the_top_wakes_its_watcher() -> None:
    entering = replace(alerts(1, "weekly")[0], change=replace(CHANGE, earlier_rank=12, rank=9))
    watcher = replace(EVERYONE, provinces=("An Giang",), severity="wake")

    assert len(compose([entering], watcher, MONDAY_NOON)) == 1
    assert compose([entering], replace(EVERYONE, severity="wake"), MONDAY_NOON) == []


def test_the_same_alerts_always_make_the_same_message() -> None:
    forwards, backwards = alerts(9), alerts(9)[::-1]

    assert compose(forwards, EVERYONE, MONDAY_NOON) == compose(backwards, EVERYONE, MONDAY_NOON)


def test_a_failed_message_is_tried_again_later_and_later() -> None:
    waits = [wait_after(failures).total_seconds() for failures in (0, 1, 2, 3, 9, 400)]

    assert waits == [0, 30, 60, 120, 3600, 3600]


def test_a_publication_day_is_a_message_an_index_even_if_every_index_wakes() -> None:
    """452 changes of eight indices, four of which wake in each: too many to be told one by one."""
    indices = [f"INDEX{n}" for n in range(8)]
    waiting = [each for name in indices for each in alerts(52, "weekly", name) + alerts(4, "wake", name)]

    messages = compose(waiting, EVERYONE, MONDAY_NOON)

    assert sorted((m.subject, len(m.alerts)) for m in messages) == [(name, 56) for name in indices]


def test_what_is_worth_reading_stands_first() -> None:
    small, large = (replace(CHANGE, entity=f"by-{n}", earlier_rank=30 + n) for n in (3, 20))
    waiting = [
        Alert("1", "new_edition", "weekly", change=small),
        Alert("2", "new_edition", "weekly", change=large),
        Alert("3", "new_edition", "digest", change=small),
    ]

    [message] = compose(waiting, EVERYONE, MONDAY_NOON)

    assert [alert.key for alert in message.alerts] == ["3", "2", "1"]


def test_a_new_table_is_told_to_whoever_follows_its_index() -> None:
    table = Alert("1", "official_table", "wake", table=OfficialTable("PAPI", "2024", 61, "https://example.org/"))

    follows, other = (replace(EVERYONE, provinces=("An Giang",), indicators=(name,)) for name in ("PAPI", "PCI"))

    assert [m.subject for m in compose([table], follows, MONDAY_NOON)] == ["PAPI"]
    assert compose([table], other, MONDAY_NOON) == []


def test_a_dead_channel_is_not_told_over_itself() -> None:
    dead = Alert("1", "channel_dead", "wake", incident=Incident("channel_dead", "desk", "ops", "no answer", "mend it"))
    desk, ops = (Subscription(name=name, channel=name, reasons=("channel_dead",)) for name in ("desk", "ops"))

    assert [len(compose([dead], each, MONDAY_NOON)) for each in (desk, ops)] == [0, 1]


@pytest.mark.parametrize(
    ("seconds_ago", "wait"), [((50, 40, 30), 10), ((61, 40, 30), 0), ((50, 30), 0), ((9, 9, 9, 9), 51)]
)
def test_a_turn_comes_when_the_minute_has_room(seconds_ago: tuple[int, ...], wait: int) -> None:
    attempts = [MONDAY_NOON - timedelta(seconds=each) for each in seconds_ago]

    assert wait_for_turn(attempts, 3, MONDAY_NOON).total_seconds() == wait


def test_a_message_is_given_up_after_three_days() -> None:
    assert [is_dead(MONDAY_NOON - timedelta(hours=hours), MONDAY_NOON) for hours in (71, 72)] == [False, True]
