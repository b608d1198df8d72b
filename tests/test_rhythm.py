"""How often a portal is looked at: never seldom while it is new or publishes, ever more seldom while it refuses us."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from faults import plain, serving
from fetch_world import settings_for
from pipeline.fetch.rhythm import Bounds, Rhythm, after_look, is_due, pause_of
from pipeline.portals import load_portals
from pipeline.settings import Settings
from pipeline.stages.fetching import plan
from pipeline.stages.rhythms import load_rhythms, next_looks, save_rhythms, spared
from pipeline.stages.watching import Watcher

NOW = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)
BOUNDS = Bounds(30.0, 1800.0)


def publishing(every: timedelta, times: int = 8) -> Rhythm:
    moments = tuple(NOW - every * number for number in range(times, 0, -1))
    return Rhythm(since=moments[0] if moments else NOW, asked_at=NOW, news_at=moments)


@pytest.mark.parametrize(
    ("rhythm", "seconds"),
    [
        (Rhythm(NOW - timedelta(days=6)), 30.0),
        (Rhythm(NOW - timedelta(days=6), news_at=(NOW - timedelta(days=5),)), 30.0),
        (Rhythm(NOW - timedelta(days=60)), 1296.0),
        (publishing(timedelta(minutes=5)), 30.0),
        (publishing(timedelta(hours=12)), 30.0),
        (publishing(timedelta(days=1)), 30.0),
        (publishing(timedelta(days=7)), 151.2),
        (publishing(timedelta(days=90)), 1800.0),
    ],
)
def test_a_pause_follows_the_usual_time_between_news_within_its_bounds(rhythm: Rhythm, seconds: float) -> None:
    assert pause_of(rhythm, NOW, BOUNDS).seconds == pytest.approx(seconds)


def test_trouble_doubles_the_pause_and_good_answers_take_it_back_slowly() -> None:
    one, pauses = publishing(timedelta(hours=1)), []
    for number, is_trouble in enumerate([True] * 8 + [False] * 62):
        one = after_look(one, NOW + timedelta(minutes=number), BOUNDS, is_news=False, is_trouble=is_trouble)
        pauses.append(pause_of(one, one.asked_at or NOW, BOUNDS).seconds)

    assert pauses[:8] == [30, 60, 120, 240, 480, 960, 1800, 1800]
    assert pauses[8:10] == [1770, 1740]
    assert pauses[-1] == 30


def test_a_portal_is_due_when_its_pause_is_over_and_not_before() -> None:
    one = publishing(timedelta(days=7))

    assert not is_due(one, NOW + timedelta(seconds=120), BOUNDS)
    assert is_due(one, NOW + timedelta(seconds=152), BOUNDS)
    assert is_due(Rhythm(NOW), NOW, BOUNDS)


def test_what_is_remembered_is_read_back_and_a_spoilt_file_forgets(tmp_path: Path) -> None:
    settings, kept = (
        Settings(home=tmp_path),
        {"mau": publishing(timedelta(days=1)), "xau": Rhythm(NOW, NOW, (), 2, 60.0)},
    )
    save_rhythms(settings, kept)

    assert load_rhythms(settings) == kept
    assert spared(settings, NOW + timedelta(seconds=59)) == {"xau"}
    assert spared(settings, NOW + timedelta(seconds=60)) == set()

    (tmp_path / "state" / "rhythms.json").write_text('{"mau": {}}')
    assert load_rhythms(settings) == {}


async def looks(settings: Settings, times: int) -> None:
    watcher = Watcher(settings)
    for _ in range(times):
        await watcher.look({})
    await watcher.close()


def test_a_portal_that_refuses_is_spared_also_after_a_restart_and_by_the_sweep(tmp_path: Path) -> None:
    with serving() as web:
        web.answers["/rss"] = plain(b"busy", "503 Service Unavailable")
        (tmp_path / "portals").mkdir()
        (tmp_path / "portals" / "mau.toml").write_text(
            f'name = "mau"\nprovince = "Lào Cai"\nhome = "{web.home}/"\ndelay_seconds = 0\nfeeds = ["{web.home}/rss"]'
        )
        settings = replace(settings_for(web, home=tmp_path, retries=0), portals_folder=tmp_path / "portals")
        asyncio.run(looks(settings, 2))

    assert plan(settings, by_itself=True) == ()
    assert plan(settings) == ("mau",)
    assert next_looks(settings, load_portals(settings.portals_folder))["mau"].every_seconds == 60.0
