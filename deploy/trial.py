"""Edge: docker-compose.yml tried with the demo world: build, up, a round, news, a kill, down, up again.

`make compose-demo` runs it and says what it saw; `ARGS=--scale` with the archive in an object store, the warehouse as a
lake, and two Celery workers for fetching, one of which is killed while it fetches. Ends with 0 if all came as it must.
It works in a compose project of its own, and takes it down with its volumes.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from rich.console import Console

from demo.airflow_api import UNREACHABLE, AirflowApi
from demo.airflow_home import ROOT, AirflowHome
from demo.rounds import Follower, RoundError
from demo.starter import Airflow
from demo.story import EXPECTED
from deploy.project import Trial, TrialError, run

PORT = 18080
ROUND_SECONDS = 600  # a limit; on two idle cores a round takes half a minute
LOGIN_SECONDS = 120
QUIET_SECONDS = 8
# Everything that a second machine would share: the queue, the archive, the warehouse.
SCALE = {
    "COMPOSE_PROFILES": "demo,scale,demo-store",
    "PARWATCH_EXTRA_GROUPS": "--group endurance",
    "PARWATCH_FETCH_EXECUTOR": "CeleryExecutor",
    "PARWATCH_ARCHIVE_URL": "s3://parwatch",
    "PARWATCH_S3_ENDPOINT": "http://demo-store:8333",
    "PARWATCH_WAREHOUSE_URL": "ducklake:postgres:dbname=lake host=postgres user=lake",
    "PARWATCH_WAREHOUSE_DATA": "s3://parwatch/lake/",
}


def play(trial: Trial, victim: str) -> dict[str, Any]:
    """The whole way. Returns what the tables hold at the end of it."""
    trial.compose("build", "--quiet")
    trial.say("built")
    trial.compose("down", "--volumes", "--remove-orphans")
    trial.up()
    airflow = Airflow(AirflowHome(ROOT, PORT, _password(), {}), trial.say)  # its components are not ours to mind
    _first_round(trial, airflow)
    held = _news_and_a_kill(trial, airflow, victim)
    trial.compose("down")
    trial.say("down")
    trial.up()
    _same_data(trial, airflow, held)
    return held


def _first_round(trial: Trial, airflow: Airflow) -> None:
    _follower(airflow).follow(ROUND_SECONDS, QUIET_SECONDS, lambda: True)
    held = trial.facts()
    trial.say(f"first round: {held['article']} articles, {held['observation']} figures, {held['alert']} alerts")


def _news_and_a_kill(trial: Trial, airflow: Airflow, victim: str) -> dict[str, Any]:
    follower = _follower(airflow)
    follower.begin()
    trial.compose("kill", "--signal", "SIGUSR1", "demo-world")
    trial.say("new results are out on the portals")
    _await_fetching(_signed_in(airflow))
    trial.kill(victim)
    follower.follow(ROUND_SECONDS, QUIET_SECONDS, lambda: bool(trial.messages()))
    told, held = trial.messages(), trial.facts()
    trial.say(f"second round: {held['observation']} figures, {held['alert']} alerts, {len(told)} messages received")
    if problems := _problems(held, told):
        raise TrialError("\n".join(problems))
    return held


def _same_data(trial: Trial, airflow: Airflow, held: dict[str, Any]) -> None:
    """After down and up: nothing lost; and one more round over pages that have not changed tells nobody anything."""
    if (found := trial.facts()) != held:
        raise TrialError(f"other data after down and up: {found} instead of {held}")
    if not _signed_in(airflow).runs():
        raise TrialError("Airflow has forgotten its runs")
    trial.say("the data is as before")
    follower = _follower(airflow)
    follower.begin()
    trial.compose("exec", "-T", "api-server", "airflow", "dags", "trigger", "fetch_portals")
    follower.follow(ROUND_SECONDS, QUIET_SECONDS, lambda: True)
    if (found := trial.facts()) != held or trial.messages():
        raise TrialError(f"a round without news changed something: {found} instead of {held}, {trial.messages()}")
    trial.say("a round without news changed nothing and told nobody")


def _follower(airflow: Airflow) -> Follower:
    return Follower(airflow, _signed_in(airflow), Console(quiet=True))


def _signed_in(airflow: Airflow) -> AirflowApi:
    """The first login makes the server load what it needs for that: on a busy machine it takes its time."""
    deadline = time.monotonic() + LOGIN_SECONDS
    while True:
        try:
            return AirflowApi(airflow.home)
        except UNREACHABLE as error:
            if time.monotonic() > deadline:
                raise TrialError(f"nobody can log in: {error}") from error
            time.sleep(1)


def _await_fetching(api: AirflowApi) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        runs = [run for run in api.runs() if run.dag == "fetch_portals" and run.state == "running"]
        tasks = [task for run in runs for task in api.tasks(run.dag, run.run)]
        if any(task.task == "fetch" and task.state == "running" for task in tasks):
            return
        time.sleep(0.2)
    raise TrialError("nothing was fetched two minutes after the news")


def _problems(held: dict[str, Any], told: list[dict[str, str]]) -> list[str]:
    made = Counter(tuple(str(part) for part in alert) for alert in held["alerts"])
    sent = Counter((message["channel"], message["title"], message["body"]) for message in told)
    return [
        *(f"no alert: {' '.join(each)}" for each in sorted(EXPECTED - set(made))),
        *(f"told twice: {' '.join(each)}" for each, times in made.items() if times > 1),
        *(f"sent twice to {channel}: {title}" for (channel, title, _), times in sent.items() if times > 1),
    ]


def _password() -> str:
    return (ROOT / "deploy" / "secrets" / "ops_password").read_text(encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.trial", description="Try docker-compose.yml with the demo.")
    parser.add_argument(
        "--scale", action="store_true", help="two Celery workers, the archive in a store, the warehouse a lake"
    )
    parser.add_argument("--keep", action="store_true", help="leave the containers and their data as they are")
    parser.add_argument("--facts", type=Path, help="file for what the tables held, or to compare with if it is there")
    given = parser.parse_args()
    run(["sh", "deploy/secrets.sh"])
    trial = Trial({**os.environ, **(SCALE if given.scale else {})}, ["--scale", "worker=2"] if given.scale else [])
    try:
        held = play(trial, "worker" if given.scale else "scheduler")
        if given.facts:
            _compare(trial, given.facts, held)
    except (TrialError, RoundError, *UNREACHABLE) as error:
        trial.say(f"FAILED: {error}")
        return 1
    finally:
        if not given.keep:
            trial.compose("down", "--volumes")
    trial.say("all came as it must")
    return 0


def _compare(trial: Trial, path: Path, held: dict[str, Any]) -> None:
    if not path.exists():
        path.write_text(json.dumps(held, ensure_ascii=False), encoding="utf-8")
        return
    other = json.loads(path.read_text(encoding="utf-8"))
    if different := [name for name in ("figures", "articles", "alerts") if other[name] != held[name]]:
        raise TrialError(f"not as in {path}: {', '.join(different)}")
    trial.say(f"figures, articles and alerts are as in {path}")


if __name__ == "__main__":
    sys.exit(main())
