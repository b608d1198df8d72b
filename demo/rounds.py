"""Edge: follows one round through the DAGs by Airflow's API, shows how far it is, and says when it has come to rest."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from demo.airflow_api import ENDED_BADLY, RUNNING, UNREACHABLE, AirflowApi, Run, Task
from demo.starter import Airflow
from pipeline.errors import ParwatchError

ROUND = {
    "fetch_portals": "Fetch portals",
    "build_figures": "Build figures",
    "check_figures": "Check figures",
    "send_alerts": "Send alerts",
}
LAST = "send_alerts"
POLL_SECONDS = 0.7


class RoundError(ParwatchError):
    """Look at the task named in Airflow: a round did not come to its end."""


@dataclass(slots=True)
class Round:
    """All runs of the round's DAGs that were not there when it began, with their tasks."""

    runs: list[Run] = field(default_factory=list)
    tasks: dict[str, list[Task]] = field(default_factory=dict)  # by DAG and run

    def of(self, dag: str) -> list[Task]:
        return [task for key, tasks in self.tasks.items() if key.startswith(f"{dag}/") for task in tasks]

    @property
    def is_at_rest(self) -> bool:
        told = any(run.dag == LAST and run.state == "success" for run in self.runs)
        return told and not any(run.state in RUNNING for run in self.runs)

    @property
    def failures(self) -> list[Task]:
        return [task for tasks in self.tasks.values() for task in tasks if task.state in ENDED_BADLY]


class Follower:
    """Knows the runs there were before, so that a round is what came after `begin`."""

    def __init__(self, airflow: Airflow, api: AirflowApi, console: Console) -> None:
        self._airflow = airflow
        self._api = api
        self._console = console
        self._before: set[str] = set()

    def begin(self) -> None:
        self._before = {f"{run.dag}/{run.run}" for run in self._api.runs()}

    def follow(self, seconds: float, quiet_seconds: float, is_done: Callable[[], bool]) -> Round:
        """Return once nothing has run for `quiet_seconds` and `is_done`. Raises RoundError after `seconds`."""
        deadline = time.monotonic() + seconds
        rested_since: float | None = None
        seen = Round()
        with self._progress() as progress:
            bars = {dag: progress.add_task(title, total=None) for dag, title in ROUND.items()}
            while True:
                self._airflow.mind()
                seen = self._look(seen)
                _show(progress, bars, seen)
                if not (seen.is_at_rest and is_done()):
                    rested_since = None
                elif rested_since is None:
                    rested_since = time.monotonic()
                elif time.monotonic() - rested_since >= quiet_seconds:
                    return seen
                if time.monotonic() > deadline:
                    raise RoundError(_why_not(seen, seconds))
                time.sleep(POLL_SECONDS)

    def _look(self, before: Round) -> Round:
        try:
            runs = [run for run in self._api.runs() if run.dag in ROUND and f"{run.dag}/{run.run}" not in self._before]
            ended = {f"{run.dag}/{run.run}" for run in before.runs if run.state not in RUNNING}
            tasks = dict(before.tasks)
            for run in runs:
                key = f"{run.dag}/{run.run}"
                if key not in ended:
                    tasks[key] = self._api.tasks(run.dag, run.run)
        except UNREACHABLE:
            return before  # the api-server may be starting again
        return Round(runs, tasks)

    def _progress(self) -> Progress:
        columns = (TextColumn("  {task.description:14}"), SpinnerColumn(finished_text="✓"), BarColumn(30))
        return Progress(*columns, MofNCompleteColumn(), TimeElapsedColumn(), console=self._console)


def _show(progress: Progress, bars: dict[str, TaskID], seen: Round) -> None:
    for dag, bar in bars.items():
        tasks = seen.of(dag)
        if tasks:
            ended = sum(task.state is not None and task.state not in _UNENDED for task in tasks)
            progress.update(bar, total=len(tasks), completed=ended)


_UNENDED = frozenset(
    {"scheduled", "queued", "running", "restarting", "up_for_retry", "up_for_reschedule", "deferred", "awaiting_input"}
)


def _why_not(seen: Round, seconds: float) -> str:
    failed = ", ".join(f"{task.dag}/{task.task}{f' [{task.label}]' if task.label else ''}" for task in seen.failures)
    stuck = ", ".join(f"{run.dag} ({run.state})" for run in seen.runs if run.state in RUNNING) or "no run"
    return f"the round did not end within {seconds:.0f} s; running: {stuck}; failed: {failed or 'nothing'}"
