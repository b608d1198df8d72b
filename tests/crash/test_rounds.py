"""Whole rounds as people run them: killed by the kernel at any system call, two at once, with a clock that jumps."""

import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from crash.child import forge
from crash.compare import differences
from crash.scenario import After, Lane, lanes
from crash.steps import COMMANDS
from pipeline.model import Outcome
from pipeline.warehouse.access import inspect

pytestmark = pytest.mark.endurance
SYSTEM_CALLS = ("write", "pwrite64", "rename", "fsync", "fdatasync", "unlink", "sendto", "ftruncate", "sendfile")
TRIES = 30
SEED = 20261125
KILLED = {-9, 137}
BUSY = 3
# Of the clock in the second round, at the decision, and in the third round, from the first round's.
JUMPS = (("-1d", "+0", "+0"), ("-1d", "-1d", "-1d"), ("+1y", "+1y", "+1y"), ("+1y", "+0", "+0"), ("+0", "+0", "+1y"))
SECOND = 2  # place of the round in which alerts are told
LINES = "SELECT url, subject, entity, period, measure, value, quote FROM figure_receipt WHERE status = 'accepted'"
NEWS = "SELECT reason, subject, entity, period, rank, earlier_rank FROM core.alert WHERE subject IS NOT NULL"
FINDINGS = "SELECT DISTINCT check_name, observation, portal FROM core.finding"


@dataclass(frozen=True)
class Known:
    """What readers can look up after all rounds, and what was news."""

    lines: frozenset[tuple[Any, ...]]
    news: frozenset[tuple[Any, ...]]


@pytest.fixture(scope="module")
def calm() -> Iterator[tuple[Lane, list[After]]]:
    with lanes(1, 19_400, COMMANDS) as (lane,):
        yield lane, lane.undisturbed()


@pytest.fixture(scope="module")
def known(calm: tuple[Lane, list[After]]) -> Known:
    lane, _ = calm
    lane.restore(len(lane.steps) - 1)
    lane.run(lane.steps[-1])
    return Known(rows(lane, LINES), rows(lane, NEWS))


def rows(lane: Lane, sql: str) -> frozenset[tuple[Any, ...]]:
    with inspect(lane.settings) as warehouse:
        return frozenset(warehouse.execute(sql))


def findings_of(lane: Lane, place: int) -> frozenset[tuple[Any, ...]]:
    """Of a calm step."""
    lane.restore(place)
    lane.run(lane.steps[place])
    return rows(lane, FINDINGS)


def told_at_the_desk(told: list[tuple[str, str]]) -> list[str]:
    """The desk is told news alone; mail reminds of what is red, each day anew."""
    return sorted(key for receiver, key in told if receiver == "desk")


def lost(lane: Lane, after: After, *, repeats: int = 0) -> list[str]:
    """What differs from the undisturbed home; `repeats` messages may have come twice, under their key."""
    now = lane.look(views=after.state.readers != {})
    before, told = Counter(after.told), Counter(now.told)
    found = differences(after.state, now.state)
    found += [f"not told: {each}" for each in before - told]
    found += [f"told besides: {each}" for each in told.keys() - before.keys()]
    return found + (["messages came twice"] if sum((told - before).values()) > repeats else [])


@pytest.mark.skipif(shutil.which("strace") is None, reason="Debian's package strace is not installed")
def test_a_round_killed_at_any_system_call_changes_nothing(
    calm: tuple[Lane, list[After]], capsys: pytest.CaptureFixture[str]
) -> None:
    lane, after = calm
    findings = {place: findings_of(lane, place) for place in (1, SECOND, 3, 4)}
    chance = random.Random(SEED)
    kills: Counter[str] = Counter()
    found = {}
    for _ in range(TRIES):
        place = chance.choice([1, SECOND, SECOND, 3, 4])
        call, nth = chance.choice(SYSTEM_CALLS), int(chance.choice([2, 8, 30, 120]) ** chance.random()) + 1
        lane.restore(place)
        command, environment = lane.command_line(lane.steps[place])
        traced = [
            "strace",
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            f"--trace={call}",
            f"--inject={call}:signal=KILL:when={nth}",
        ]
        code = subprocess.run([*traced, *command], env=environment, capture_output=True, check=False).returncode
        kills[call] += code in KILLED
        again = lane.forge.run(lane.order(lane.steps[place])) if code in KILLED else 0
        bad = [f"run again it ended with {again}"] if again > 1 else lost(lane, after[place], repeats=code in KILLED)
        # The second round is a look of its own: what it finds of a portal stands there twice, once for each.
        bad = [each for each in bad if "core.finding" not in each]
        bad += ["other findings"] if rows(lane, FINDINGS) != findings[place] else []
        found[f"{lane.steps[place].name}: {call} {nth}"] = bad

    with capsys.disabled():
        sys.stdout.write(f"\nkilled by strace: {kills.total()} of {TRIES} rounds, {dict(kills)}\n")
    assert "\n".join(f"{point}: {bad}" for point, bad in found.items() if bad) == ""
    assert kills.total() >= TRIES // 3


def test_two_rounds_at_once_give_what_two_one_after_the_other_give(calm: tuple[Lane, list[After]]) -> None:
    lane, _ = calm
    lane.restore(SECOND)
    step = lane.steps[SECOND]
    lane.run(step)
    lane.run(step)
    after = lane.look()
    findings = rows(lane, FINDINGS)
    lane.restore(SECOND)

    with forge() as other:
        other.begin(lane.order(step, log=str(lane.folder / "other.log")))
        codes = {lane.forge.run(lane.order(step)), other.end()}

    assert codes <= {0, 1, BUSY}
    assert [each for each in lost(lane, after) if "core.finding" not in each] == []
    assert rows(lane, FINDINGS) == findings  # of a second round that brings nothing there may be more, or none


@pytest.mark.skipif(shutil.which("faketime") is None, reason="Debian's package faketime is not installed")
@pytest.mark.parametrize("jumps", JUMPS)
def test_a_clock_that_jumps_between_rounds_loses_nothing(
    calm: tuple[Lane, list[After]], known: Known, jumps: tuple[str, ...]
) -> None:
    """A year on, portals are asked again for pages that we hold, and what is red is told once more: that may differ."""
    lane, after = calm
    lane.restore(SECOND)
    for place, jump in enumerate(jumps, SECOND):
        command, environment = lane.command_line(lane.steps[place])
        fake = {"FAKETIME_DONT_FAKE_MONOTONIC": "1"}  # a clock that is set does not stop timers either
        ended = subprocess.run(
            ["faketime", "-f", jump, *command], env=environment | fake, capture_output=True, text=True, check=False
        )
        assert ended.returncode in {0, 1}, ended.stderr

    now = lane.look()
    before = after[-1].state
    assert known.lines - rows(lane, LINES) == set()
    assert rows(lane, NEWS) == known.news
    assert {each for each in before.requests - now.state.requests if each[2] != Outcome.NOT_MODIFIED} == set()
    assert (now.state.waiting, now.state.unfinished) == (before.waiting, before.unfinished)
    assert told_at_the_desk(lane.told()) == told_at_the_desk([each for one in after[SECOND:] for each in one.told])
