"""What ops are told of ourselves: rounds that do not come, tasks that failed; each once a day, over the outbox."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.receiver import Receiver, listen
from demo.world import World, serve
from pipeline.alert import late_round
from pipeline.errors import DeliveryError, UsageError
from pipeline.settings import Settings, parse_addresses
from pipeline.stages import alerting, fetching, health
from pipeline.stages.rounds import run_round
from pipeline.stages.signposts import signposts
from pipeline.warehouse.access import reader
from warehouse_world import with_warehouse

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)
SUBSCRIPTION = """
[[subscription]]
name = "ops"
channel = "ops"
language = "en"
reasons = ["task_failed", "round_late", "delivery_failing", "works_again"]
"""


@pytest.fixture(scope="module")
def webhook() -> Iterator[Receiver]:
    with listen(first_port=18_940) as running:
        yield running


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with serve(first_port=18_920) as running:
        yield running


@pytest.fixture(scope="module")
def settings(world: World, webhook: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home after one round over one portal."""
    home = tmp_path_factory.mktemp("health")
    world.write_portals(home / "portals")
    for path in (home / "portals").glob("*.toml"):
        if path.stem != "thuathienhue":
            path.unlink()
    (home / "subscriptions.toml").write_text(SUBSCRIPTION, encoding="utf-8")
    settings = Settings(
        home=home,
        portals_folder=home / "portals",
        subscriptions=home / "subscriptions.toml",
        allow_addresses=parse_addresses(world.allowed),
        channels={"ops": webhook.channels["PARWATCH_CHANNEL_OPS"]},
    )
    run_round(with_warehouse(settings), ())
    return settings


def kinds(report: health.HealthReport) -> list[str]:
    return [one.kind for one in report.incidents]


@pytest.mark.parametrize(
    ("last", "is_late"),
    [(None, False), (NOW - HALF_AN_HOUR, False), (NOW - HALF_AN_HOUR - timedelta(seconds=1), True)],
)
def test_a_round_is_late_after_half_an_hour(last: datetime | None, *, is_late: bool) -> None:
    assert bool(late_round(last, NOW, HALF_AN_HOUR)) is is_late


def test_a_portal_file_that_cannot_be_read_is_told_and_readers_lose_nothing(settings: Settings) -> None:
    path = settings.home / "portals" / "thuathienhue.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text("name = 7", encoding="utf-8")
    try:
        report = health.watch(settings)
        fetched = run_round(settings, ())
    finally:
        path.write_text(text, encoding="utf-8")

    assert [one.what.partition(":")[0] for one in report.incidents if one.where == "thuathienhue"] == ["file"]
    assert "thuathienhue.toml: " in report.wrong[0]
    assert fetched.needs_a_person
    with reader(settings) as published:
        assert published.scalar("SELECT state FROM portal_health WHERE portal = 'thuathienhue'") != "never fetched"


def test_health_tells_that_no_round_came(settings: Settings) -> None:
    now = datetime.now(UTC)

    assert "round_late" not in kinds(health.watch(settings, now=now))
    assert "round_late" in kinds(health.watch(settings, now=now + timedelta(minutes=31)))


def test_that_it_is_over_is_told_once(settings: Settings) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    patient = replace(settings, limits=replace(settings.limits, round_late_seconds=1e6))
    late = health.watch(settings, now=tomorrow)
    over = [health.watch(patient, now=tomorrow + timedelta(minutes=minute)) for minute in (1, 2)]

    assert any(line.startswith("round late: fetch_portals (ops): last request: ") for line in late.wrong)
    assert kinds(over[0]).count("works_again") == 1
    assert "works_again" not in kinds(over[1])
    assert not any("fetch_portals" in line for report in over for line in report.wrong)


def test_a_channel_that_does_not_take_messages_is_wrong_until_it_does(settings: Settings, webhook: Receiver) -> None:
    webhook.fails_next = 1
    health.note_failure(settings, "housekeeping.tidy", "for a channel that is down")
    down = health.watch(settings)
    with pytest.raises(DeliveryError, match="undelivered: ops: .*503"):
        alerting.confirm(settings)
    alerting.deliver(settings, clock=lambda: datetime.now(UTC) + timedelta(hours=1))
    up = health.watch(settings)

    assert any(line.startswith("delivery failing: ops (ops): messages that wait: ") for line in down.wrong)
    assert ("works_again", "ops") in [(one.kind, one.where) for one in up.incidents]
    assert up.wrong == ()


def test_a_failed_task_is_told_at_once_and_once(settings: Settings, webhook: Receiver) -> None:
    for _ in range(3):
        health.note_failure(settings, "build_figures.build", "the disk\n  is full")

    told = [message for message in webhook.received if "build_figures" in message.body + message.title]
    assert len(told) == 1
    assert "build_figures.build failed – the disk is full" in told[0].body + told[0].title
    assert "clear the task" in told[0].body


def test_from_a_failed_portal_a_person_finds_its_file_its_last_page_and_the_runbook(settings: Settings) -> None:
    lines = "\n".join(signposts(settings, "thuathienhue"))

    assert str(settings.portals_folder) + "/thuathienhue.toml" in lines
    assert "its last good page: http://127.0.0.1:" in lines
    assert "“A portal broke”" in lines
    assert "A portal broke" in (Path(__file__).parents[1] / "docs" / "operations.md").read_text(encoding="utf-8")


def test_a_misspelt_portal_is_explained(settings: Settings) -> None:
    assert fetching.plan(settings, ["thuathienhue"]) == ("thuathienhue",)
    with pytest.raises(UsageError, match="no portal 'thuathienheu'; did you mean thuathienhue"):
        fetching.plan(settings, ["thuathienheu"])
