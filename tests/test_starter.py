"""Airflow as the starter runs it, for real: on loopback only, mended when a part dies, gone without orphans."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.endurance

ROOT = Path(__file__).parents[1]
LISTENING = "0A"
LOOPBACK = {"0100007F", "00000000000000000000000001000000"}  # 127.0.0.1 and ::1, as /proc/net writes them
PARTS = {"metadatabase", "scheduler", "triggerer", "dag_processor"}


@dataclass(slots=True)
class Started:
    """The starter's process, and every process it ever had below it."""

    process: subprocess.Popen[str]
    url: str
    log: Path
    seen: dict[int, str]  # id -> moment of its start: an id alone may be given again

    def look(self) -> dict[int, str]:
        now = below(self.process.pid)
        self.seen |= now
        return now

    def parts(self) -> set[int]:
        return {pid for pid in self.look() if (fields := stat(pid)) and int(fields[1]) == self.process.pid}


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    home = tmp_path_factory.mktemp("started")
    (home / "portals").mkdir()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AIRFLOW", "PARWATCH"))}
    log = home / "starter.log"
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "demo.starter", "--home", str(home), "--port", "18980"],
            cwd=ROOT,
            env=kept | {"PARWATCH_PORTALS": str(home / "portals")},
            stdout=file,
            stderr=subprocess.STDOUT,
            text=True,
        )
    try:
        within(120, lambda: "Airflow: " in log.read_text() or process.poll() is not None)
        running = Started(process, log.read_text().rpartition("Airflow: ")[2].split()[0], log, {})
        within(60, lambda: is_healthy(running.url))
        running.look()
        yield running
    finally:
        process.terminate()
        process.wait(60)


def within(seconds: float, is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < deadline, f"not so after {seconds} s"
        time.sleep(0.2)


def is_healthy(url: str) -> bool:
    try:
        with urlopen(f"{url}/api/v2/monitor/health", timeout=5) as answer:
            parts = json.load(answer)
    except (URLError, OSError):
        return False
    return all(parts[part]["status"] == "healthy" for part in PARTS)


def below(ancestor: int) -> dict[int, str]:
    """Processes under `ancestor`, children of children too, each with the moment of its start."""
    facts = {pid: fields for path in Path("/proc").glob("[0-9]*") if (fields := stat(pid := int(path.name)))}
    found = {ancestor}
    while more := {pid for pid, fields in facts.items() if int(fields[1]) in found} - found:
        found |= more
    return {pid: facts[pid][19] for pid in found - {ancestor}}


def stat(pid: int) -> list[str]:
    """Fields of /proc/<pid>/stat after the name: state, parent, …; nothing if it is gone or only waits to be."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [] if fields[0] in "ZX" else fields


def listens_at(pids: dict[int, str]) -> list[str]:
    """Addresses at which any of the processes listens, by the sockets that they hold."""
    held = {opened(link) for pid in pids for link in Path(f"/proc/{pid}/fd").glob("*")}
    tables = [Path(f"/proc/net/{name}").read_text().splitlines()[1:] for name in ("tcp", "tcp6")]
    lines = [line.split() for table in tables for line in table]
    return [line[1] for line in lines if line[3] == LISTENING and f"socket:[{line[9]}]" in held]


def opened(link: Path) -> str:
    try:
        return str(link.readlink())
    except FileNotFoundError:  # closed meanwhile
        return ""


def test_listens_on_loopback_only(started: Started) -> None:
    found = listens_at(started.look())

    port = int(started.url.rpartition(":")[2])
    assert f"0100007F:{port:04X}" in found
    assert {address.partition(":")[0] for address in found} <= LOOPBACK


def test_a_killed_part_is_started_again(started: Started) -> None:
    before = started.parts()
    assert len(before) == 4

    os.kill(killed := max(before), signal.SIGKILL)

    within(30, lambda: "starting it again" in started.log.read_text())
    within(60, lambda: len(started.parts()) == 4)
    assert before - started.parts() == {killed}


def test_sigterm_leaves_nothing_behind(started: Started) -> None:
    started.look()

    started.process.send_signal(signal.SIGTERM)

    assert started.process.wait(60) == 0
    left = {pid for pid, began in started.seen.items() if (fields := stat(pid)) and fields[19] == began}
    assert not left
