"""Stage that looks at an installation and says what is misconfigured, with what to do. It changes nothing."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import archive
from pipeline.errors import NothingYetError, ParwatchError, SettingsError, StorageError, WarehouseBusyError
from pipeline.notify import open_channel
from pipeline.portals import load_portals
from pipeline.settings import Settings
from pipeline.stages.doctor_settings import look_at_settings
from pipeline.stages.health import LEAST_FREE_BYTES
from pipeline.subscriptions import OPS_REASONS, load_subscriptions
from pipeline.warehouse.access import inspect, reader
from pipeline.warehouse.connection import TIME_ZONE
from pipeline.warehouse.lake import place_of
from pipeline.warehouse.schema import unapplied

# None: any number of slots. A task whose pool does not exist waits for ever, and Airflow does not say so.
POOLS: dict[str, int | None] = {"warehouse": 1, "checks": None, "portals": None}
CLOCK_SLACK = timedelta(minutes=5)
AIRFLOW_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at. `told` says how it is, and what to do where it is not well."""

    what: str
    is_well: bool
    told: str


def examine(settings: Settings, airflow_home: Path | None = None) -> tuple[Finding, ...]:
    """Look at everything, whatever is found on the way. Airflow's pools only where its home is given."""
    looks: dict[str, Callable[[], str]] = {
        "settings": look_at_settings,
        "home": lambda: _home(settings.home),
        "space": lambda: _space(settings.home),
        "portals": lambda: _portals(settings),
        "channels": lambda: _channels(settings),
        "subscriptions": lambda: _subscriptions(settings),
        "archive": lambda: _archive(settings),
        "warehouse": lambda: _warehouse(settings),
        "published copy": lambda: _published(settings),
        "clock": lambda: _clock(settings),
    }
    if airflow_home is not None:
        looks["airflow pools"] = _pools
    return tuple(_look(what, look) for what, look in looks.items())


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, is_well=True, told=look())
    except ParwatchError as error:
        return Finding(what, is_well=False, told=str(error))
    except OSError as error:
        return Finding(what, is_well=False, told=f"{error}; mend the folder or its permissions")


def _home(home: Path) -> str:
    """A home that does not exist yet is made by the first round, if its nearest folder lets it."""
    folder = home if home.exists() else next(parent for parent in home.parents if parent.exists())
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise StorageError(
            f"{folder}: cannot be written by user {os.getuid()} ({error.strerror}); "
            "give it to the user that runs parwatch, or set PARWATCH_HOME"
        ) from error
    return str(home) if folder == home else f"{home} (made by the first round)"


def _space(home: Path) -> str:
    folder = home if home.exists() else next(parent for parent in home.parents if parent.exists())
    free = shutil.disk_usage(folder).free
    text = f"{free / 1024**3:.1f} GiB are free"
    if free < LEAST_FREE_BYTES:
        raise StorageError(f"{text} on {folder}; free space (docs/operations.md, “Disk full”)")
    return text


def _portals(settings: Settings) -> str:
    found = load_portals(settings.portals_folder).values()
    if not found:
        raise SettingsError(f"{settings.portals_folder}: no portal file; PARWATCH_PORTALS must name a folder of them")
    return f"{len(found)}, {sum(each.watched for each in found)} of them watched"


def _channels(settings: Settings) -> str:
    for name, address in settings.channels.items():
        open_channel(name, address)
    return ", ".join(sorted(settings.channels)) or "none: nobody is told of changes (docs/alerts.md)"


def _subscriptions(settings: Settings) -> str:
    found = load_subscriptions(settings.subscriptions, tuple(sorted(settings.channels)))
    names = ", ".join(each.name for each in found) or "none"
    is_told = any(set(each.reasons) & set(OPS_REASONS) for each in found)
    return names if is_told or not found else f"{names}; nobody is told of incidents (reasons for ops: docs/alerts.md)"


def _archive(settings: Settings) -> str:
    held = archive.batches(settings)
    waiting = len(list(archive.pending(settings)))
    return f"{len(held)} batch(es), {waiting} of them not loaded yet"


def _warehouse(settings: Settings) -> str:
    try:
        with inspect(settings, wait_seconds=0) as warehouse:
            articles = warehouse.count("SELECT count(*) FROM core.article")
            files = len(unapplied(warehouse))
    except NothingYetError as error:
        if any(_batch_files(settings)):
            raise StorageError(
                f"{place_of(settings).url}: missing, but the archive is there; run `parwatch rebuild`"
            ) from error
        return "not there yet; the first round makes it"
    except WarehouseBusyError as error:
        return f"busy, which is no fault: {error}"
    later = f"; the next writer brings its tables up to date ({files} file(s) of sql/schema)" if files else ""
    return f"opens; {articles} article version(s){later}"


def _published(settings: Settings) -> str:
    if not settings.published_copy.is_symlink() and (settings.lake or not settings.warehouse.exists()):
        return "not there yet; the first round publishes it"
    with reader(settings) as copy:
        moment = copy.scalar("SELECT max(published_at) FROM publication")
    assert isinstance(moment, datetime)
    return f"opens; of {moment:%Y-%m-%d %H:%M} in Vietnam"


def _clock(settings: Settings) -> str:
    """A clock that is behind what we did before, or a system without zones, would date figures wrongly."""
    try:
        ZoneInfo(TIME_ZONE)
    except KeyError as error:
        raise SettingsError(f"no time zone {TIME_ZONE}; install the package tzdata") from error
    now = datetime.now(UTC)
    latest = max(_moments(settings), default=now)
    if latest > now + CLOCK_SLACK:
        raise SettingsError(
            f"says {now:%Y-%m-%d %H:%M} UTC, but a batch began {latest:%Y-%m-%d %H:%M} UTC; set the clock (chrony, NTP)"
        )
    return f"{now:%Y-%m-%d %H:%M} UTC"


def _moments(settings: Settings) -> Iterator[datetime]:
    """When batches began, as their names say: portal-20261125T144304Z-937d5e."""
    for path in _batch_files(settings):
        stamp = path.name.split(".")[0].rsplit("-", 2)[-2]
        try:
            yield datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
        except ValueError:
            continue


def _batch_files(settings: Settings) -> Iterator[Path]:
    return archive.files(settings)


def _pools() -> str:
    """Asked by Airflow's own command, in its environment."""
    command = [sys.executable, "-m", "airflow", "pools", "list", "--output", "json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=AIRFLOW_SECONDS, check=True)
        found = json.loads(done.stdout[done.stdout.index("[") :])
        held = {str(each["pool"]): int(each["slots"]) for each in found}
    except (subprocess.SubprocessError, ValueError, KeyError) as error:
        raise SettingsError(
            f"`airflow pools list` did not answer ({type(error).__name__}); run it by hand, its last line says why"
        ) from error
    for name, slots in POOLS.items():
        if name not in held:
            raise SettingsError(
                f"no pool {name!r}: its tasks wait for ever; `airflow pools set {name} {slots or 4} ''`"
            )
        if slots and held[name] != slots:
            raise SettingsError(
                f"pool {name!r} has {held[name]} slots: writers would wait for each other while they hold a worker; "
                f"`airflow pools set {name} {slots} ''`"
            )
    return ", ".join(f"{name} {held[name]}" for name in POOLS)
