"""From publication to alert, through Airflow: `python -m benchmarks.latency [times] [watch_seconds]`.

The demo world with all its portals, everything on loopback. One portal after the other publishes an article with a
province's true rank in PAPI 2024; the clock stops when the webhook has the alert. The watcher looks at all portals
every 30 s, as in a real installation: half of that is the mean wait until anybody can know.
"""

import csv
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console

from benchmarks.machine import machine
from demo import receiver as receiving
from demo import starter, world
from demo.airflow_api import AirflowApi
from demo.home import furnish, make_anew
from demo.rounds import ROUND, Follower
from demo.world.content import Block, Piece
from pipeline.reference import FOLDER, load_reference

WITHIN_SECONDS = 300
FIRST_DAY = date(2025, 5, 10)  # after every article of the world, before the provinces of 2025


@dataclass(frozen=True, slots=True)
class News:
    """An article to publish, and the name that its alert must hold."""

    piece: Piece
    province: str


@dataclass(frozen=True, slots=True)
class Bench:
    airflow: starter.Airflow
    api: AirflowApi
    world: world.World
    receiver: receiving.Receiver


def main(times: int = 20, watch_seconds: float = 30.0) -> None:
    print(machine("apache-airflow", "duckdb"))
    print(f"{times} publications, a look each {watch_seconds:g} s")
    with tempfile.TemporaryDirectory() as folder:
        home = make_anew(Path(folder) / "home")
        with world.serve(18_600) as served, receiving.listen(18_640) as receiver:
            environment = furnish(home, served, receiver, watch_seconds)
            with starter.start(home, 18_680, environment) as airflow:
                report(measure(Bench(airflow, AirflowApi(airflow.home), served, receiver), times, watch_seconds))


def measure(bench: Bench, times: int, watch_seconds: float) -> list[dict[str, float]]:
    Follower(bench.airflow, bench.api, Console(quiet=True)).follow(600, 5, lambda: True)
    time.sleep(watch_seconds + 10)  # the watcher has seen everything once
    found = []
    for number, news in zip(range(times), articles(bench.world), strict=False):
        time.sleep(random.uniform(0, watch_seconds))  # nobody publishes in step with the watcher
        steps = once(bench, news)
        found.append(steps)
        print(f"{number + 1:3} {news.piece.site:14} {told(steps)}  load {os.getloadavg()[0]:.1f}", flush=True)
    return found


def articles(served: world.World) -> Iterator[News]:
    """Ranks of provinces that the world does not speak of, one portal after the other."""
    ranks: dict[str, dict[str, str]] = {"2023": {}, "2024": {}}
    with (FOLDER / "official_figures.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["index"] == "PAPI" and row["year"] in ranks:
                ranks[row["year"]][row["entity_id"]] = row["rank"]
    moved = [entity for entity, rank in ranks["2024"].items() if ranks["2023"].get(entity, rank) != rank]
    spoken = {site.portal.get("province") for site in served.sites}
    provinces = [each for entity in moved if (each := load_reference().provinces[entity]).name not in spoken]
    for number, province in enumerate(provinces):
        site = served.sites[number % len(served.sites)]
        rank = f"Chỉ số PAPI năm 2024 của tỉnh {province.name} xếp thứ {ranks['2024'][province.id]}/61 tỉnh, thành phố."
        blocks = (Block("p", rank), Block("p", f"Kết quả được công bố sáng nay, theo Sở Nội vụ {province.name}."))
        day = FIRST_DAY + timedelta(days=number // len(served.sites))
        title = f"{province.name}: kết quả PAPI năm 2024"
        yield News(Piece(site.name, 90_000 + number, f"papi-{province.id}", title, day, 1, blocks), province.name)


def once(bench: Bench, news: News) -> dict[str, float]:
    """Seconds from publication to the start and the end of each DAG's run, and to the alert."""
    before = {run.run for run in bench.api.runs()}
    told_before = len(bench.receiver.received)
    began = datetime.now(UTC)
    bench.world.publish(news.piece)
    while not any(news.province in message.title + message.body for message in bench.receiver.received[told_before:]):
        if datetime.now(UTC) - began > timedelta(seconds=WITHIN_SECONDS):
            raise TimeoutError(f"{news.piece.site}: no alert on {news.province} within {WITHIN_SECONDS} s")
        bench.airflow.mind()
        time.sleep(0.05)
    steps = {"alert": (datetime.now(UTC) - began).total_seconds()}
    time.sleep(3)  # the last run ends
    for run in bench.api.runs():
        if run.run not in before and run.dag in ROUND and run.began_at and run.ended_at:
            steps.setdefault(f"{run.dag} starts", (run.began_at - began).total_seconds())
            steps.setdefault(f"{run.dag} ends", (run.ended_at - began).total_seconds())
    return steps


def told(steps: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in sorted(steps.items(), key=lambda step: step[1]))


def report(found: list[dict[str, float]]) -> None:
    print("median:", told({name: median(each[name] for each in found if name in each) for name in found[0]}))
    seconds = sorted(each["alert"] for each in found)
    p95 = quantiles(seconds, n=20, method="inclusive")[-1] if len(seconds) > 1 else seconds[0]
    figures = f"p50 {median(seconds):.1f} s, p95 {p95:.1f} s, max {seconds[-1]:.1f} s"
    print(f"publication to alert, {len(seconds)} times: {figures}")


if __name__ == "__main__":
    with starter.until_stopped():  # Airflow ends with us
        main(*(int(sys.argv[1]), float(sys.argv[2])) if len(sys.argv) > 2 else map(int, sys.argv[1:]))
