"""Edge: the only importer of obstore. The archive and its inbox in an S3-compatible store; nobody above knows.

Paths stay what they are in a folder, names below `settings.archive`; here they are the names of objects. A process
that has spoken with a store must not be forked: its connections live in threads.
"""

import errno
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from functools import cache
from hashlib import file_digest, sha256
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any

from pipeline.errors import SettingsError, StorageError
from pipeline.settings import ObjectStore, Settings

if TYPE_CHECKING:
    import obstore
    from obstore.store import ClientConfig, RetryConfig, S3Config

ARCHIVE = "archive/"
INBOX = "inbox/"
AT_ONCE = 256 * 1024  # bytes of one request for a part of a file
PATIENCE: "RetryConfig" = {"max_retries": 4, "retry_timeout": timedelta(seconds=60)}


class Store:
    """Files and marks by name."""

    def __init__(self, url: str, objects: ObjectStore) -> None:
        self._url = url
        self._obs, self._held = _connected(url, objects)

    def names(self, prefix: str) -> list[str]:
        """Below a prefix that ends with a slash, without it."""
        with self._explained(prefix):
            return [
                str(each["path"]).removeprefix(prefix)
                for page in self._obs.list(self._held, prefix=prefix)
                for each in page
            ]

    def keep(self, name: str, source: Path) -> None:
        """Put a whole file there, and read it back: what comes must be what was sent."""
        with self._explained(name):
            self._obs.put(self._held, name, source)
            found = sha256()
            for piece in self._obs.get(self._held, name):
                found.update(piece)
        with source.open("rb") as file:
            if file_digest(file, "sha256").digest() != found.digest():
                raise StorageError(f"{self._url}/{name}: other bytes came back than were sent; mend the store")

    def mark(self, name: str) -> None:
        with self._explained(name):
            self._obs.put(self._held, name, b"")

    def remove(self, name: str) -> None:
        """Not to find it is as well."""
        with self._explained(name), suppress(FileNotFoundError):
            self._obs.delete(self._held, name)

    def size(self, name: str) -> int:
        with self._explained(name):
            return int(self._obs.head(self._held, name)["size"])

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """Only the parts that are read are fetched. Raises FileNotFoundError, as a folder does."""
        with self._explained(name):
            try:
                reader = self._obs.open_reader(self._held, name, buffer_size=AT_ONCE)
            except FileNotFoundError as error:
                raise FileNotFoundError(errno.ENOENT, "not in the store", name) from error
            yield io.BufferedReader(_Raw(reader), AT_ONCE)

    @contextmanager
    def _explained(self, name: str) -> Iterator[None]:
        from obstore.exceptions import BaseError

        try:
            yield
        except BaseError as error:
            reason = str(error).strip().partition("\n")[0]
            raise StorageError(
                f"{self._url}/{name}: {reason}; see that the store runs and lets us in (PARWATCH_S3_*), then run again"
            ) from error


class _Raw(io.RawIOBase):
    """What reads parts of an object, as Python's files are read."""

    def __init__(self, reader: "obstore.ReadableFile") -> None:
        self._reader = reader

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._reader.seek(offset, whence)

    def readinto(self, buffer: "bytearray | memoryview") -> int:  # type: ignore[override]
        piece = bytes(self._reader.read(len(buffer)))
        buffer[: len(piece)] = piece
        return len(piece)


def store_of(settings: Settings) -> Store | None:
    """None: the archive is a folder."""
    return _store(settings.archive_url, settings.objects) if settings.archive_url else None


@cache
def _store(url: str, objects: ObjectStore) -> Store:
    return Store(url, objects)


def size(settings: Settings, path: Path) -> int:
    """Bytes of a file of the archive."""
    store = store_of(settings)
    return path.stat().st_size if store is None or path.exists() else store.size(ARCHIVE + name_of(settings, path))


@contextmanager
def opened(settings: Settings, path: Path) -> Iterator[IO[bytes]]:
    """A file of the archive, wherever it lies; one that is not handed over yet lies in the folder."""
    store = store_of(settings)
    if store is None or path.exists():
        with path.open("rb") as file:
            yield file
    else:
        with store.opened(ARCHIVE + name_of(settings, path)) as part:
            yield part


def name_of(settings: Settings, path: Path) -> str:
    """A file of the archive, below that."""
    return path.relative_to(settings.archive).as_posix()


def _connected(url: str, objects: ObjectStore) -> tuple[ModuleType, Any]:
    try:
        import obstore
        from obstore.store import from_url
    except ImportError as error:
        raise SettingsError(
            "PARWATCH_ARCHIVE_URL needs the package obstore, which is not installed: `uv sync --group scale`"
        ) from error
    if url.startswith("file://"):
        return obstore, from_url(url, mkdir=True)
    config: S3Config = {"region": objects.region, "checksum_algorithm": "SHA256"}
    if objects.endpoint:
        config["endpoint"] = objects.endpoint
    if objects.key_id:
        config |= {"access_key_id": objects.key_id, "secret_access_key": objects.secret}
    options: ClientConfig = {"allow_http": objects.endpoint.startswith("http://")}
    return obstore, from_url(url, config=config, client_options=options, retry_config=PATIENCE)
