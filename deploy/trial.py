"""Edge: docker-compose.yml tried with the demo world: build, up, a round, news, a kill, down, up again.

`make compose-demo` runs it and says what it saw; `ARGS=--scale` with two Celery workers for fetching, one of which is
killed while it fetches. Ends with 0 if all came as it must. It works in a compose project of its own, and takes it
down with its volumes.
"""

import argparse
import json
import os
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rich.console import Console

from demo.airflow_api import UNREACHABLE, AirflowApi
from demo.airflow_home import ROOT, AirflowHome
from demo.rounds import Follower, RoundError
from demo.starter import Airflow
from demo.story import EXPECTED

PORT = 18080
ROUND_SECONDS = 600  # a limit; on two idle cores a round takes half a minute
RECOVERY_SECONDS = 240
LOGIN_SECONDS = 120
QUIET_SECONDS = 8


class TrialError(Exception):
    """Something did not come as it must."""


@dataclass(slots=True)
class Trial:
    """One compose project, the clock, and how to speak with both."""

    environment: dict[str, str]
    options: list[str]  # of `up`
    began: float = field(default_factory=time.monotonic)

    def say(self, text: str) -> None:
        sys.stdout.write(f"{time.monotonic() - self.began:6.0f} s  {text}\n")
        sys.stdout.flush()

    def compose(self, *arguments: str) -> str:
        return _run(["docker", "compose", "--env-file", "deploy/demo.env", *arguments], self.environment)

    def up(self) -> None:
        began = time.monotonic()
        self.compose("up", "--detach", "--wait", "--wait-timeout", "300", *self.options)
        services = [json.loads(line) for line in self.compose("ps", "--format", "json").splitlines()]
        self.say(f"up: {len(services)} containers run and are healthy after {time.monotonic() - began:.0f} s")

    def messages(self) -> list[dict[str, str]]:
        log = _run(
            ["docker", "logs", self.compose("ps", "--quiet", "demo-receiver")]
        )  # compose adds marks of a terminal
        return [json.loads(line) for line in log.splitlines() if line.startswith("{")]

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.compose("exec", "-T", "scheduler", "python", "-m", "deploy.facts"))
        return found

    def kill(self, service: str) -> None:
        """From outside, its first process, as the kernel does when memory ends. `docker kill` would count as a wish."""
        container = self.compose("ps", "--quiet", service).split()[0]
        restarts, pid = _inspect(container, "{{.RestartCount}} {{.State.Pid}}").split()
        _run(["kill", "-9", pid])
        began = time.monotonic()
        self.say(f"killed {service}, process {pid}")
        while time.monotonic() < began + RECOVERY_SECONDS:
            now, state = _inspect(container, "{{.RestartCount}} {{.State.Health.Status}}").split()
            if int(now) > int(restarts) and state == "healthy":
                self.say(f"{service} is healthy again {time.monotonic() - began:.0f} s after the kill")
                return
            time.sleep(1)
        raise TrialError(f"{service} was killed and is not healthy again after {RECOVERY_SECONDS} s")


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


def _inspect(container: str, form: str) -> str:
    return _run(["docker", "inspect", "--format", form, container])


def _run(command: list[str], environment: dict[str, str] | None = None) -> str:
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise TrialError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr.strip()[-2000:]}")
    return done.stdout.strip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m deploy.trial", description="Try docker-compose.yml with the demo.")
    parser.add_argument("--scale", action="store_true", help="fetch by two Celery workers")
    parser.add_argument("--keep", action="store_true", help="leave the containers and their data as they are")
    parser.add_argument("--facts", type=Path, help="file for what the tables held, or to compare with if it is there")
    given = parser.parse_args()
    _run(["sh", "deploy/secrets.sh"])
    scaled = {"COMPOSE_PROFILES": "demo,scale", "PARWATCH_FETCH_EXECUTOR": "CeleryExecutor"} if given.scale else {}
    trial = Trial({**os.environ, **scaled}, ["--scale", "worker=2"] if given.scale else [])
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
