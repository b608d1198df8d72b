"""Batches are loaded many at a time; one at fault holds up none of those before it, and leaves none half-loaded."""

from datetime import date
from pathlib import Path

import pytest

from page_world import keep
from pipeline import archive
from pipeline.errors import ArchiveError
from pipeline.settings import Settings
from pipeline.stages import building, checking
from pipeline.warehouse import load as loading
from pipeline.warehouse.access import inspect
from pipeline.warehouse.batch import Batch, Loaded
from pipeline.warehouse.connection import Warehouse

TEXT = "Chỉ số SIPAS năm 2020 của tỉnh {} xếp thứ {}/63 tỉnh, thành phố."
PAGES = (
    ("yenbai", "a", date(2021, 6, 1), TEXT.format("Yên Bái", 16)),
    ("laocai", "b", date(2021, 6, 2), TEXT.format("Lào Cai", 23)),
    ("thainguyen", "c", date(2021, 6, 3), TEXT.format("Thái Nguyên", 12)),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path)
    keep(made, PAGES)
    return made


def held(settings: Settings) -> list[str]:
    with inspect(settings) as warehouse:
        return [str(portal) for (portal,) in warehouse.execute("SELECT portal FROM core.article ORDER BY published")]


def test_what_waits_is_loaded_in_one_turn(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[int] = []
    real = building.group_and_load
    monkeypatch.setattr(building, "group_and_load", lambda *given: turns.append(len(given[1])) or real(*given))

    report = building.build(settings)

    assert (turns, report.articles, held(settings)) == ([3], 3, ["yenbai", "laocai", "thainguyen"])
    assert archive.pending(settings) == []


def test_what_was_loaded_stays_news_until_readers_see_it(settings: Settings) -> None:
    """A task killed behind its last write is tried again: it finds nothing to load, and the round must go on."""
    building.build(settings)
    again = building.build(settings)
    checking.publish(settings)

    assert (again.batches, again.unseen) == ((), 3)
    assert building.build(settings).unseen == 0


def test_a_batch_that_cannot_be_loaded_waits_with_those_behind_it(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = loading._load

    def stumble(warehouse: Warehouse, batch: Batch) -> Loaded:
        if batch.portal == "laocai":
            raise RuntimeError("division by a comma")
        return real(warehouse, batch)

    monkeypatch.setattr(loading, "_load", stumble)
    with pytest.raises(RuntimeError, match="by a comma"):
        building.build(settings)

    assert held(settings) == ["yenbai"]
    assert [archive.read_header(path).portal for path in archive.pending(settings)] == ["laocai", "thainguyen"]
    monkeypatch.setattr(loading, "_load", real)
    assert building.build(settings).articles == 2
    assert held(settings) == ["yenbai", "laocai", "thainguyen"]


def test_a_batch_that_cannot_be_read_waits_with_those_behind_it(settings: Settings) -> None:
    damaged = archive.pending(settings)[1]
    damaged.write_bytes(damaged.read_bytes()[:-60])

    with pytest.raises(ArchiveError, match=damaged.name):
        building.build(settings)

    assert held(settings) == ["yenbai"]
    assert [archive.read_header(path).portal for path in archive.pending(settings)] == ["laocai", "thainguyen"]
