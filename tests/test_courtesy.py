"""Readers go first, and a writer is never starved: real processes, real policies of this kernel."""

import os
import subprocess
import sys

import pytest

ASK = """
import os, threading, time
from pipeline.courtesy import readers_first
{before}
with readers_first():
    {work}
    print(os.sched_getscheduler(0) == os.SCHED_IDLE, os.getpriority(os.PRIO_PROCESS, 0))
print(os.sched_getscheduler(0) == os.SCHED_OTHER)
"""
LEAVE_ROOT = "os.geteuid() or os.setuid(65534)"
NEEDS_RIGHT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may come back from the policy for idle times")


def ask(before: str = "", work: str = "pass", cores: set[int] | None = None) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", ASK.format(before=before, work=work)],
        preexec_fn=(lambda: os.sched_setaffinity(0, cores)) if cores else None,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return done.stdout.split()


@NEEDS_RIGHT
def test_work_takes_what_readers_leave_and_comes_back() -> None:
    assert ask() == ["True", "5", "True"]


@NEEDS_RIGHT
def test_entered_again_inside_itself_it_stays_so_to_the_end() -> None:
    assert ask(work="exec('with readers_first(): pass')") == ["True", "5", "True"]


def test_who_could_not_come_back_takes_a_share_from_the_start() -> None:
    assert ask(before=LEAVE_ROOT) == ["False", "5", "True"]


def test_a_thread_beside_the_main_one_stays_as_it_is() -> None:
    inside = "each = threading.Thread(target=lambda: exec('with readers_first(): print(os.sched_getscheduler(0))'))"
    assert ask(before=f"{inside}; each.start(); each.join()")[0] == str(os.SCHED_OTHER)


@NEEDS_RIGHT
def test_on_a_full_machine_the_work_gets_its_share_in_the_end() -> None:
    core = min(os.sched_getaffinity(0))
    busy = [sys.executable, "-c", f"import os; os.sched_setaffinity(0, {{{core}}})\nwhile True: pass"]
    neighbours = [subprocess.Popen(busy) for _ in range(2)]
    try:
        said = ask(work="exec('while time.process_time() < 0.5: pass')", cores={core})
    finally:
        for each in neighbours:
            each.kill()
            each.wait()

    assert said == ["False", "5", "True"]
