"""Edge: an empty warehouse beside the old one, to be filled from the archive; when done, it takes its place."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from pipeline.errors import NothingYetError, QueryError, WarehouseDamagedError
from pipeline.settings import Settings
from pipeline.warehouse.access import WAIT_SECONDS
from pipeline.warehouse.connection import CATALOG, Warehouse, opened
from pipeline.warehouse.faults import storage_error
from pipeline.warehouse.lake import Place, place_of
from pipeline.warehouse.lock import turn
from pipeline.warehouse.reference import refresh_reference
from pipeline.warehouse.schema import migrate
from pipeline.warehouse.transfer import replace_rows

# A fault throws the new file away: to write it out every few MB, as a file that must last does, is work for nothing and
# grows with the file. Memory beyond the limit goes to the scratch folder.
SESSION = "SET wal_autocheckpoint = '256MB'; SET memory_limit = '1GB'"
# What no archive holds: people's decisions, and what was told.
KEPT = ("review", "silence", "alert", "message", "delivery", "publication")

READ_WHOLE = "SELECT bit_xor(hash(kept)) FROM core.{} AS kept"  # a count alone would not meet a damaged row


@contextmanager
def rebuilding(settings: Settings, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Warehouse]:
    """Fill the warehouse it gives. Leaving without a fault puts it in the old one's place; else nothing happened.

    Decisions and alerts come from the old file or, where that is damaged, from the newest published copy.
    """
    fresh = settings.state / "rebuild.duckdb"
    with turn(settings, wait_seconds=wait_seconds):
        _remove(fresh)
        try:
            with opened(str(fresh), read_only=False, scratch=settings.state / "scratch") as warehouse:
                warehouse.execute(SESSION)
                migrate(warehouse)
                refresh_reference(warehouse, settings)
                _keep_decisions(warehouse, settings)
                yield warehouse
                warehouse.execute("CHECKPOINT wh")
            if settings.lake is None:
                _replace(fresh, settings.warehouse)
            else:
                _fill(settings, fresh)
        finally:
            _remove(fresh)


def judged_before(warehouse: Warehouse) -> dict[str, datetime]:
    """When the old warehouse judged each of its batches."""
    return dict(warehouse.execute("FROM temp.judged_before"))


def _keep_decisions(warehouse: Warehouse, settings: Settings) -> None:
    warehouse.execute("CREATE OR REPLACE TEMP TABLE judged_before (batch VARCHAR, settled_at TIMESTAMPTZ)")
    own = place_of(settings)
    for place in (own, Place(str(settings.published_copy.resolve()))):
        if _is_sound(place, read_only=place.is_lake or place != own):
            warehouse.attach(place, "old", read_only=True)
            try:
                warehouse.tx(lambda: _copy_kept(warehouse))
            finally:
                warehouse.execute("DETACH old")
            return


def _is_sound(place: Place, *, read_only: bool) -> bool:
    """A damaged file is passed over: a rebuild is for that. A sound one is written out, so that it needs no log."""
    if not place.is_lake and not Path(place.url).exists():
        return False
    try:
        with opened(place, read_only=read_only) as warehouse:
            if not read_only:
                warehouse.execute("CHECKPOINT wh")
            for table in (*KEPT, "batch", "guard"):
                warehouse.execute(READ_WHOLE.format(table))
            return True
    except (NothingYetError, WarehouseDamagedError, QueryError):
        return False


def _copy_kept(warehouse: Warehouse) -> None:
    warehouse.execute(
        "INSERT INTO temp.judged_before SELECT batch, settled_at FROM old.core.batch WHERE settled_at IS NOT NULL"
    )
    for table in KEPT:
        warehouse.execute(f"INSERT INTO core.{table} BY NAME SELECT {_shared(warehouse, table)} FROM old.core.{table}")
    warehouse.execute(
        "UPDATE core.guard SET version = 1 + greatest((SELECT max(version) FROM old.core.guard), "
        "(SELECT coalesce(max(version), 0) FROM core.publication))"
    )


def _shared(warehouse: Warehouse, table: str) -> str:
    rows = warehouse.execute(
        """
        SELECT column_name FROM duckdb_columns()
        WHERE schema_name = 'core' AND table_name = $1 AND database_name IN ('wh', 'old')
        GROUP BY column_name HAVING count(*) = 2
        """,
        [table],
    )
    if not rows:
        raise QueryError(f"core.{table}: the old warehouse has no such columns; restore an older parwatch to open it")
    return ", ".join(f'"{name}"' for (name,) in rows)


def _fill(settings: Settings, fresh: Path) -> None:
    """A lake takes the rows over in one transaction."""
    with opened(place_of(settings), read_only=False, scratch=settings.state / "scratch") as lake:
        migrate(lake)
        lake.attach(fresh, "fresh", read_only=True)
        lake.tx(lambda: replace_rows(lake, "fresh", CATALOG))


def _replace(fresh: Path, target: Path) -> None:
    try:
        target.with_name(target.name + ".wal").unlink(missing_ok=True)  # of the old file; it must not meet the new one
        fresh.rename(target)
    except OSError as error:
        raise storage_error(error, target) from error


def _remove(path: Path) -> None:
    for one in (path, path.with_name(path.name + ".wal")):
        one.unlink(missing_ok=True)
