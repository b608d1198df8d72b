"""Environment -> one frozen Settings; the only reader of os.environ."""

import difflib
import ipaddress
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError

PREFIX = "PARWATCH_"
REGION = "us-east-1"  # what a store that has none calls its own
CATALOGS = ("ducklake:postgres:", "ducklake:sqlite:")
STORES = ("s3://", "file://")
NAMES = (
    "HOME",
    "PORTALS",
    "SUBSCRIPTIONS",
    "USER_AGENT",
    "ALLOW_ADDRESSES",
    "SWEEP_CRON",
    "WATCH_SECONDS",
    "FETCH_EXECUTOR",
    "AIRFLOW_DB",
    "AIRFLOW_DB_FILE",
)
USER_AGENT = "parwatch/0.1 (reads public reform figures)"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost. Seconds and bytes; the defaults follow what large crawlers publish."""

    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    total_seconds: float = 60.0
    wire_bytes: int = 10 * 1024 * 1024
    body_bytes: int = 10 * 1024 * 1024
    codings: int = 2
    redirects: int = 5
    url_characters: int = 2083
    links_per_page: int = 1_000
    feed_items: int = 5_000
    sitemap_addresses: int = 50_000
    sitemap_bytes: int = 50 * 1024 * 1024
    robots_bytes: int = 500 * 1024
    retries: int = 3
    retry_first_seconds: float = 0.5
    retry_wait_seconds: float = 20.0
    crawl_delay_seconds: float = 30.0
    gap_seconds: float = 1.0  # between two requests to a host of no portal; a portal's file says its own
    pages_per_round: int = 500
    revisits_per_round: int = 50
    first_revisit_seconds: float = 3_600.0  # after its first reading a page is read again, then ever more rarely
    listing_pages: int = 5
    sitemaps_per_round: int = 20
    round_seconds: float = 1_800.0
    look_fastest_seconds: float = 0.0  # between two looks for news at a portal; 0: each look of the watcher
    look_slowest_seconds: float = 1_800.0
    round_late_seconds: float = 1_800.0  # ops are told when nothing was fetched for so long


@dataclass(frozen=True, slots=True)
class AllowedAddress:
    """A private address and its ports that may be fetched: a demo world or a test server, never a default."""

    network: ipaddress.IPv4Network | ipaddress.IPv6Network
    first_port: int
    last_port: int

    def covers(self, address: ipaddress.IPv4Address | ipaddress.IPv6Address, port: int) -> bool:
        return address in self.network and self.first_port <= port <= self.last_port


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
        limits=_limits(),
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
    written = [name.removeprefix(PREFIX) for name in os.environ if name.startswith(PREFIX)]
    unread = [name for name in written if name not in NAMES and not name.startswith(("CHANNEL_", "LIMIT_"))]
    near = {name: difflib.get_close_matches(name, NAMES, n=1, cutoff=0.8) for name in unread}
    return [
        f"{PREFIX}{name} is read by nothing; did you mean {PREFIX}{found[0]}?" for name, found in near.items() if found
    ]


def schedule() -> tuple[str, str]:
    """How often all portals are fetched, as cron writes it, and how many seconds lie between two looks; unchecked."""
    return os.environ.get(PREFIX + "SWEEP_CRON", "*/10 * * * *"), os.environ.get(PREFIX + "WATCH_SECONDS", "30")


def parse_addresses(text: str) -> tuple[AllowedAddress, ...]:
    """Read `127.0.0.1:8701-8720,[::1]:9000`; a network may stand for the address, the ports are required."""
    return tuple(_allowed(part.strip()) for part in text.split(",") if part.strip())


def _allowed(text: str) -> AllowedAddress:
    host, _, ports = text.rpartition(":")
    first, _, last = ports.partition("-")
    try:
        network = ipaddress.ip_network(host.strip("[]"))
        return AllowedAddress(network, int(first), int(last or first))
    except ValueError as error:
        raise SettingsError(
            f"{PREFIX}ALLOW_ADDRESSES: {text[:100]!r} is no address with ports ({str(error)[:200]}); "
            "write 127.0.0.1:8701-8720"
        ) from error


def _limits() -> Limits:
    """`PARWATCH_LIMIT_TOTAL_SECONDS=30` and the like, one for each field of Limits."""
    known = {PREFIX + "LIMIT_" + name.upper(): (name, type(value)) for name, value in asdict(Limits()).items()}
    written = {key: value for key, value in os.environ.items() if key.startswith(PREFIX + "LIMIT_")}
    changed: dict[str, Any] = {}
    for key, text in written.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise SettingsError(f"{key}: no such limit; {f'did you mean {near[0]}?' if near else 'drop it'}")
        name, kind = known[key]
        try:
            value = kind(text)
        except ValueError:
            value = kind(-1)
        if not 0 <= value < float("inf"):
            raise SettingsError(f"{key}: {text!r} is no limit; write {'a whole number' if kind is int else 'a number'}")
        changed[name] = value
    return Limits(**changed)


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
