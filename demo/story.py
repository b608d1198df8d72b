"""The demo from start to end: a world, Airflow, a round, news, and the alerts that follow from them."""

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from demo import receiver as receiving
from demo import starter, world
from demo.airflow_api import UNREACHABLE, AirflowApi
from demo.home import furnish, make_anew
from demo.rounds import Follower, Round, RoundError
from pipeline.cli.output import print_table
from pipeline.settings import load_settings
from pipeline.stages import showing
from pipeline.warehouse.access import reader

WATCH_SECONDS = 3
ROUND_SECONDS = 300  # a limit; on two idle cores a round takes half a minute
DAGS = 9
SHOWN = ("PAPI", "PAR INDEX")
# What edition 2 must make known. A copy of such an article, or a second look at it, must not make it known again.
EXPECTED = {
    ("new_edition", "PAPI", "ca-mau", "2024"),
    ("new_edition", "PAPI", "yen-bai", "2024"),
    ("new_edition", "PAR_INDEX", "hai-phong", "2024"),
    ("new_edition", "DTI", "thanh-hoa", "2023"),
    ("claim_contradicts_official", "DTI", "ca-mau", "2022"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    home: Path
    port: int
    world_port: int
    once: bool


def play(choices: Choices, console: Console) -> int:
    """Return 0 if everything came as it must, 1 if not. Raises Stopped when a person has had enough."""
    began = time.monotonic()
    home = make_anew(choices.home)
    with (
        world.serve(choices.world_port) as news,
        receiving.listen(first_port=news.first_port + 40, record=home / "received.jsonl") as receiver,
    ):
        environment = furnish(home, news, receiver, WATCH_SECONDS)
        console.print(f"[b]The demo world[/b]: {len(news.sites)} portals at {news.allowed}, webhook at {receiver.port}")
        console.print("[b]Airflow[/b] is starting …")
        with starter.start(home, choices.port, environment, console.print) as airflow:
            console.print(f"  ready after {time.monotonic() - began:.0f} s: {airflow.home.url}")
            problems = _rounds(airflow, news, receiver, console)
            if load_settings(home).published_copy.exists():
                problems += _verdict(home, receiver)
                _tell(home, receiver, console)
            _close(airflow, home, problems, time.monotonic() - began, console)
            if not choices.once:
                _stay(airflow, console)
    return 1 if problems else 0


def _rounds(airflow: starter.Airflow, news: world.World, receiver: receiving.Receiver, console: Console) -> list[str]:
    api = _signed_in(airflow)
    follower = Follower(airflow, api, console)
    try:
        _await_dags(api)
        console.print("\n[b]First round[/b]: everything the portals hold")
        first = follower.follow(ROUND_SECONDS, WATCH_SECONDS + 2, lambda: True)
        console.print(_held(airflow.home.folder.parent))
        told = len(receiver.received)
        follower.begin()
        news.edition = 2
        console.print("\n[b]New results are out[/b] on the portals; the watcher looks every 3 seconds")
        second = follower.follow(ROUND_SECONDS, WATCH_SECONDS + 2, lambda: len(receiver.received) > told)
    except RoundError as error:
        return [str(error)]
    return [*_failed(first), *_failed(second)]


def _held(home: Path) -> str:
    with reader(load_settings(home)) as published:
        articles, figures, alerts = (
            published.count(f"SELECT count(*) FROM core.{table}") for table in ("article", "observation", "alert")
        )
    return f"  {articles} articles, {figures} figures; {alerts} alerts: what a portal told before we knew it is no news"


def _signed_in(airflow: starter.Airflow) -> AirflowApi:
    while True:
        airflow.mind()
        try:
            return AirflowApi(airflow.home)
        except UNREACHABLE:
            time.sleep(0.3)


def _await_dags(api: AirflowApi) -> None:
    deadline = time.monotonic() + 60
    while len(names := api.dags()) < DAGS:
        if errors := api.import_errors():
            raise RoundError(f"a DAG file cannot be read: {errors[0]}")
        if time.monotonic() > deadline:
            raise RoundError(f"after a minute Airflow knows {len(names)} DAGs of {DAGS}; read dag-processor.log")
        time.sleep(0.3)


def _failed(round_: Round) -> list[str]:
    """A red check is no failure of the demo: one is red on purpose, and its run with it."""
    failed = [task for task in round_.failures if task.dag != "check_figures"]
    return [f"{task.dag}: {task.task} {task.label or ''} failed" for task in failed]


def _verdict(home: Path, receiver: receiving.Receiver) -> list[str]:
    with reader(load_settings(home)) as published:
        found = published.execute("SELECT reason, subject, entity, period FROM core.alert")
    made = Counter((str(reason), str(subject), str(entity), str(period)) for reason, subject, entity, period in found)
    sent = Counter((message.channel, message.title, message.body) for message in receiver.received)
    return [
        *(f"no alert: {' '.join(each)}" for each in sorted(EXPECTED - set(made))),
        *(f"told twice: {' '.join(each)}" for each, times in made.items() if times > 1),
        *(f"sent twice to {channel}: {title}" for (channel, title, _), times in sent.items() if times > 1),
    ]


def _tell(home: Path, receiver: receiving.Receiver, console: Console) -> None:
    settings = load_settings(home)
    for indicator in SHOWN:
        board = [row for row in showing.board(settings, indicator, None).records() if row["sources"]]
        title = f"\n{indicator} {board[0]['period']}, as far as a portal speaks of it"
        print_table(title, ("rank", "province", "score", "move", "sources"), [_board_row(row) for row in board])
    console.print("\n[b]What the chat got[/b] (the plain webhook got the same in English)")
    for message in receiver.received:
        if message.channel == "chat":
            console.print(Panel(Text(message.body), title=Text(message.title), title_align="left"))


def _board_row(row: dict[str, object]) -> tuple[object, ...]:
    move = "" if row["places_up"] is None else f"{row['earlier_rank']} → {row['rank']} ({row['places_up']:+d})"
    return (f"{row['rank']}/{row['rank_of']}", row["province"], row["score"], move, row["sources"])


def _close(airflow: starter.Airflow, home: Path, problems: list[str], seconds: float, console: Console) -> None:
    for problem in problems:
        console.print(Text(f"problem: {problem}", style="red"))
    console.print(f"\n{'Done' if not problems else 'Ended with problems'} after {seconds:.0f} s.\n")
    console.print(f"[b]Airflow[/b]  {airflow.home.url}   user [b]ops[/b]   password [b]{airflow.home.password}[/b]")
    console.print("[b]Type next[/b]", Text(f"(first: . {home}/demo.env)"))
    for line in NEXT:
        console.print(Text(f"  {line}"))


NEXT = (
    ".venv/bin/parwatch board PAPI                  the rank board",
    ".venv/bin/parwatch why 'Cà Mau' PAPI 2024      the sentence behind a figure",
    ".venv/bin/parwatch why 'Cà Mau' DTI 2022       a claim that the official table contradicts",
    ".venv/bin/parwatch review                      figures that wait for a person",
    ".venv/bin/parwatch run                         one more round, without Airflow",
)


def _stay(airflow: starter.Airflow, console: Console) -> None:
    console.print("\nThe portals and Airflow stay up. Ctrl-C stops them.")
    try:
        while True:
            airflow.mind()
            time.sleep(1)
    except starter.Stopped:
        console.print("stopping")
