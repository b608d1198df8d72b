"""Whatever write a process dies after, the same command run again leaves what an undisturbed one leaves."""

import random
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from crash.kills import FINISHED_EVERY, disturb, done_before, kills, told
from crash.scenario import Lane, lanes

STAGES = {"list", "fetch", "archive", "extract", "load", "group", "resolve", "check", "quarantine", "publish", "decide"}
STAGES |= {"deliver", "review", "rebuild", "first open"}
LANES = 2
FEWEST = 200


@pytest.mark.endurance
def test_a_kill_after_any_write_changes_nothing(
    pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str]
) -> None:
    """An interrupted loop goes on where it was: each result is a line of a file that goes when all is well."""
    assert pytestconfig.cache is not None
    record = pytestconfig.cache.mkdir("crash") / "kills.txt"
    with lanes(LANES) as running, ThreadPoolExecutor(LANES) as pool:
        calm = list(pool.map(Lane.undisturbed, running))
        planned = kills(running[0].steps, calm[0])
        results = done_before(record)
        left = [(number, one) for number, one in enumerate(planned) if one.line not in results]
        random.Random(len(planned)).shuffle(left)  # so that an interrupted loop has seen some of each stage

        def work(number: int) -> None:
            for place, one in left[number::LANES]:
                to_the_end = place % FINISHED_EVERY == 0
                found = disturb(running[number], calm[number], one, to_the_end=to_the_end)
                results[one.line] = "; ".join(found) or "same"
                with record.open("a", encoding="utf-8") as file:
                    file.write(f"{one.line} | {results[one.line]}\n")

        list(pool.map(work, range(LANES)))
    with capsys.disabled():
        sys.stdout.write("\n".join(["", *told(results, planned), ""]))
    assert {line: found for line, found in results.items() if found != "same"} == {}
    assert len(results) >= FEWEST
    assert {one.stage for one in planned} == STAGES
    record.unlink()
