"""Edge: Airflow's processes on one machine, all on loopback, watched while they run and stopped without orphans.

`python -m demo.starter --home FOLDER` runs it for real portals, without the demo world.
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from demo.airflow_home import AirflowHome, prepare
from demo.world.server import free_range
from pipeline.errors import ParwatchError

HEALTHY_WITHIN_SECONDS = 120
STOPPED_WITHIN_SECONDS = 20
RESTARTS = 5  # of one component, before we give up: something is wrong that a restart does not mend

SERVER = "api-server"
COMPONENTS = {
    SERVER: ["api-server"],
    "dag-processor": ["dag-processor"],
    # Both would serve their logs on all interfaces; the api-server reads the files itself.
    "scheduler": ["scheduler", "--skip-serve-logs"],
    "triggerer": ["triggerer", "--skip-serve-logs"],
}
MODULES = {"scheduler": "demo.warm"}


class AirflowError(ParwatchError):
    """Read the log named: a part of Airflow does not start, or does not stay up."""


class Stopped(Exception):  # noqa: N818 - a person's wish, not an error
    """Ctrl-C or SIGTERM."""


@dataclass(slots=True)
class Component:
    """One process of Airflow, leader of its own group: what it forks goes when it goes."""

    name: str
    process: subprocess.Popen[bytes]
    restarts: int = 0

    def is_up(self) -> bool:
        return self.process.poll() is None


@dataclass(slots=True)
class Airflow:
    """The running Airflow. Call `mind` now and then: it starts again what has died."""

    home: AirflowHome
    say: Callable[[str], None]
    components: dict[str, Component] = field(default_factory=dict)

    def log(self, name: str) -> Path:
        return self.home.folder / f"{name}.log"

    def launch(self, name: str) -> None:
        before = self.components.get(name)
        with self.log(name).open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", MODULES.get(name, "airflow"), *COMPONENTS[name]],
                env=self.home.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C reaches us only: we stop them in order
            )
        self.components[name] = Component(name, process, before.restarts + 1 if before else 0)

    def mind(self) -> None:
        for component in list(self.components.values()):
            if component.is_up():
                continue
            if component.restarts >= RESTARTS:
                raise AirflowError(f"{component.name} died {RESTARTS + 1} times; read {self.log(component.name)}")
            self.say(f"{component.name} ended with {component.process.returncode}; starting it again")
            _end_group(component)  # workers of a killed scheduler outlive it
            self.launch(component.name)

    def wait_until_healthy(self) -> None:
        deadline = time.monotonic() + HEALTHY_WITHIN_SECONDS
        while not _answers(f"{self.home.url}/api/v2/monitor/health"):
            if not self.components[SERVER].is_up() or time.monotonic() > deadline:
                raise AirflowError(f"the api-server does not answer; read {self.log(SERVER)}")
            time.sleep(0.2)

    def stop(self) -> None:
        """Ask all, newest first; whoever has not gone in time is killed, with all it forked."""
        for component in reversed(self.components.values()):
            _signal(component, signal.SIGTERM)
        deadline = time.monotonic() + STOPPED_WITHIN_SECONDS
        while any(component.is_up() for component in self.components.values()) and time.monotonic() < deadline:
            time.sleep(0.1)
        for component in self.components.values():
            _end_group(component)


@contextmanager
def start(home: Path, first_port: int, extra: dict[str, str], say: Callable[[str], None] = print) -> Iterator[Airflow]:
    """Run Airflow in `home` until the block ends, at `first_port` or, said so, at the next free one."""
    port = free_range(first_port, 1)
    if port != first_port:
        say(f"port {first_port} is taken: Airflow answers at {port} instead")
    airflow = Airflow(prepare(home, port, extra), say)
    try:
        _set_up(airflow)
        airflow.launch(SERVER)
        airflow.launch("dag-processor")
        airflow.wait_until_healthy()  # a task that starts before the server listens fails its first try
        airflow.launch("scheduler")
        airflow.launch("triggerer")
        yield airflow
    finally:
        airflow.stop()


@contextmanager
def until_stopped() -> Iterator[None]:
    """Turn Ctrl-C and SIGTERM into `Stopped`, once; a second signal meanwhile is the clean-up's own business."""

    def stop(*_: object) -> None:
        for each in (signal.SIGINT, signal.SIGTERM):
            signal.signal(each, signal.SIG_IGN)
        raise Stopped

    earlier = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for each, handler in earlier.items():
            signal.signal(each, handler)


def _set_up(airflow: Airflow) -> None:
    log = airflow.log("setup")
    with log.open("ab") as file:
        done = subprocess.run(
            [sys.executable, "-m", "demo.airflow_setup"],
            env=airflow.home.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            check=False,
        )
    if done.returncode:
        raise AirflowError(f"Airflow's database could not be prepared; read {log}")


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=2) as answer:
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False


def _signal(component: Component, number: signal.Signals) -> None:
    if component.is_up():
        component.process.send_signal(number)


def _end_group(component: Component) -> None:
    try:
        os.killpg(component.process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    component.process.wait()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m demo.starter", description="Airflow for parwatch, on loopback.")
    parser.add_argument("--home", type=Path, default=Path(os.environ.get("PARWATCH_HOME", "data")))
    parser.add_argument("--port", type=int, default=8080)
    given = parser.parse_args()
    try:
        with until_stopped(), start(given.home, given.port, {}, _say) as airflow:
            _say(f"Airflow: {airflow.home.url}  user: ops  password: {airflow.home.password}  (Ctrl-C stops it)")
            while True:
                airflow.mind()
                time.sleep(1)
    except Stopped:
        return 0
    except (ParwatchError, OSError) as error:
        _say(f"error: {error}", sys.stderr)
        return 3


def _say(text: str, to: object = None) -> None:
    print(text, file=to or sys.stdout, flush=True)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
