"""A damaged warehouse file or log: a clear word, and `parwatch rebuild` gives equal tables."""

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from crash.compare import differences
from crash.scenario import After, Lane, lanes
from crash.steps import COMMANDS, Step

pytestmark = pytest.mark.endurance
BEFORE_THIRD = 4  # place of the third round
REBUILD = Step("mend", 2, ("parwatch", "rebuild"))
NEXT = Step("look", 3, ("parwatch", "run"))
COULD_NOT = 3
BLOCK = 256 * 1024


@pytest.fixture(scope="module")
def calm() -> Iterator[tuple[Lane, list[After]]]:
    with lanes(1, 19_500, COMMANDS) as (lane,):
        yield lane, lane.undisturbed()


def flipped(data: bytearray, first: int, count: int) -> None:
    chance = random.Random(first)
    for _ in range(count):
        data[chance.randrange(first, len(data))] ^= 1 << chance.randrange(8)


def _header(data: bytearray) -> None:
    data[: 3 * 4096] = bytes(3 * 4096)


def _half(data: bytearray) -> None:
    del data[len(data) // 2 :]


def _blocks(data: bytearray) -> None:
    for start in range(3 * 4096, len(data) - BLOCK, BLOCK):
        flipped(data, start, 8)


DAMAGES: dict[str, Callable[[bytearray], None]] = {
    "header zeroed": _header,
    "half of it gone": _half,
    "bytes flipped in every block": _blocks,
    "emptied": bytearray.clear,
}
DAMAGES_OF_A_LOG: dict[str, Callable[[bytearray], None]] = {
    "bytes flipped": lambda data: flipped(data, 0, 64),
    "bytes flipped at its end": lambda data: flipped(data, len(data) * 9 // 10, 16),
    "cut": lambda data: data.__delitem__(slice(len(data) * 2 // 3, None)),
    "rubbish": lambda data: data.__setitem__(slice(None), bytes(range(256)) * 8),
}


def damage(path: Path, how: Callable[[bytearray], None]) -> None:
    data = bytearray(path.read_bytes())
    how(data)
    path.write_bytes(data)


@pytest.mark.parametrize("how", DAMAGES)
def test_a_damaged_warehouse_is_told_and_rebuilt(calm: tuple[Lane, list[After]], how: str) -> None:
    lane, after = calm
    lane.restore(BEFORE_THIRD)
    damage(lane.settings.warehouse, DAMAGES[how])

    code = lane.forge.run(lane.order(NEXT))
    said = lane.log.read_text(encoding="utf-8").strip().splitlines()[-1]
    rebuilt = lane.forge.run(lane.order(REBUILD))

    assert (code, rebuilt) == (COULD_NOT, 0)
    assert "run `parwatch rebuild`" in said
    assert str(lane.settings.warehouse) in said
    lane.cut()  # a rebuild reads the official tables anew
    lane.run(NEXT)
    assert differences(after[-1].state, lane.look().state) == []


@pytest.mark.parametrize("how", DAMAGES_OF_A_LOG)
def test_a_damaged_log_loses_nothing_that_was_archived(calm: tuple[Lane, list[After]], how: str) -> None:
    """A log stays where its writer was killed. Damaged, it may still open: then what it held is told as not loaded."""
    lane, after = calm
    lane.restore(BEFORE_THIRD)
    log = lane.settings.warehouse.with_name(lane.settings.warehouse.name + ".wal")
    assert lane.forge.run(lane.order(NEXT, kill_at="load: warehouse.load.group_and_load COMMIT")) == -9
    assert log.stat().st_size
    damage(log, DAMAGES_OF_A_LOG[how])

    code = lane.forge.run(lane.order(NEXT))

    if code == COULD_NOT:
        assert "run `parwatch rebuild`" in lane.log.read_text(encoding="utf-8")
        lane.run(REBUILD)
        lane.cut()
        lane.run(NEXT)
    assert differences(after[-1].state, lane.look().state) == []
