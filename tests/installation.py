"""An installation of parwatch that can be broken: Airflow, the demo's portals and its webhook, all of this process."""

import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
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

    def ask(self, question: Callable[[AirflowApi], T]) -> T:
        """Signed in anew, and again while it does not answer: the server may be starting, or busy."""
        return within(300, lambda: _answered(self.airflow, question), "Airflow does not answer")[0]

    def trigger(self, dag: str, **conf: object) -> None:
        """As a person does with the button *Trigger*; returns once everything that followed has ended."""
        before = len(self.runs(dag))
        self.start(dag, **conf)
        within(120, lambda: len(self.runs(dag)) > before, f"{dag} did not start")
        self.rest()

    def start(self, dag: str, **conf: object) -> None:
        self.ask(lambda api: api.trigger(dag, conf))

    def rest(self) -> None:
        """Until nothing has run for a while."""
        rested_since = time.monotonic()

        def is_at_rest() -> bool:
            nonlocal rested_since
            if self.running_now():
                rested_since = time.monotonic()
            return time.monotonic() - rested_since > RESTS_FOR_SECONDS

        within(ROUND_WITHIN_SECONDS, is_at_rest, "something runs without end")

    def kill(self, part: str) -> None:
        """As the kernel kills when memory is short. The worker is the process that runs a task."""
        if part == "worker":
            self.kill_task()
        else:
            os.kill(self.airflow.components[part].process.pid, signal.SIGKILL)

    def kill_task(self, *log: str) -> None:
        """The process that runs a task, of those whose log has all these words in its path."""
        scheduler = self.airflow.components["scheduler"].process.pid
        os.kill(within(60, lambda: running_task(scheduler, log), "no task runs", 0.05), signal.SIGKILL)

    def running_now(self) -> list[Run]:
        """Questions to people wait, and are no work."""
        return [run for run in self.runs() if run.state in RUNNING and run.dag != "review_figures"]

    def runs(self, dag: str | None = None) -> list[Run]:
        """The newest first."""
        return [run for run in self.ask(AirflowApi.runs) if dag in (None, run.dag)]

    def _start(self) -> None:
        with ExitStack() as up:
            self.airflow = up.enter_context(starter.start(self.home, self.first_port, self.environment))
            over = Event()
            minder = Thread(target=self._mind, args=(over,), daemon=True)
            minder.start()
            up.callback(minder.join)
            up.callback(over.set)
            within(120, lambda: len(self.ask(AirflowApi.dags)) >= DAGS, "not all DAGs are known")
            self._up = up.pop_all()

    def _mind(self, over: Event) -> None:
        while not over.wait(1):
            self.airflow.mind()


@contextmanager
def furnished(home: Path, first_port: int = 8860, world_port: int = 8901) -> Iterator[Installation]:
    with world.serve(world_port) as news, receiving.listen(news.first_port + 40) as receiver:
        environment = furnish(make_anew(home), news, receiver, WATCH_SECONDS)
        yield Installation(home, news, receiver, environment, first_port)


def within(seconds: float, ask: Callable[[], T | None], otherwise: str, pause: float = 0.5) -> T:
    """The first answer that is worth something."""
    deadline = time.monotonic() + seconds
    while not (found := ask()):
        assert time.monotonic() < deadline, f"{otherwise} after {seconds} s"
        time.sleep(pause)
    return found


def running_task(scheduler: int, log: Sequence[str] = ()) -> int | None:
    """A child of one of the scheduler's workers; one that has begun bears its task's id."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").glob("[0-9]*")}
    workers = {pid for pid, parent in parents.items() if parent == scheduler and _writes(pid, log)}
    return next((pid for pid, parent in parents.items() if parent in workers and _has_begun(pid)), None)


def _has_begun(process: int) -> bool:
    with suppress(OSError):  # gone meanwhile
        title = Path(f"/proc/{process}/cmdline").read_text(encoding="utf-8")
        return title.startswith("airflow worker -- ") and "LocalExecutor" not in title
    return False


def _writes(process: int, log: Sequence[str]) -> bool:
    """Whether a worker has the log of such a task open."""
    with suppress(OSError):
        names = [str(path.readlink()) for path in Path(f"/proc/{process}/fd").iterdir()]
        return not log or any(all(word in name for word in log) for name in names)
    return False


def _parent(process: Path) -> int:
    try:
        return int((process / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:  # gone meanwhile
        return 0


def _answered(airflow: starter.Airflow, question: Callable[[AirflowApi], T]) -> tuple[T] | None:
    try:
        return (question(AirflowApi(airflow.home)),)
    except UNREACHABLE:
        return None
