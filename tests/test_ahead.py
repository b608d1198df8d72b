"""Work done by several processes ahead of its turn: in order, bounded, and never half."""

import os
import signal
import threading
from pathlib import Path

import pytest

from page_world import address, keep, run_round
from pipeline import archive
from pipeline.courtesy import readers_first
from pipeline.errors import ArchiveError, StorageError
from pipeline.model import Article
from pipeline.portals import load_portals
from pipeline.settings import Settings
from pipeline.stages import batches, replaying
from pipeline.stages.ahead import ahead
from pipeline.warehouse.access import inspect
from pipeline.warehouse.hashes import hashes
from test_rebuild import ROUNDS, TEXTS


def fail_at_three(number: int) -> int:
    if number == 3:
        raise ArchiveError("portal/batch.warc.gz: no bytes for page 3; restore the archive file")
    return number * number


def kill_itself(number: int) -> int:
    if number == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def test_few_tasks_are_done_here_one_after_the_other_as_they_are_asked_for() -> None:
    done: list[int] = []

    with ahead(done.append, [1, 2, 3]) as results:
        next(results)

    assert done == [1]


def test_a_mistake_of_ours_names_the_page_it_was_made_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(home=tmp_path)
    portal, name, day = ROUNDS[0][0]
    keep(settings, [(portal, name, day, TEXTS[name])])

    def stumble(article: Article) -> Article:
        raise RuntimeError("division by a comma")

    monkeypatch.setattr(batches, "strip", stumble)
    (path,) = archive.batches(settings)
    with pytest.raises(RuntimeError) as caught:
        batches.read_batch(settings, path, load_portals(None))

    (note,) = caught.value.__notes__
    assert f"{address(portal, name)} in yenbai/{path.name}, offset " in note


def is_watched(_: int) -> bool:
    """Whether somebody looks on while this works, or it need not."""
    return os.sched_getscheduler(0) == os.SCHED_OTHER or any(
        each.name == "readers first" for each in threading.enumerate()
    )


@pytest.mark.endurance
def test_processes_started_while_readers_go_first_are_not_left_to_starve() -> None:
    with readers_first(), ahead(is_watched, range(9), 2) as results:
        assert all(results)


@pytest.mark.endurance
def test_results_of_processes_come_in_order_and_a_fault_in_its_turn() -> None:
    with ahead(fail_at_three, range(9), 2) as results:
        got = [next(results) for _ in range(3)]
        with pytest.raises(ArchiveError, match="no bytes for page 3"):
            next(results)

    assert got == [0, 1, 4]


@pytest.mark.endurance
def test_a_killed_process_is_told_and_ends_the_work() -> None:
    with pytest.raises(StorageError, match="was killed"), ahead(kill_itself, range(9), 2) as results:
        list(results)


@pytest.mark.endurance
def test_tables_made_by_several_processes_are_those_of_one(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    for pages in ROUNDS:
        run_round(settings, [(portal, name[0], day, TEXTS[name]) for portal, name, day in pages])
    found = []
    for processes in (0, 1, 3):
        replaying.rebuild(settings, processes)
        with inspect(settings) as warehouse:
            found.append(hashes(warehouse))

    assert found[1:] == [found[0]] * 2
