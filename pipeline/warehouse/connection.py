"""Edge: the only way to DuckDB. SQL in, rows out; faults come back as ours, in one line."""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import duckdb

from pipeline.warehouse.faults import translate
from pipeline.warehouse.lake import Place, extension_file

CATALOG = "wh"  # every name is schema.table of this catalog, so that another kind of catalog can take its place
STORAGE_VERSION = "v1.2.0"  # DuckDB 1.2 and later open the file
TIME_ZONE = "Asia/Ho_Chi_Minh"
# A bar drawn after two seconds would stand in the middle of our own output, and of JSON.
SESSION = f"SET TimeZone = '{TIME_ZONE}'; SET enable_progress_bar = false"
STREAMED = 1_000  # rows

T = TypeVar("T")
Params = Sequence[object] | dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Table:
    """An answer: names of columns, and rows in their order."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def records(self) -> list[dict[str, object]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


class Warehouse:
    """One open catalog. Not shared between threads; closed by the context manager that opened it."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, place: Place, *, read_only: bool) -> None:
        self._connection = connection
        self._in_transaction = False
        self.url = place.url
        self.is_lake = place.is_lake
        self.read_only = read_only

    def execute(self, sql: str, params: Params = None) -> list[tuple[Any, ...]]:
        """Run one statement, or several without parameters, and fetch all of its rows."""
        with _translated(self.url):
            return self._connection.execute(sql, params).fetchall()

    def query(self, sql: str, params: Params = None) -> Table:
        with _translated(self.url):
            cursor = self._connection.execute(sql, params)
            rows = cursor.fetchall()
            return Table(tuple(column[0] for column in cursor.description or ()), tuple(rows))

    def stream(self, sql: str) -> Iterator[tuple[Any, ...]]:
        """Rows a thousand at a time, for answers too large to hold; other questions may be asked meanwhile."""
        with _translated(self.url):
            cursor = self._connection.cursor()
            cursor.execute(SESSION)
            cursor.execute(f"USE {CATALOG}")
            cursor.execute(sql)
            while rows := cursor.fetchmany(STREAMED):
                yield from rows

    def scalar(self, sql: str, params: Params = None) -> object:
        rows = self.execute(sql, params)
        return rows[0][0] if rows else None

    def count(self, sql: str, params: Params = None) -> int:
        """The number that a statement answers: a count(*), or the rows that it changed."""
        value = self.scalar(sql, params)
        return value if isinstance(value, int) else 0

    def tx(self, work: Callable[[], T], *, guarded: bool = True) -> T:
        """Do all of `work` or nothing of it. Inside a running transaction it is a part of that one.

        In a lake two inserts never conflict, and could double rows; two that both write the guard's row do.
        """
        if self._in_transaction:
            return work()
        self.execute("BEGIN")
        self._in_transaction = True
        try:
            if self.is_lake and guarded:
                self.execute("UPDATE core.guard SET version = version")
            result = work()
            self.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise
        finally:
            self._in_transaction = False
        return result

    def touch(self) -> None:
        """Note that what readers see has changed; `publish` does nothing while it has not."""
        self.execute("UPDATE core.guard SET version = version + 1")

    def attach(self, place: str | Path | Place, name: str, *, read_only: bool) -> None:
        """Open a second catalog beside our own; the caller detaches it."""
        other = _placed(place)
        with _translated(other.url):
            _attach(self._connection, other, name, read_only=read_only)

    def _rollback(self) -> None:
        try:
            self._connection.execute("ROLLBACK")
        except duckdb.Error:
            return  # the fault itself ended the transaction; what raised it says more


@contextmanager
def opened(place: str | Path | Place, *, read_only: bool, scratch: Path | None = None) -> Iterator[Warehouse]:
    """Attach a DuckDB file or a lake as the catalog `wh`; large sorts spill to `scratch`."""
    own = _placed(place)
    with _translated(own.url):
        connection = duckdb.connect(
            ":memory:",
            config={
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "temp_directory": str(scratch or Path(tempfile.gettempdir()) / "parwatch-scratch"),
            },
        )
    try:
        with _translated(own.url):
            connection.execute(SESSION)
            with _made_whole(own):
                _attach(connection, own, CATALOG, read_only=read_only)
            connection.execute(f"USE {CATALOG}")
        yield Warehouse(connection, own, read_only=read_only)
    finally:
        connection.close()


@contextmanager
def _made_whole(place: Place) -> Iterator[None]:
    """A new file that could not be begun, on a full disk, goes: it would pass for a damaged one."""
    is_new = not place.is_lake and not Path(place.url).exists()
    try:
        yield
    except duckdb.Error:
        if is_new:
            Path(place.url).unlink(missing_ok=True)
        raise


def _placed(place: str | Path | Place) -> Place:
    return place if isinstance(place, Place) else Place(str(place))


def _attach(connection: duckdb.DuckDBPyConnection, place: Place, name: str, *, read_only: bool) -> None:
    for extension in place.extensions:
        path = str(extension_file(extension, duckdb.__version__)).replace("'", "''")
        connection.execute(f"LOAD '{path}'")
    for secret in place.secrets:
        connection.execute(secret.statement, secret.values)
    options = ["READ_ONLY"] if read_only else [] if place.is_lake else [f"STORAGE_VERSION '{STORAGE_VERSION}'"]
    quoted = place.url.replace("'", "''")
    told = ", ".join([*options, *place.options])
    connection.execute(f"ATTACH '{quoted}' AS {name}" + (f" ({told})" if told else ""))


@contextmanager
def _translated(url: str) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise translate(error, url) from error
