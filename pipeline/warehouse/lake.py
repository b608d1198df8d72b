"""Settings -> how a warehouse is opened: a file as it is, a lake by extensions, secrets and its own options. Pure.

DuckDB is never let to the network for an extension: each is a file of a package of the same version (group `scale`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.errors import SettingsError
from pipeline.settings import Lake, ObjectStore, Settings

DUCKLAKE = "ducklake:"
POSTGRES = "ducklake:postgres:"
SQLITE = "ducklake:sqlite:"
INLINED = 1_000  # rows of one insert that the catalog keeps itself: else each small load would leave a small file
OPTIONS = {SQLITE: ("META_JOURNAL_MODE 'WAL'", "META_BUSY_TIMEOUT 5000")}  # without: a twelfth of the speed
SCANNERS = {SQLITE: "sqlite_scanner", POSTGRES: "postgres_scanner"}


@dataclass(frozen=True, slots=True)
class Secret:
    """A statement and the values that must not be seen in it."""

    statement: str
    values: Sequence[str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a warehouse lies. `url` may be shown."""

    url: str
    extensions: tuple[str, ...] = ()
    secrets: tuple[Secret, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def is_lake(self) -> bool:
        return self.url.startswith(DUCKLAKE)


def place_of(settings: Settings) -> Place:
    return Place(str(settings.warehouse)) if settings.lake is None else _lake(settings.lake, settings.objects)


def catalog_of(settings: Settings) -> Place | None:
    """The database that keeps a lake's catalog, where it can hold a lock for several machines."""
    if settings.lake is None or not settings.lake.url.startswith(POSTGRES):
        return None
    return Place(
        url=settings.lake.url.removeprefix(POSTGRES),
        extensions=(SCANNERS[POSTGRES],),
        secrets=_password(settings.lake),
        options=("TYPE postgres",),
    )


def extension_file(name: str, version: str) -> Path:
    """The file of an extension for this version of DuckDB. Raises SettingsError where its package is not installed."""
    package = find_spec(f"duckdb_extension_{name}")
    for folder in (package.submodule_search_locations or ()) if package else ():
        path = Path(folder) / "extensions" / f"v{version}" / f"{name}.duckdb_extension"
        if path.exists():
            return path
    wheel = f"duckdb-extension-{name.replace('_', '-')}"
    raise SettingsError(f"a lake needs {wheel}=={version}, which is not installed: `uv sync --group scale`")


def _lake(lake: Lake, objects: ObjectStore) -> Place:
    kind = next(kind for kind in SCANNERS if lake.url.startswith(kind))
    is_remote = lake.data.startswith("s3://")
    data = lake.data.replace("'", "''")
    return Place(
        url=lake.url,
        extensions=("ducklake", SCANNERS[kind], *(["httpfs"] if is_remote else [])),
        secrets=(
            *_password(lake),
            *([_object_secret(objects)] if is_remote else []),
        ),
        options=(f"DATA_PATH '{data}'", f"DATA_INLINING_ROW_LIMIT {INLINED}", *OPTIONS.get(kind, ())),
    )


def _password(lake: Lake) -> tuple[Secret, ...]:
    return (Secret("CREATE SECRET (TYPE postgres, PASSWORD $1)", (lake.password,)),) if lake.password else ()


def _object_secret(objects: ObjectStore) -> Secret:
    endpoint = urlsplit(objects.endpoint)
    own = f", ENDPOINT $4, URL_STYLE 'path', USE_SSL {endpoint.scheme == 'https'}" if objects.endpoint else ""
    values = (objects.key_id, objects.secret, objects.region, *([endpoint.netloc] if objects.endpoint else []))
    return Secret(f"CREATE SECRET (TYPE s3, KEY_ID $1, SECRET $2, REGION $3{own})", values)
