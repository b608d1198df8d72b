"""The process of a task of Airflow, killed while it writes in mid-round: after its retry all is as in a calm round."""

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from demo import starter
from demo.airflow_api import UNREACHABLE, AirflowApi
from demo.home import furnish
from demo.receiver import Receiver, listen
from demo.rounds import Follower
from demo.world import World, serve
from pipeline.settings import Settings, load_settings
from pipeline.stages.rounds import run_round
from pipeline.warehouse.access import reader

pytestmark = pytest.mark.endurance
PORTALS = ("yenbai", "camau", "baocaicach")
DAGS = 8
ROUND_SECONDS = 900  # a limit, for a busy machine
QUIET_SECONDS = 8
OF_NEWS = "reason IN ('new_edition', 'revision', 'claim_contradicts_official', 'contradiction')"
TABLES = {
    "article": "SELECT portal, url, title, published, body, copies, relation FROM core.article",
    "observation": "SELECT portal, subject, entity, period, measure, value, kind, quote, status FROM core.observation",
    "alert": f"SELECT reason, subject, entity, period, earlier_period, rank FROM core.alert WHERE {OF_NEWS}",
    "check": "SELECT check_name, count(*) FROM core.finding WHERE observation IS NOT NULL GROUP BY ALL",
    "figure": "SELECT subject, entity, period, measure, value, sources FROM figure",
}


@pytest.fixture
def world() -> Iterator[World]:
    with serve(first_port=19_600) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listen(first_port=19_660) as running:
        yield running


def furnished(home: Path, world: World, receiver: Receiver) -> dict[str, str]:
    home.mkdir()
    environment = furnish(home, world, receiver, watch_seconds=3) | {"PARWATCH_LIMIT_FIRST_REVISIT_SECONDS": "86400"}
    for path in (home / "portals").glob("*.toml"):
        if path.stem not in PORTALS:
            path.unlink()
    return environment


def tables(settings: Settings) -> dict[str, list[Any]]:
    with reader(settings) as published:
        return {name: sorted(published.execute(sql), key=str) for name, sql in TABLES.items()}


def calm_round(environment: dict[str, str], world: World, patch: pytest.MonkeyPatch) -> dict[str, list[Any]]:
    with patch.context() as inside:
        for name, value in environment.items():
            inside.setenv(name, value)
        settings = load_settings()
        for edition in (1, 2):
            world.edition = edition
            run_round(settings, ())
        return tables(settings)


def writers(home: Path) -> set[int]:
    """Processes that hold the warehouse's lock open, and are about to write or do."""
    lock = str(home / "state" / "warehouse.lock")
    return {int(link.parts[2]) for link in Path("/proc").glob("[0-9]*/fd/*") if _target(link) == lock}


def _target(link: Path) -> str:
    try:
        return str(link.readlink())
    except OSError:  # closed meanwhile, or gone
        return ""


def kill_a_writer(home: Path, seconds: float) -> int:
    """Kill the process that has begun to write: its log of changes is on the disk."""
    deadline = time.monotonic() + seconds
    log = home / "state" / "warehouse.duckdb.wal"
    while time.monotonic() < deadline:
        if log.exists() and (found := writers(home)):
            os.kill(process := min(found), signal.SIGKILL)
            return process
        time.sleep(0.002)
    raise AssertionError(f"no task wrote within {seconds} s")


def signed_in(airflow: starter.Airflow) -> AirflowApi:
    deadline = time.monotonic() + 300
    while True:
        try:
            api = AirflowApi(airflow.home)
            if len(api.dags()) >= DAGS:
                return api
        except UNREACHABLE:
            pass
        assert time.monotonic() < deadline
        airflow.mind()
        time.sleep(0.5)


def test_a_killed_task_is_tried_again_and_nothing_is_lost_or_doubled(
    world: World, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calm = calm_round(furnished(tmp_path / "calm", world, receiver), world, monkeypatch)
    world.edition = 1
    home = tmp_path / "home"
    environment = furnished(home, world, receiver)
    said: list[str] = []
    with starter.start(home, 19_680, environment, said.append) as airflow:
        api = signed_in(airflow)
        follower = Follower(airflow, api, Console(quiet=True))
        follower.follow(ROUND_SECONDS, QUIET_SECONDS, lambda: True)
        receiver.received.clear()
        follower.begin()
        world.edition = 2
        killed = kill_a_writer(home, ROUND_SECONDS)
        follower.follow(ROUND_SECONDS, QUIET_SECONDS, lambda: len(receiver.received) > 0)

    assert killed
    assert tables(Settings(home)) == calm
    assert calm["alert"]
    told = Counter((message.channel, message.title, message.body) for message in receiver.received)
    assert set(told.values()) == {1}
