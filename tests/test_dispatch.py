"""Who is told when, and in how many messages."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.dispatch import compose, wait_after
from pipeline.model import Alert
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
