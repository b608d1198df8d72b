"""Edge: the writer's file -> a read-only copy for readers, in one step. Who holds an older copy keeps it."""

import os
import shutil
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pipeline.errors import StorageError
from pipeline.settings import Settings
from pipeline.version import CODE_VERSION
from pipeline.warehouse.access import writer
from pipeline.warehouse.connection import CATALOG, Warehouse, opened
from pipeline.warehouse.faults import storage_error
from pipeline.warehouse.held import refresh_stale, serve_held
from pipeline.warehouse.keys import generation
from pipeline.warehouse.schema import migrate
from pipeline.warehouse.transfer import replace_rows

KEEP = 3  # copies that stay: who opened one over a network keeps it
PIECE = 64 * 1024 * 1024  # bytes that the kernel copies without a pause
READ_ONLY = 0o444
TEMPORARY = ".tmp-"
SMOKE = "SELECT (SELECT count(*) FROM core.observation), (SELECT count(*) FROM data_dictionary)"


def publish(settings: Settings, *, now: datetime | None = None) -> Path:
    """Copy what was loaded and settled to where readers look; does nothing while nothing has changed."""
    with writer(settings) as warehouse:
        newest = _up_to_date(warehouse, settings)
        if newest is None:
            try:
                newest = _publish(warehouse, settings, now or datetime.now(UTC))
            except OSError as error:
                raise storage_error(error, settings.published) from error
        return newest


def _up_to_date(warehouse: Warehouse, settings: Settings) -> Path | None:
    """The copy that readers open, if it holds the version that the tables have now."""
    rows = warehouse.execute(
        "SELECT generation FROM core.publication WHERE version = (SELECT version FROM core.guard) ORDER BY generation"
    )
    wanted = [_file(settings, str(name)) for (name,) in rows]
    newest = settings.published_copy.resolve()
    return newest if newest in [path.resolve() for path in wanted] and newest.exists() else None


def _publish(warehouse: Warehouse, settings: Settings, now: datetime) -> Path:
    settings.published.mkdir(parents=True, exist_ok=True)
    _sweep(settings)
    refresh_stale(warehouse)
    name = generation(now)
    warehouse.tx(partial(_note, warehouse, name, now))
    target = _file(settings, name)
    _copy(warehouse, target)
    _point(settings.published_copy, target)
    _retire(settings)
    return target


def _note(warehouse: Warehouse, name: str, now: datetime) -> None:
    """The copy holds the row about itself. A row whose copy never came to be is no harm: readers do not see it."""
    warehouse.execute(
        """
        INSERT INTO core.publication
        SELECT $1, $2, $3, (SELECT version FROM core.guard),
            (SELECT count(*) FROM core.article),
            (SELECT count(*) FROM core.observation),
            (SELECT count(*) FROM core.observation WHERE status = 'quarantined'),
            (SELECT count(DISTINCT check_name) FROM core.finding AS finding JOIN core.observation USING (observation)
             WHERE finding.severity = 'error' AND status = 'quarantined')
        """,
        [name, now, CODE_VERSION],
    )


def _copy(warehouse: Warehouse, target: Path) -> None:
    """The target appears complete, tried and on disk, or not at all."""
    temporary = target.with_name(TEMPORARY + target.name)
    try:
        if warehouse.is_lake:
            _export(warehouse, temporary)
        else:
            _duplicate(warehouse, temporary)
        with opened(temporary, read_only=False) as copy:
            serve_held(copy)
        with opened(temporary, read_only=True) as copy:
            copy.execute(SMOKE)
        _sync(temporary)
        temporary.chmod(READ_ONLY)
        temporary.rename(target)
        _sync(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _duplicate(warehouse: Warehouse, target: Path) -> None:
    warehouse.execute("CHECKPOINT wh")
    wal = Path(warehouse.url + ".wal")
    if wal.exists() and wal.stat().st_size:
        raise StorageError(f"{wal}: the warehouse could not be written out; close programs that read it, publish again")
    _copy_file(Path(warehouse.url), target)


def _copy_file(source: Path, target: Path) -> None:
    """As the kernel does it best: where files may share blocks (XFS, Btrfs), at once, whatever their size."""
    with suppress(AttributeError, OSError), source.open("rb") as read, target.open("wb") as write:
        while os.copy_file_range(read.fileno(), write.fileno(), PIECE):
            pass
    if not target.exists() or target.stat().st_size != source.stat().st_size:  # no such call here; or a full disk
        shutil.copyfile(source, target)


def _export(warehouse: Warehouse, target: Path) -> None:
    """Rows alone come out of a lake: it keeps no comments, and its views are in its own words."""
    with opened(target, read_only=False) as copy:
        migrate(copy)
    warehouse.attach(target, "copy", read_only=False)
    try:
        replace_rows(warehouse, CATALOG, "copy")
    finally:
        warehouse.execute("DETACH copy")


def _point(link: Path, target: Path) -> None:
    """A link, not the file itself, is replaced: what a program left beside one copy never meets another."""
    temporary = link.with_name(TEMPORARY + link.name)
    temporary.unlink(missing_ok=True)
    temporary.symlink_to(target.name)
    temporary.rename(link)
    _sync(link.parent)


def _retire(settings: Settings) -> None:
    copies = sorted(settings.published.glob("parwatch-*.duckdb"))
    current = settings.published_copy.resolve()
    for path in copies[:-KEEP]:
        if path.resolve() != current:
            path.unlink(missing_ok=True)


def _sweep(settings: Settings) -> None:
    """What a killed publisher left. We hold the lock: nobody else is publishing."""
    for path in settings.published.glob(f"{TEMPORARY}*"):
        path.unlink(missing_ok=True)


def _file(settings: Settings, name: str) -> Path:
    return settings.published / f"parwatch-{name}.duckdb"


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
