"""A task of a round, or a parwatch command, in a process of its own, forked from one that holds the code already.

`python -m crash.child` is that one: it takes an order a line, as JSON, and answers with the exit code of the process
that it forked for it. It opens no warehouse and no connection itself.
"""

import gc
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import anyio._backends._asyncio  # noqa: F401 - what is loaded here need not be loaded by each process
import pytz  # noqa: F401

import pipeline.cli
from crash.points import Points
from pipeline.cli.output import complain
from pipeline.errors import ParwatchError
from pipeline.notify import open_channel
from pipeline.reference import load_reference
from pipeline.settings import Settings, load_settings
from pipeline.stages import alerting, building, checking, fetching, replaying, rounds  # noqa: F401

ROOT = Path(__file__).parents[2]
# What Airflow runs in a process each, by the same stages; `confirm` first sends what waits, as its task does.
TASKS: dict[str, Callable[[Settings], object]] = {
    "fetch": lambda settings: fetching.fetch_portals(settings, fetching.plan(settings)),
    "build": building.build,
    "check": checking.run_checks,
    "settle": checking.settle,
    "publish": checking.publish,
    "compose": alerting.compose_due,
    "deliver": alerting.deliver,
    "confirm": lambda settings: (alerting.deliver(settings), alerting.confirm(settings)),
}


@dataclass(frozen=True)
class Order:
    """A task's name, or `parwatch` and the arguments of a command; and what is to become of its process."""

    arguments: Sequence[str]
    environment: Mapping[str, str]
    log: str
    listing: str | None = None  # a file for each point that is passed
    kill_at: str | None = None
    nth: int = 1


class Forge:
    """Runs orders, one after the other."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def run(self, order: Order) -> int:
        """The exit code of the order's process; -9 where it was killed."""
        self.begin(order)
        return self.end()

    def begin(self, order: Order) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asdict(order)) + "\n")
        self._process.stdin.flush()

    def end(self) -> int:
        assert self._process.stdout is not None
        return int(self._process.stdout.readline())


@contextmanager
def forge() -> Iterator[Forge]:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])}
    command = [sys.executable, "-m", "crash.child"]
    with subprocess.Popen(command, env=environment, stdin=-1, stdout=-1, text=True) as process:
        yield Forge(process)
        assert process.stdin is not None
        process.stdin.close()


def main() -> None:
    load_reference()
    gc.freeze()
    for line in sys.stdin:
        order = Order(**json.loads(line))
        if any(name.startswith("PARWATCH_CHANNEL_") for name in order.environment):
            _load_channels()
        process = os.fork()
        if process == 0:
            os._exit(_exit_code(order))
        _, status = os.waitpid(process, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


@cache
def _load_channels() -> None:
    open_channel("any", "json://127.0.0.1/")  # Apprise loads its plugins
    gc.freeze()


def _exit_code(order: Order) -> int:
    try:
        _run(order)
    except SystemExit as end:
        return int(end.code or 0)
    except BaseException:  # noqa: BLE001 - it is told, and the process ends
        traceback.print_exc()
        return 99
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _run(order: Order) -> None:
    for name in [name for name in os.environ if name.startswith("PARWATCH_")]:
        del os.environ[name]
    os.environ.update(order.environment)
    output = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    os.dup2(output, 1)
    os.dup2(output, 2)
    if order.listing is None and order.kill_at is None:
        _obey(order.arguments)
        return
    listing = os.open(order.listing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600) if order.listing else None
    points = Points(lambda name: _note(listing, name), order.kill_at, order.nth)
    points.watch()
    try:
        _obey(order.arguments)
    finally:
        sys.setprofile(None)


def _obey(arguments: Sequence[str]) -> None:
    if arguments[0] in TASKS:
        try:
            TASKS[arguments[0]](load_settings())
        except ParwatchError as error:
            complain(str(error))
            sys.exit(error.exit_code)
    else:
        sys.argv = list(arguments)
        pipeline.cli.main()


def _note(descriptor: int | None, name: str) -> None:
    if descriptor is not None:
        os.write(descriptor, f"{name}\n".encode())


if __name__ == "__main__":
    main()
