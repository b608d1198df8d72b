"""Environment -> one frozen Settings; the only reader of os.environ."""

import os
from dataclasses import dataclass, field, replace
from pathlib import Path

from pipeline.errors import SettingsError
from pipeline.settings.addresses import AllowedAddress, parse_addresses
from pipeline.settings.limits import Limits, read_limits
from pipeline.settings.spelling import PREFIX, unread

__all__ = [
    "AllowedAddress",
    "Lake",
    "Limits",
    "ObjectStore",
    "Settings",
    "allowing",
    "load_settings",
    "misspelt",
    "parse_addresses",
    "schedule",
]

REGION = "us-east-1"  # what a store that has none calls its own
CATALOGS = ("ducklake:postgres:", "ducklake:sqlite:")
STORES = ("s3://", "file://")
USER_AGENT = "parwatch/0.1 (reads public reform figures)"


@dataclass(frozen=True, slots=True)
class ObjectStore:
    """An S3-compatible store and who we are there. No endpoint: Amazon's own."""

    endpoint: str = ""
    region: str = REGION
    key_id: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Lake:
    """A warehouse that several machines write: its catalog at `url`, its rows as files under `data`."""

    url: str
    data: str
    password: str = field(default="", repr=False)  # of the catalog's database


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and what may be reached. Thresholds live beside what they judge."""

    home: Path
    portals_folder: Path | None = None  # None: the portals that come with parwatch
    user_agent: str = USER_AGENT
    allow_addresses: tuple[AllowedAddress, ...] = ()
    subscriptions: Path | None = None
    channels: dict[str, str] = field(default_factory=dict, repr=False)  # name -> secret address
    limits: Limits = field(default_factory=Limits)
    lake: Lake | None = None  # None: the warehouse is a file of the home folder
    archive_url: str = ""  # empty: the archive is a folder of the home folder
    objects: ObjectStore = field(default_factory=ObjectStore)

    @property
    def archive(self) -> Path:
        return self.home / "archive"

    @property
    def inbox(self) -> Path:
        return self.home / "inbox"

    @property
    def state(self) -> Path:
        return self.home / "state"

    @property
    def published(self) -> Path:
        return self.home / "published"

    @property
    def warehouse(self) -> Path:
        return self.state / "warehouse.duckdb"

    @property
    def warehouse_lock(self) -> Path:
        return self.state / "warehouse.lock"

    @property
    def published_copy(self) -> Path:
        """A link to the newest copy for readers."""
        return self.published / "parwatch.duckdb"


def load_settings(home: Path | None = None) -> Settings:
    """Read `PARWATCH_*` once. `home` wins over PARWATCH_HOME; the default is ./data."""
    folder = os.environ.get(PREFIX + "PORTALS")
    subscriptions = os.environ.get(PREFIX + "SUBSCRIPTIONS")
    return Settings(
        home=(home or Path(os.environ.get(PREFIX + "HOME", "data"))).absolute(),
        portals_folder=Path(folder).absolute() if folder else None,
        user_agent=os.environ.get(PREFIX + "USER_AGENT", USER_AGENT),
        allow_addresses=parse_addresses(os.environ.get(PREFIX + "ALLOW_ADDRESSES", "")),
        subscriptions=Path(subscriptions).absolute() if subscriptions else None,
        channels=_channels(),
        limits=read_limits(os.environ),
        lake=_lake(),
        archive_url=_archive_url(),
        objects=ObjectStore(
            endpoint=os.environ.get(PREFIX + "S3_ENDPOINT", ""),
            region=os.environ.get(PREFIX + "S3_REGION") or REGION,
            key_id=_given("S3_KEY_ID"),
            secret=_given("S3_SECRET"),
        ),
    )


def allowing(settings: Settings, addresses: str) -> Settings:
    """The same settings with further addresses that may be reached."""
    return replace(settings, allow_addresses=settings.allow_addresses + parse_addresses(addresses))


def misspelt() -> list[str]:
    """Variables that nothing reads and that look like one that is read, each with what was meant."""
    return unread(os.environ)


def schedule() -> tuple[str, str]:
    """How often all portals are fetched, as cron writes it, and how many seconds lie between two looks; unchecked."""
    return os.environ.get(PREFIX + "SWEEP_CRON", "*/10 * * * *"), os.environ.get(PREFIX + "WATCH_SECONDS", "30")


def _lake() -> Lake | None:
    url, data = (os.environ.get(PREFIX + name, "") for name in ("WAREHOUSE_URL", "WAREHOUSE_DATA"))
    if not url:
        return None
    if not url.startswith(CATALOGS):
        raise SettingsError(
            f"{PREFIX}WAREHOUSE_URL: begins with none of {', '.join(CATALOGS)}; leave it out for a file"
        )
    if "password" in url:
        raise SettingsError(
            f"{PREFIX}WAREHOUSE_URL: holds a password; let {PREFIX}WAREHOUSE_PASSWORD_FILE name a file of it"
        )
    if not data:
        raise SettingsError(f"{PREFIX}WAREHOUSE_DATA: name the folder or s3:// address for the rows of a lake")
    return Lake(url, data, _given("WAREHOUSE_PASSWORD"))


def _archive_url() -> str:
    url = os.environ.get(PREFIX + "ARCHIVE_URL", "").rstrip("/")
    if url and not url.startswith(STORES):
        raise SettingsError(f"{PREFIX}ARCHIVE_URL: begins with none of {', '.join(STORES)}; leave it out for a folder")
    return url


def _given(name: str) -> str:
    """A secret, from the setting itself or from the file that `…_FILE` names."""
    path = os.environ.get(f"{PREFIX}{name}_FILE")
    return _secret(f"{PREFIX}{name}_FILE", Path(path)) if path else os.environ.get(PREFIX + name, "")


def _channels() -> dict[str, str]:
    """`PARWATCH_CHANNEL_OPS=json://…` names the channel `ops`; `…_FILE` holds the address in a file; empty: none."""
    found: dict[str, str] = {}
    for key, value in os.environ.items():
        if not key.startswith(PREFIX + "CHANNEL_"):
            continue
        name = key.removeprefix(PREFIX + "CHANNEL_").lower()
        if name.endswith("_file"):
            found[name.removesuffix("_file")] = _secret(key, Path(value))
        else:
            found[name] = value
    return {name: address for name, address in found.items() if address}


def _secret(key: str, path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"{key}: cannot read {path} ({error.strerror}); name a readable file") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{key}: {path} is no text in UTF-8; write the channel's address there") from error
