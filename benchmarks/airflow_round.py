"""A round through Airflow beside the same stages in one process: `python -m benchmarks.airflow_round [rounds]`.

Before each round every portal of the demo world publishes one article; then `parwatch run` reads them into a home of
its own, and a run of `fetch_portals` started by hand reads them into Airflow's. Both end when the alerts are delivered.
What Airflow costs is a process for each task and a wait for each asset, whatever the round holds.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from statistics import median

from rich.console import Console

from benchmarks.latency import articles
from benchmarks.machine import machine
from demo import receiver as receiving
from demo import starter, world
from demo.airflow_api import AirflowApi
from demo.home import furnish, make_anew
from demo.rounds import ROUND, Follower

NEVER = 86_400.0  # the watcher stays out of it
PARWATCH = (sys.executable, "-c", "from pipeline.cli import main; main()", "run")


def main(rounds: int = 3) -> None:
    print(machine("apache-airflow", "duckdb", "httpx"))
    with tempfile.TemporaryDirectory() as folder:
        alone, home = make_anew(Path(folder) / "alone"), make_anew(Path(folder) / "airflow")
        with world.serve(18_600) as served, receiving.listen(18_640) as receiver:
            ours = furnish(alone, served, receiver, NEVER)
            with starter.start(home, 18_680, furnish(home, served, receiver, NEVER)) as airflow:
                follower = Follower(airflow, AirflowApi(airflow.home), Console(quiet=True))
                report(measure(served, ours, follower, AirflowApi(airflow.home), rounds))


def measure(
    served: world.World, ours: dict[str, str], follower: Follower, api: AirflowApi, rounds: int
) -> Iterator[tuple[float, float]]:
    in_one_process(ours)
    through_airflow(follower, api)
    news = articles(served)
    for _ in range(rounds):
        for each in islice(news, len(served.sites)):
            served.publish(each.piece)
        yield in_one_process(ours), through_airflow(follower, api)


def in_one_process(environment: dict[str, str]) -> float:
    began = datetime.now(UTC)
    done = subprocess.run(PARWATCH, env=os.environ | environment, check=False, capture_output=True, text=True)
    if done.returncode not in {0, 1}:  # 1: a person is needed, as in any real round
        raise RuntimeError(f"parwatch run ended with {done.returncode}: {done.stderr.strip()}")
    return (datetime.now(UTC) - began).total_seconds()


def through_airflow(follower: Follower, api: AirflowApi) -> float:
    """Seconds from the form to the end of the last run."""
    follower.begin()
    began = datetime.now(UTC)
    api.trigger("fetch_portals", {})
    runs = follower.follow(600, 5, lambda: True).runs
    return (max(run.ended_at for run in runs if run.dag in ROUND and run.ended_at) - began).total_seconds()


def report(measured: Iterator[tuple[float, float]]) -> None:
    pairs = []
    for number, (alone, airflow) in enumerate(measured, start=1):
        pairs.append((alone, airflow))
        print(f"{number}: one process {alone:.1f} s, Airflow {airflow:.1f} s", flush=True)
    alone, airflow = (median(side) for side in zip(*pairs, strict=True))
    print(f"median of {len(pairs)}: one process {alone:.1f} s, Airflow {airflow:.1f} s ({airflow / alone:.1f} times)")


if __name__ == "__main__":
    with starter.until_stopped():  # Airflow ends with us
        main(*map(int, sys.argv[1:]))
