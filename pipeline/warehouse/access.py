"""Edge: the three ways into the warehouse: to write, to inspect the writer's file, to read the published copy."""

from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.courtesy import readers_first
from pipeline.errors import NothingYetError, StorageError
from pipeline.settings import Settings
from pipeline.warehouse.connection import Warehouse, opened
from pipeline.warehouse.faults import storage_error
from pipeline.warehouse.lake import place_of
from pipeline.warehouse.lock import locked, turn
from pipeline.warehouse.reference import refresh_reference
from pipeline.warehouse.schema import migrate

WAIT_SECONDS = 60.0
FIRST = "run `parwatch run` or `parwatch ingest` first"


@contextmanager
def writer(settings: Settings, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Warehouse]:
    """The only writer: waits for its turn, then brings tables, views and reference facts up to date."""
    with (
        turn(settings, wait_seconds=wait_seconds),
        readers_first(),
        opened(place_of(settings), read_only=False, scratch=settings.state / "scratch") as warehouse,
    ):
        migrate(warehouse)
        refresh_reference(warehouse, settings)
        yield warehouse


@contextmanager
def inspect(settings: Settings, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Warehouse]:
    """Look at the writer's file, beside others who look, while nobody writes."""
    if settings.lake is None and not settings.warehouse.exists():
        raise NothingYetError(f"{settings.warehouse}: nothing was loaded yet; {FIRST}")
    with (
        locked(settings.warehouse_lock, exclusive=False, wait_seconds=wait_seconds),
        opened(place_of(settings), read_only=True, scratch=settings.state / "scratch") as warehouse,
    ):
        yield warehouse


@contextmanager
def reader(settings: Settings) -> Iterator[Warehouse]:
    """Read the newest published copy; it stays what it is, even if the next one is published meanwhile."""
    try:
        newest = settings.published_copy.resolve(strict=True)
    except FileNotFoundError as error:
        raise StorageError(f"{settings.published_copy}: nothing was published yet; {FIRST}") from error
    except OSError as error:
        raise storage_error(error, settings.published_copy) from error
    with opened(str(newest), read_only=True) as warehouse:
        yield warehouse
