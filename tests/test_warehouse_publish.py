"""Copies for readers on real files: complete or not there, replaced in one step, old ones kept for who holds them."""

import errno
import os
import threading
from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import StorageError
from pipeline.settings import Settings
from pipeline.warehouse import publish as publishing
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from warehouse_world import START, batch, rank, read, ready_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return ready_settings(tmp_path, small=True)


def bring(settings: Settings, number: int) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch(f"b{number}", [read(number, [rank(number)])], day=number))


def figures(settings: Settings) -> int:
    with reader(settings) as warehouse:
        return warehouse.count("SELECT count(*) FROM figure_receipt")


def copies(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.published.iterdir())


def test_readers_see_what_was_published_and_no_more(settings: Settings) -> None:
    bring(settings, 1)
    first = publish(settings)
    bring(settings, 2)
    before = figures(settings)
    second = publish(settings)

    assert (before, figures(settings)) == (1, 2)
    assert first != second
    assert settings.published_copy.resolve() == second
    assert oct(second.stat().st_mode)[-3:] == "444"


def test_nothing_new_is_not_published_again(settings: Settings) -> None:
    bring(settings, 1)
    first = publish(settings)
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(1)])], day=1))

    assert publish(settings) == first
    assert len(copies(settings)) == 2


def test_a_copy_that_was_taken_away_is_published_again(settings: Settings) -> None:
    bring(settings, 1)
    publish(settings).unlink()

    publish(settings)
    assert figures(settings) == 1


def test_who_holds_an_old_copy_keeps_it(settings: Settings) -> None:
    bring(settings, 1)
    publish(settings)
    with reader(settings) as old:
        for number in range(2, 6):
            bring(settings, number)
            publish(settings)
        assert old.count("SELECT count(*) FROM figure_receipt") == 1

    assert figures(settings) == 5
    assert len([name for name in copies(settings) if name != "parwatch.duckdb"]) == publishing.KEEP


def test_readers_read_on_while_a_writer_loads(settings: Settings) -> None:
    bring(settings, 1)
    publish(settings)
    with writer(settings) as warehouse:

        def load_and_look() -> int:
            load(warehouse, batch("b2", [read(2, [rank(2)])], day=2))
            return figures(settings)

        assert warehouse.tx(load_and_look) == 1


def test_many_readers_never_meet_a_torn_copy(settings: Settings) -> None:
    """Each batch brings one article with one figure: a copy with unequal counts would be torn."""
    bring(settings, 1)
    publish(settings)
    seen: list[tuple[int, int]] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            with reader(settings) as warehouse:
                row = warehouse.execute(
                    "SELECT (SELECT count(*) FROM core.article), (SELECT count(*) FROM core.observation)"
                )[0]
            seen.append((int(row[0]), int(row[1])))

    threads = [threading.Thread(target=look) for _ in range(2)]
    for thread in threads:
        thread.start()
    for number in range(2, 4):
        bring(settings, number)
        publish(settings)
    stop.set()
    for thread in threads:
        thread.join()

    assert len(seen) > 3
    assert all(articles == observations for articles, observations in seen)


def test_the_copy_tells_what_it_is(settings: Settings) -> None:
    bring(settings, 1)
    publish(settings, now=START)
    bring(settings, 2)
    path = publish(settings, now=START + timedelta(hours=1))

    with reader(settings) as warehouse:
        newest = warehouse.query("FROM publication").records()[0]

    assert path.name == f"parwatch-{newest['generation']}.duckdb"
    assert (newest["articles"], newest["observations"]) == (2, 2)


def test_a_publisher_sweeps_what_a_killed_one_left(settings: Settings) -> None:
    bring(settings, 1)
    settings.published.mkdir()
    (settings.published / ".tmp-parwatch-x.duckdb").write_bytes(b"half")
    publish(settings)

    assert not [name for name in copies(settings) if name.startswith(".tmp-")]


def test_a_system_that_shares_no_blocks_copies_them(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> int:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(os, "copy_file_range", refuse)
    bring(settings, 1)
    publish(settings)

    assert figures(settings) == 1


@pytest.mark.parametrize("broken", ["full", "half"])
def test_a_copy_that_fails_leaves_the_last_one(
    settings: Settings, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(settings, 1)
    first = publish(settings)
    bring(settings, 2)
    whole = publishing._copy_file

    def fails(source: Path, target: Path) -> None:
        whole(source, target)
        if broken == "full":
            raise OSError(28, "No space left on device")
        target.write_bytes(target.read_bytes()[:5000])

    monkeypatch.setattr(publishing, "_copy_file", fails)
    with pytest.raises(Exception, match="No space left|Could not read") as caught:
        publish(settings)
    monkeypatch.undo()

    if broken == "full":
        assert isinstance(caught.value, StorageError)
        assert "free space" in str(caught.value)
    assert settings.published_copy.resolve() == first
    assert not [name for name in copies(settings) if name.startswith(".tmp-")]
    assert publish(settings) != first
    assert figures(settings) == 2


def test_a_copy_can_be_opened_under_any_name(settings: Settings) -> None:
    """As a notebook does, which attaches it beside others."""
    import duckdb

    bring(settings, 1)
    publish(settings)
    with duckdb.connect() as shell:
        shell.execute(f"ATTACH '{settings.published_copy}' AS reform (READ_ONLY)")
        assert shell.execute("SELECT count(*) FROM reform.figure_receipt").fetchall() == [(1,)]
    with duckdb.connect(str(settings.published_copy), read_only=True) as shell:
        assert shell.execute("SELECT count(*) FROM figure_receipt").fetchall() == [(1,)]
        assert shell.execute("SELECT fold('Đắk Lắk')").fetchall() == [("dak lak",)]
        version = shell.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchall()

    assert "v1.2" in str(version)
