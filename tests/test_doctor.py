"""The doctor: a sound home is well; each fault is found, alone, with what to do."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest

from pipeline.settings import Settings
from pipeline.stages import doctor
from pipeline.stages.doctor import examine
from pipeline.warehouse.access import writer
from pipeline.warehouse.lock import locked
from pipeline.warehouse.publish import publish
from warehouse_world import ready_settings

PORTAL = 'name = "mau"\nprovince = "Lào Cai"\nhome = "https://mau.example/"\nowner = "desk"\n'


def sound(home: Path) -> Settings:
    shutil.copytree(_published_home(), home, symlinks=True)
    return Settings(home=home, portals_folder=home / "portals", channels={"desk": "json://127.0.0.1:9/"})


@cache
def _published_home() -> Path:
    settings = ready_settings(Path(tempfile.mkdtemp(prefix="parwatch-test-")))
    assert settings.portals_folder is not None
    (settings.portals_folder / "mau.toml").write_text(PORTAL, encoding="utf-8")
    publish(settings)
    return settings.home


def faults(settings: Settings, airflow_home: Path | None = None) -> dict[str, str]:
    return {each.what: each.told for each in examine(settings, airflow_home) if not each.is_well}


def test_a_sound_home_and_an_empty_one_are_well(tmp_path: Path) -> None:
    assert faults(sound(tmp_path / "sound")) == {}
    assert faults(Settings(home=tmp_path / "new")) == {}
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PARWATCH_PORTAL", "/srv/portals", "read by nothing; did you mean PARWATCH_PORTALS?"),
        ("PARWATCH_ARCHIVE_URI", "s3://pages", "read by nothing; did you mean PARWATCH_ARCHIVE_URL?"),
        ("PARWATCH_SWEEP_CRON", "every hour", "no cron line of five fields; write */10 * * * *"),
        ("PARWATCH_WATCH_SECONDS", "half a minute", "no number of seconds; write 30"),
    ],
)
def test_a_setting_that_means_nothing_is_told(
    name: str, value: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    assert said in faults(Settings(home=tmp_path))["settings"]


def test_it_says_that_nobody_is_told_of_incidents(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, channels={"desk": "json://127.0.0.1:9/"})

    told = {each.what: each.told for each in examine(settings)}["subscriptions"]
    assert told.startswith("desk; nobody is told of incidents")


def bad_portal(settings: Settings) -> Settings:
    assert settings.portals_folder is not None
    (settings.portals_folder / "xau.toml").write_text("name = 1", encoding="utf-8")
    return settings


def bad_subscriptions(settings: Settings) -> Settings:
    path = settings.home / "subscriptions.toml"
    path.write_text('[[subscription]]\nname = "a"\nchannel = "none"\n', encoding="utf-8")
    return replace(settings, subscriptions=path)


def damaged_warehouse(settings: Settings) -> Settings:
    settings.warehouse.write_bytes(b"\0" * 20_000)
    return settings


def newer_warehouse(settings: Settings) -> Settings:
    with writer(settings) as warehouse:
        warehouse.execute("INSERT INTO core.schema_migration VALUES (999, '999_later.sql', '', now())")
    return settings


def lost_warehouse(settings: Settings) -> Settings:
    settings.warehouse.unlink()
    (settings.archive / "mau").mkdir(parents=True)
    (settings.archive / "mau" / "mau-20210101T000000Z-aaaaaa.warc.gz").touch()
    return settings


def lost_copy(settings: Settings) -> Settings:
    settings.published_copy.resolve().unlink()
    return settings


def late_clock(settings: Settings) -> Settings:
    name = f"mau-{datetime.now(UTC) + timedelta(days=1):%Y%m%dT%H%M%SZ}-aaaaaa.warc.gz"
    (settings.archive / "mau").mkdir(parents=True)
    (settings.archive / "mau" / name).touch()
    return settings


@pytest.mark.parametrize(
    ("break_it", "what", "told"),
    [
        (bad_portal, "portals", "xau.toml"),
        (lambda settings: replace(settings, channels={"desk": "nonsense"}), "channels", "desk"),
        (bad_subscriptions, "subscriptions", "PARWATCH_CHANNEL_NONE_FILE"),
        (damaged_warehouse, "warehouse", "parwatch rebuild"),
        (newer_warehouse, "warehouse", "update parwatch"),
        (lost_warehouse, "warehouse", "parwatch rebuild"),
        (lost_copy, "published copy", "nothing was published yet"),
        (late_clock, "clock", "set the clock"),
    ],
)
def test_a_fault_is_found_with_what_to_do(
    tmp_path: Path, break_it: Callable[[Settings], Settings], what: str, told: str
) -> None:
    found = faults(break_it(sound(tmp_path / "home")))

    assert told in found[what]
    assert found.keys() <= {what, "archive"}  # an archive made of empty files is told as well
    assert "\n" not in found[what]


def test_a_home_that_cannot_be_written_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(**_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)

    assert "give it to the user" in faults(Settings(home=tmp_path))["home"]


def test_little_space_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(doctor, "LEAST_FREE_BYTES", 2**60)

    assert "free space" in faults(Settings(home=tmp_path))["space"]


def test_a_running_writer_is_named_and_is_no_fault(tmp_path: Path) -> None:
    settings = sound(tmp_path / "home")
    with locked(settings.warehouse_lock, exclusive=True, wait_seconds=1):
        found = {each.what: each for each in examine(settings)}

    assert found["warehouse"].is_well
    assert "process " in found["warehouse"].told


@pytest.mark.parametrize(
    ("pools", "told"),
    [
        ({"warehouse": 1, "checks": 3, "portals": 6}, None),
        ({"warehouse": 2, "checks": 3, "portals": 6}, "pool 'warehouse' has 2 slots"),
        ({"warehouse": 1, "checks": 3}, "no pool 'portals'"),
        (None, "did not answer"),
    ],
)
def test_airflows_pools_are_what_the_dags_name(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, pools: dict[str, int] | None, told: str | None
) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        if pools is None:
            raise subprocess.CalledProcessError(1, command)
        rows = [{"pool": name, "slots": str(slots), "description": ""} for name, slots in pools.items()]
        return subprocess.CompletedProcess(command, 0, "a warning\n" + json.dumps(rows), "")

    monkeypatch.setattr(doctor.subprocess, "run", run)

    found = faults(Settings(home=tmp_path), tmp_path)

    assert told in found["airflow pools"] if told else found == {}
