"""A process killed anywhere between fetching rows and publishing them leaves whole batches and whole copies."""

import random
import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.settings import Settings
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import settle, unsettled
from warehouse_world import START, ready_settings

ROOT = Path(__file__).parents[1]
KILLS = 40
ROWS = 40
LOADER = """
import sys
from pathlib import Path
sys.path[:0] = {paths!r}
from warehouse_world import START, amount, batch, read, settings_at
from pipeline.warehouse.access import writer
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.settle import settle

settings = settings_at(Path({home!r}))
first = {first}
print("ready", flush=True)
for number in range(first, first + 1000):
    articles = [read(number * 1000 + each, [amount(str(each))]) for each in range({rows})]
    with writer(settings) as warehouse:
        load(warehouse, batch(f"b{{number}}", articles, day=number % 3000))
    print(number, flush=True)
    with writer(settings) as warehouse:
        settle(warehouse, [f"b{{number}}"], [], lambda changes: [], START)
    publish(settings)
"""


def start(home: Path, first: int) -> "subprocess.Popen[str]":
    paths = [str(ROOT), str(ROOT / "tests")]
    code = LOADER.format(paths=paths, home=str(home), first=first, rows=ROWS)
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "ready"
    return process


def killed_after(process: "subprocess.Popen[str]", seconds: float) -> list[int]:
    """The batches whose load the process had finished, by its own word."""
    time.sleep(seconds)
    process.kill()
    return [int(line) for line in process.communicate()[0].split()]


def whole(warehouse: Warehouse) -> set[str]:
    """Batches in the tables, after a look at whether each has all of its rows."""
    rows = warehouse.execute(
        """
        SELECT batch,
            (SELECT count(*) FROM core.fetch AS f WHERE f.batch = b.batch),
            (SELECT count(*) FROM core.article AS a WHERE a.batch = b.batch),
            (SELECT count(*) FROM core.observation AS o WHERE o.batch = b.batch),
            (SELECT count(DISTINCT status) FROM core.observation AS o WHERE o.batch = b.batch)
        FROM core.batch AS b
        """
    )
    assert [row for row in rows if row[1:] != (ROWS, ROWS, ROWS, 1)] == []
    return {str(row[0]) for row in rows}


@pytest.mark.endurance  # tests/crash/test_dangerous_points.py is what `make test` has time for
def test_a_killed_process_leaves_nothing_half_written(tmp_path: Path) -> None:
    settings = ready_settings(tmp_path, small=True)
    chance = random.Random(20220915)
    said: set[str] = set()
    for turn in range(KILLS):
        process = start(settings.home, 1000 * turn)
        said |= {f"b{number}" for number in killed_after(process, chance.uniform(0.1, 0.9))}
        _look(settings, said)

    assert said


def _look(settings: Settings, said: set[str]) -> None:
    with writer(settings) as warehouse:
        held = whole(warehouse)
        assert said <= held
        settle(warehouse, unsettled(warehouse), [], lambda changes: [], START)
    if settings.published_copy.exists():
        with reader(settings) as copy:
            assert whole(copy) <= held
    publish(settings)
    assert not list(settings.published.glob(".tmp-*"))
    with reader(settings) as copy:
        assert whole(copy) == held
        copy.query("FROM portal_health")


def test_a_first_file_that_cannot_be_begun_is_not_left_behind(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, limits[1]))  # as on a full disk

    try:
        with pytest.raises(StorageError), writer(settings):
            pass
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)

    assert not settings.warehouse.exists()
