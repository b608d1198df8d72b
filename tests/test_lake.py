"""A warehouse as a lake: the same rows as in a file, one writer at a time, readers served alike."""

import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from pipeline import archive
from pipeline.errors import NothingYetError, SettingsError
from pipeline.settings import Lake, ObjectStore, Settings, load_settings
from pipeline.stages import building, checking, doctor, replaying, reviewing, upkeep
from pipeline.warehouse.access import inspect, reader
from pipeline.warehouse.hashes import hashes
from pipeline.warehouse.lake import extension_file, place_of
from tests.test_flow import page

LAKE = {
    "PARWATCH_WAREHOUSE_URL": "ducklake:postgres:dbname=lake host=postgres user=lake",
    "PARWATCH_WAREHOUSE_DATA": "s3://lake/rows/",
    "PARWATCH_S3_ENDPOINT": "http://store:9000",
    "PARWATCH_S3_KEY_ID": "key-of-mine",
}
LOADER = """
import sys
from pathlib import Path
from pipeline.settings import Lake, Settings
from pipeline.stages import building
print(building.build(Settings(home=Path(sys.argv[1]), lake=Lake(sys.argv[2], sys.argv[3]))).articles)
"""


@dataclass(frozen=True)
class Twins:
    """The same two rounds over the same pages: one home has its warehouse in a file, the other in a lake."""

    file: Settings
    lake: Settings


def lake_at(home: Path) -> Settings:
    return Settings(home=home, lake=Lake(f"ducklake:sqlite:{home}.sqlite", f"{home}.rows/"))


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> Twins:
    folder = tmp_path_factory.mktemp("twins")
    homes = Twins(Settings(home=folder / "file"), lake_at(folder / "lake"))
    for name, year, rank in (("first", 2019, 24), ("second", 2020, 21)):
        building.ingest(homes.file, "yenbai", [page(folder, name, year, rank)], date(year + 1, 5, 26), None)
        judge(homes.file)
        hand_on(homes.file, homes.lake)
        building.build(homes.lake)
        judge(homes.lake)
    return homes


def judge(settings: Settings) -> None:
    checking.run_checks(settings)
    checking.settle(settings)
    checking.publish(settings)


def hand_on(source: Settings, target: Settings) -> str:
    """The newest batch of one archive, put into the inbox of another."""
    path = archive.batches(source)[-1]
    name = path.relative_to(source.archive)
    copy = target.archive / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    copy.write_bytes(path.read_bytes())
    target.inbox.mkdir(exist_ok=True)
    batch = archive.read_header(path).batch
    (target.inbox / batch).write_text(str(name))
    return batch


def published(settings: Settings) -> dict[str, str]:
    with reader(settings) as copy:
        return hashes(copy)


@pytest.mark.endurance
def test_readers_find_the_same_in_every_table_and_view(twins: Twins) -> None:
    assert published(twins.lake) == published(twins.file)


@pytest.mark.endurance
def test_the_lake_itself_holds_the_same(twins: Twins) -> None:
    with inspect(twins.file) as file, inspect(twins.lake) as lake:
        there, here = hashes(lake), hashes(file)

    assert [name for name in here if here[name] != there[name]] == ["main.data_dictionary"]  # it keeps no comments


@pytest.mark.endurance
def test_tidying_and_rebuilding_change_nothing_and_a_silence_stays(twins: Twins) -> None:
    reviewing.add_silence(twins.lake, "PAPI", None, None, date(2099, 12, 31), "a test", "nobody")
    checking.publish(twins.lake)
    before = published(twins.lake)

    tidied = upkeep.tidy(twins.lake)
    checking.publish(twins.lake)
    after_tidying = published(twins.lake)
    rebuilt = replaying.rebuild(twins.lake)

    assert (after_tidying, rebuilt, published(twins.lake)) == (before, 2, before)
    assert tidied.bytes_after > 0
    assert all(finding.is_well for finding in doctor.examine(twins.lake) if finding.what != "channels")


@pytest.mark.endurance
def test_a_home_with_a_file_moves_into_a_lake_by_a_rebuild(twins: Twins, tmp_path: Path) -> None:
    reviewing.add_silence(twins.file, "PAPI", None, None, date(2099, 12, 31), "a test", "nobody")
    checking.publish(twins.file)
    before = published(twins.file)
    moved = replace(twins.file, lake=lake_at(tmp_path / "moved").lake)

    replaying.rebuild(moved)

    assert published(moved) == before


@pytest.mark.endurance
def test_two_machines_that_load_the_same_batch_at_once_load_it_once(twins: Twins, tmp_path: Path) -> None:
    one, other = lake_at(tmp_path / "lake"), replace(lake_at(tmp_path / "lake"), home=tmp_path / "other")
    checking.publish(one)
    for settings in (one, other):
        hand_on(twins.file, settings)
    assert one.lake is not None
    command = [sys.executable, "-c", LOADER]
    loaders = [
        subprocess.Popen([*command, settings.home, one.lake.url, one.lake.data], stderr=subprocess.PIPE)
        for settings in (one, other)
    ]
    told = [loader.communicate()[1].decode() for loader in loaders]
    building.build(one)
    building.build(other)

    with inspect(one) as lake:
        rows = [lake.count(f"SELECT count(*) FROM core.{table}") for table in ("batch", "article", "observation")]
    assert rows == [1, 1, 1]
    assert all("another machine wrote" in text or not text for text in told)


@pytest.mark.endurance
def test_nothing_is_asked_of_a_lake_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NothingYetError, match="parwatch run"), inspect(lake_at(tmp_path / "home")):
        pass


def test_no_secret_of_a_lake_is_ever_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "password").write_text("geheim-1\n")
    (tmp_path / "secret").write_text("geheim-2\n")
    for name, value in LAKE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PARWATCH_WAREHOUSE_PASSWORD_FILE", str(tmp_path / "password"))
    monkeypatch.setenv("PARWATCH_S3_SECRET_FILE", str(tmp_path / "secret"))

    settings = load_settings(tmp_path)
    place = place_of(settings)

    assert [list(secret.values) for secret in place.secrets] == [
        ["geheim-1"],
        ["key-of-mine", "geheim-2", "us-east-1", "store:9000"],
    ]
    assert "geheim" not in f"{settings} {place} {place.options} {[secret.statement for secret in place.secrets]}"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PARWATCH_WAREHOUSE_URL": "postgres:dbname=lake"}, "begins with none of ducklake:postgres:"),
        ({"PARWATCH_WAREHOUSE_URL": "ducklake:postgres:dbname=lake password=x"}, "holds a password"),
        ({"PARWATCH_WAREHOUSE_DATA": ""}, "PARWATCH_WAREHOUSE_DATA: name the folder"),
        ({"PARWATCH_WAREHOUSE_PASSWORD_FILE": "/no/such/file"}, "cannot read /no/such/file"),
    ],
)
def test_a_lake_that_cannot_be_is_refused(monkeypatch: pytest.MonkeyPatch, changed: dict[str, str], said: str) -> None:
    for name, value in {**LAKE, **changed}.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError, match=said):
        load_settings()


def test_an_extension_that_is_not_installed_is_named() -> None:
    with pytest.raises(SettingsError, match=r"duckdb-extension-no-such==9\.9\.9, which is not installed"):
        extension_file("no_such", "9.9.9")


def test_a_file_needs_no_extension(tmp_path: Path) -> None:
    place = place_of(Settings(home=tmp_path, objects=ObjectStore("http://store", secret="x")))

    assert (place.extensions, place.secrets, place.is_lake) == ((), (), False)
