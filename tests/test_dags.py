"""The DAG files: they import without work, explain themselves, and are chained as told."""

from pathlib import Path
from typing import Any

import pytest

from demo.receiver import listen

ROOT = Path(__file__).parents[1]
NAMES = {
    "backfill",
    "fetch_portals",
    "build_figures",
    "check_figures",
    "send_alerts",
    "review_figures",
    "replay",
    "watch_health",
    "housekeeping",
}


@pytest.fixture(scope="session")
def bag() -> Any:
    from airflow.dag_processing.dagbag import DagBag
    from airflow.utils.db import initdb

    initdb()
    return DagBag(str(ROOT / "dags"))


def test_all_files_import(bag: Any) -> None:
    assert bag.import_errors == {}
    assert set(bag.dags) == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_each_tells_the_person_on_call_what_to_do(bag: Any, name: str) -> None:
    dag = bag.dags[name]

    assert len((dag.doc_md or "").split()) > 30
    assert "red" in dag.doc_md.lower() or name in {"review_figures", "replay"}
    assert dag.dag_display_name != name
    assert "parwatch" in dag.tags
    assert {task.owner for task in dag.tasks} == {"parwatch"}
    assert all(task.task_display_name != task.task_id for task in dag.tasks)


@pytest.mark.parametrize("name", sorted(NAMES))
def test_one_run_at_a_time_and_no_catching_up(bag: Any, name: str) -> None:
    dag = bag.dags[name]

    assert not dag.catchup
    assert dag.max_active_runs == (16 if name == "review_figures" else 1)


def test_each_check_is_a_task_of_its_own_with_the_words_of_its_file(bag: Any) -> None:
    dag = bag.dags["check_figures"]

    for path in sorted((ROOT / "sql" / "checks").glob("*.sql")):
        task = dag.get_task(path.stem)
        assert "**why**:" in task.doc_md
        assert "**do**:" in task.doc_md
        assert task.downstream_task_ids == {"all_green"}


def test_what_writes_the_warehouse_waits_for_its_one_slot(bag: Any) -> None:
    from demo.airflow_setup import POOLS

    writers = {
        "build_figures": ["build"],
        "check_figures": ["run_checks", "settle", "publish"],
        "send_alerts": ["compose", "deliver", "confirm"],
        "review_figures": ["pending", "record"],
        "replay": ["read_again"],
        "watch_health": ["watch"],
        "housekeeping": ["tidy"],
    }
    used = {task.pool for dag in bag.dags.values() for task in dag.tasks}

    assert all(bag.dags[dag].get_task(task).pool == "warehouse" for dag, tasks in writers.items() for task in tasks)
    assert POOLS["warehouse"][0] == 1
    assert used <= {*POOLS, "default_pool"}


def test_good_rows_go_out_before_the_checks_tell_and_the_run_stays_red(bag: Any) -> None:
    dag = bag.dags["check_figures"]

    assert dag.get_task("settle").upstream_task_ids == {"run_checks"}
    assert dag.get_task("publish").upstream_task_ids == {"settle"}
    for check in dag.get_task("all_green").upstream_task_ids:
        assert dag.get_task(check).trigger_rule == "all_done"
        assert "publish" in dag.get_task(check).upstream_task_ids
    assert dag.get_task("all_green").trigger_rule == "all_success"


def test_a_task_that_fails_for_good_is_told_to_ops(bag: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    subscriptions = tmp_path / "subscriptions.toml"
    subscriptions.write_text('[[subscription]]\nname = "ops"\nchannel = "ops"\nreasons = ["task_failed"]\n')
    monkeypatch.setenv("PARWATCH_HOME", str(tmp_path))
    monkeypatch.setenv("PARWATCH_SUBSCRIPTIONS", str(subscriptions))
    with listen(first_port=18_970) as webhook:
        for name, value in webhook.channels.items():
            monkeypatch.setenv(name, value)

        run = bag.dags["replay"].test(run_conf={"portal": "nowhere", "reason": "a portal that is not there"})

        assert run.state == "failed"
        [told] = [message.title + message.body for message in webhook.received]
        assert "replay.read_again" in told
        assert "no portal 'nowhere'" in told


def test_what_is_wrong_ends_the_log_of_a_red_task(bag: Any) -> None:
    dag = bag.dags["watch_health"]
    all_well = dag.get_task("all_well").python_callable

    all_well([])
    with pytest.raises(SystemExit, match="disk full: /srv"):
        all_well(["disk full: /srv (ops): space left: 9 MiB. What to do: free space"])
    assert dag.get_task("all_well").retries == 0
    assert dag.get_task("tell").outlets[0].name == "health"


def test_a_misspelt_portal_in_the_form_is_explained(bag: Any) -> None:
    plan = bag.dags["fetch_portals"].get_task("plan").python_callable

    assert plan(params={"portals": ["haiphong"]}) == ["haiphong"]
    with pytest.raises(SystemExit, match="no portal 'haiphog'; did you mean haiphong"):
        plan(params={"portals": ["haiphog"]})


def test_single_addresses_in_the_form_are_their_portals_and_a_strange_one_is_explained(bag: Any) -> None:
    plan = bag.dags["fetch_portals"].get_task("plan").python_callable

    assert plan(params={"urls": ["https://haiphong.gov.vn/tin-1"]}) == ["haiphong"]
    with pytest.raises(SystemExit, match=r"https://khac\.vn/1: no portal has this host"):
        plan(params={"urls": ["https://khac.vn/1"]})
    with pytest.raises(SystemExit, match="portals or addresses, not both"):
        plan(params={"urls": ["https://haiphong.gov.vn/tin-1"], "portals": ["haiphong"]})


def test_days_that_cannot_be_meant_are_explained_by_the_form_of_a_backfill(bag: Any) -> None:
    plan = bag.dags["backfill"].get_task("plan").python_callable

    assert plan(params={"portals": ["haiphong"], "since": "2024-01-01", "until": None}) == ["haiphong"]
    with pytest.raises(SystemExit, match="since 2024-02-01 comes after until 2024-01-01; swap them"):
        plan(params={"portals": [], "since": "2024-02-01", "until": "2024-01-01"})


def test_assets_chain_the_round(bag: Any) -> None:
    def outlets(name: str) -> set[str]:
        return {outlet.name for task in bag.dags[name].tasks for outlet in task.outlets}

    def inlets(name: str) -> set[str]:
        return {each.name for each in bag.dags[name].timetable.asset_condition.objects}

    assert inlets("fetch_portals") == {"portal_news"}
    assert outlets("fetch_portals") == outlets("backfill") == inlets("build_figures") == {"archive"}
    assert outlets("build_figures") == inlets("check_figures") == {"figures"}
    assert outlets("check_figures") == {"published", "quarantine"}
    assert inlets("send_alerts") == {"published", "health"}
    assert inlets("review_figures") == {"quarantine"}
    assert outlets("review_figures") == {"published"}


def test_dag_files_stay_wiring() -> None:
    for path in (ROOT / "dags").glob("*.py"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 60, path.name
