"""A full disk and a read-only one at each stage: a clear word, nothing half-written, all is well with space again."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from crash.compare import differences
from crash.scenario import After, Lane, lanes

pytestmark = [
    pytest.mark.endurance,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root may mount the small disk that is to be full"),
]
DISK_BYTES = 48 * 1024**2
ROOMS = (0, 64 * 1024, 512 * 1024)  # bytes that are left: nothing goes, it breaks at once, it breaks on the way
COULD_NOT = 3
LOG_LEFT = "left behind: state/warehouse.duckdb.wal"  # whole, but not written out: the next writer takes it up


@pytest.fixture(scope="module")
def calm() -> Iterator[tuple[Lane, list[After]]]:
    with lanes(1, 19_300) as (lane,):
        lane.disk.mkdir()
        with mounted(lane.disk):
            yield lane, lane.undisturbed()


@contextmanager
def mounted(folder: Path) -> Iterator[None]:
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", folder], check=True)


@contextmanager
def full(disk: Path, room: int) -> Iterator[None]:
    """All of the disk taken but for `room` bytes."""
    filler = disk / "filler"
    free = os.statvfs(disk).f_bavail * os.statvfs(disk).f_frsize
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - room))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(disk: Path) -> Iterator[None]:
    remount(disk, "ro")
    try:
        yield
    finally:
        remount(disk, "rw")


def complaints(lane: Lane, code: int) -> Iterator[str]:
    """What is wrong with how a step told that it could not."""
    said = lane.log.read_text(encoding="utf-8").strip()
    if code != COULD_NOT:
        yield f"ended with {code}: {said[-600:]}"
    elif len(said.splitlines()) != 1 or str(lane.home) not in said:
        yield f"no line that names the folder: {said[-600:]}"
    elif not any(todo in said for todo in ("free space", "permissions", "writable")):
        yield f"no word of what to do: {said}"


def after_trouble(lane: Lane, calm: list[After], place: int, trouble: object) -> list[str]:
    step = lane.steps[place]
    lane.restore(place)
    with trouble:  # type: ignore[attr-defined]
        code = lane.forge.run(lane.order(step))
        found = list(complaints(lane, code)) if code not in {0, 1} else []
    if (code := lane.forge.run(lane.order(step))) not in {0, 1}:
        return [*found, f"with space again it ended with {code}: {lane.log.read_text(encoding='utf-8')[-600:]}"]
    now = lane.look(views=step.publishes)
    found += [each for each in differences(calm[place].state, now.state) if each != LOG_LEFT]
    return found + [f"not told: {each}" for each in set(calm[place].told) - set(now.told)]


@pytest.mark.parametrize("room", ROOMS)
def test_a_full_disk_at_each_stage_loses_nothing(calm: tuple[Lane, list[After]], room: int) -> None:
    lane, after = calm

    found = {
        step.name: after_trouble(lane, after, place, full(lane.disk, room)) for place, step in enumerate(lane.steps)
    }

    assert {step: bad for step, bad in found.items() if bad} == {}


def test_a_read_only_disk_at_each_stage_loses_nothing(calm: tuple[Lane, list[After]]) -> None:
    lane, after = calm

    found = {
        step.name: after_trouble(lane, after, place, read_only(lane.disk)) for place, step in enumerate(lane.steps)
    }

    assert {step: bad for step, bad in found.items() if bad} == {}
