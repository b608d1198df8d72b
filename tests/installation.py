"""An installation of parwatch that can be broken: Airflow, the demo's portals and its webhook, all of this process."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread
from typing import TypeVar

from demo import receiver as receiving
from demo import starter, world
from demo.airflow_api import RUNNING, UNREACHABLE, AirflowApi, Run
from demo.home import furnish, make_anew
from demo.receiver import Receiver
from demo.world import World

WATCH_SECONDS = 5
ROUND_WITHIN_SECONDS = 900  # half a minute on two idle cores
RESTS_FOR_SECONDS = 4  # an asset starts the next DAG within a second or two
DAGS = 9
T = TypeVar("T")


@dataclass
class Installation:
    home: Path
    news: World
    receiver: Receiver
    environment: dict[str, str]
    first_port: int
    airflow: starter.Airflow = field(init=False)
    _up: ExitStack = field(init=False)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Airflow, up until the block ends; a part that dies is started again."""
        self._start()
        try:
            yield
        finally:
            self._up.close()

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Airflow is down while the block runs."""
        self._up.close()
        yield
        self._start()

    def api(self) -> AirflowApi:
        """Signed in anew: the server may have been started again meanwhile."""
        return within(120, lambda: _signed_in(self.airflow), "Airflow does not answer")

    def trigger(self, dag: str, **conf: object) -> None:
        """As a person does with the button *Trigger*; returns once everything that followed has ended."""
        before = len(self.runs(dag))
        self.api().trigger(dag, conf)
        within(60, lambda: len(self.runs(dag)) > before, f"{dag} did not start")
        self.rest()

    def rest(self) -> None:
        """Until nothing has run for a while."""
        rested_since = time.monotonic()

        def is_at_rest() -> bool:
            nonlocal rested_since
            if self.running_now():
                rested_since = time.monotonic()
            return time.monotonic() - rested_since > RESTS_FOR_SECONDS

        within(ROUND_WITHIN_SECONDS, is_at_rest, "something runs without end")

    def running_now(self) -> list[Run]:
        """Questions to people wait, and are no work."""
        return [run for run in self.runs() if run.state in RUNNING and run.dag != "review_figures"]

    def runs(self, dag: str | None = None) -> list[Run]:
        """The newest first."""
        return [run for run in self.api().runs() if dag in (None, run.dag)]

    def _start(self) -> None:
        with ExitStack() as up:
            self.airflow = up.enter_context(starter.start(self.home, self.first_port, self.environment))
            over = Event()
            minder = Thread(target=self._mind, args=(over,), daemon=True)
            minder.start()
            up.callback(minder.join)
            up.callback(over.set)
            within(120, lambda: len(self.api().dags()) >= DAGS, "not all DAGs are known")
            self._up = up.pop_all()

    def _mind(self, over: Event) -> None:
        while not over.wait(1):
            self.airflow.mind()


@contextmanager
def furnished(home: Path, first_port: int = 8860, world_port: int = 8901) -> Iterator[Installation]:
    with world.serve(world_port) as news, receiving.listen(news.first_port + 40) as receiver:
        environment = furnish(make_anew(home), news, receiver, WATCH_SECONDS)
        yield Installation(home, news, receiver, environment, first_port)


def within(seconds: float, ask: Callable[[], T | None], otherwise: str) -> T:
    """The first answer that is worth something."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, f"{otherwise} after {seconds} s"
        time.sleep(0.5)
    return found


def _signed_in(airflow: starter.Airflow) -> AirflowApi | None:
    try:
        return AirflowApi(airflow.home)
    except UNREACHABLE:
        return None
