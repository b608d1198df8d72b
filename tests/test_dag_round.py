"""A round through the DAGs gives the same tables as the same round by the command line's stages."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from demo.home import furnish
from demo.receiver import Receiver, listen
from demo.world import World, serve
from pipeline.settings import Settings, load_settings
from pipeline.stages.checking import check_names
from pipeline.stages.rounds import run_round
from pipeline.warehouse.access import reader
from warehouse_world import with_warehouse

ROOT = Path(__file__).parents[1]
PORTALS = ("yenbai", "camau", "baocaicach")
TABLES = {
    "article": "SELECT portal, url, title, published, body, copies, relation FROM core.article",
    "observation": "SELECT portal, subject, entity, period, measure, value, kind, quote, status FROM core.observation",
    "alert": "SELECT reason, subject, entity, period, earlier_period FROM core.alert",
    "check": "SELECT check_name, sum(rows_found) FROM core.check_run GROUP BY ALL",
}


@pytest.fixture
def world() -> Iterator[World]:
    with serve(first_port=18_900) as running:
        yield running


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with listen(first_port=18_960) as running:
        yield running


def enter(home: Path, world: World, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make `home` the home of this process: a world of three portals."""
    with_warehouse(Settings(home=home))
    for name, value in furnish(home, world, receiver, watch_seconds=3).items():
        monkeypatch.setenv(name, value)
    for path in (home / "portals").glob("*.toml"):
        if path.stem not in PORTALS:
            path.unlink()


def run_dags() -> None:
    """A red check is a finding, told in the tables; any other red task is a failure."""
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    initdb()
    bag = DagBag(str(ROOT / "dags"))
    for name in ("fetch_portals", "build_figures", "check_figures", "send_alerts"):
        run = bag.dags[name].test()
        red = {ti.task_id for ti in run.get_task_instances() if ti.state in {"failed", "upstream_failed"}}
        assert red <= {*check_names(), "all_green"}


def tables() -> dict[str, list[Any]]:
    with reader(load_settings()) as published:
        return {name: sorted(published.execute(sql), key=str) for name, sql in TABLES.items()}


def test_dags_and_command_line_give_equal_tables(
    world: World, receiver: Receiver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for way, second_round in (("stages", lambda: run_round(load_settings(), ())), ("dags", run_dags)):
        enter(tmp_path / way, world, receiver, monkeypatch)
        world.edition = 1
        run_round(load_settings(), ())
        receiver.received.clear()
        world.edition = 2
        second_round()
        found.append(tables() | {"told": sorted((message.channel, message.title) for message in receiver.received)})

    by_stages, by_dags = found
    assert by_stages["alert"]
    assert by_dags == by_stages
