"""Batches on disk: complete ones wait in the inbox until they are loaded; what a killed run left is taken up again."""

import fcntl
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipeline.archive.store import ARCHIVE, INBOX, name_of, store_of
from pipeline.errors import StorageError
from pipeline.settings import Settings

MOMENT = "%Y%m%dT%H%M%SZ"
ENDING = ".warc.gz"


@dataclass(frozen=True, slots=True)
class Batch:
    """What one run fetched of one portal. `archive_file` is relative to the archive."""

    batch: str
    portal: str
    started_at: datetime
    archive_file: str


def batch_of(archive_file: str) -> Batch:
    portal, _, name = archive_file.rpartition("/")
    batch = name.removesuffix(ENDING)
    started = datetime.strptime(batch.rsplit("-", 2)[1], MOMENT).replace(tzinfo=UTC)
    return Batch(batch, portal, started, archive_file)


def read_header(path: Path) -> Batch:
    """What the name of an archive file says of its batch."""
    return batch_of(f"{path.parent.name}/{path.name}")


def pending(settings: Settings) -> list[Path]:
    """The files of batches that are complete and not yet loaded, oldest first."""
    store = store_of(settings)
    return _marked(settings, store.names(INBOX) if store else (one.name for one in settings.inbox.glob("[!.]*")))


def done(settings: Settings, batch: str) -> None:
    """Take a loaded batch out of the inbox; its archive file stays. Until readers see it, it is one of the `loaded`."""
    marker = _unpublished(settings) / batch
    with explained(marker):
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()
        if store := store_of(settings):
            store.remove(INBOX + batch)
        else:
            (settings.inbox / batch).unlink(missing_ok=True)


def loaded(settings: Settings) -> list[Path]:
    """The files of batches that are loaded, but that readers may not see yet, oldest first."""
    return _marked(settings, (marker.name for marker in _unpublished(settings).glob("*")))


def published(settings: Settings, paths: Iterable[Path]) -> None:
    """Readers see what these files brought."""
    for path in paths:
        marker = _unpublished(settings) / read_header(path).batch
        with explained(marker):
            marker.unlink(missing_ok=True)


def batches(settings: Settings, portal: str | None = None) -> list[Path]:
    """The files of every complete batch of the archive, or of one portal, oldest first."""
    return _in_order(files(settings, portal))


def files(settings: Settings, portal: str | None = None) -> Iterator[Path]:
    """The same in no order, whatever their names."""
    if store := store_of(settings):
        below = f"{portal}/" if portal else ""
        names = (below + name for name in store.names(ARCHIVE + below))
        yield from (settings.archive / name for name in names if name.endswith(ENDING))
    else:
        yield from settings.archive.glob(f"{portal or '*'}/*{ENDING}")


def remove(settings: Settings, path: Path) -> None:
    """A file of the archive, for ever."""
    if store := store_of(settings):
        store.remove(ARCHIVE + name_of(settings, path))
    path.unlink(missing_ok=True)


def _in_order(paths: Iterable[Path]) -> list[Path]:
    return sorted(paths, key=lambda path: (read_header(path).started_at, path.name))


def _marked(settings: Settings, names: Iterable[str]) -> list[Path]:
    paths = [settings.archive / name.rsplit("-", 2)[0] / f"{name}{ENDING}" for name in names]
    return _in_order(path for path in paths if store_of(settings) or path.exists())


def _unpublished(settings: Settings) -> Path:
    return settings.state / "unpublished"


def open_name(path: Path) -> Path:
    return path.with_name(path.name + ".open")


def hand_over(settings: Settings, batch: str, path: Path) -> None:
    """Make a finished file part of the archive and of the inbox. A kill between the steps loses nothing:

    an open file is taken up again by `leftovers`, and handed over again under the same name.
    """
    if store := store_of(settings):
        store.keep(ARCHIVE + name_of(settings, path), open_name(path))
        store.mark(INBOX + batch)
        open_name(path).unlink()
    else:
        _hand_over(settings, batch, path)


def _hand_over(settings: Settings, batch: str, path: Path) -> None:
    """A marker without its file is not pending; one whose last name a power cut took back is an open file again.

    The marker's own name says which file it means.
    """
    settings.inbox.mkdir(parents=True, exist_ok=True)
    unfinished = settings.inbox / f".{batch}"
    unfinished.write_text(name_of(settings, path), encoding="utf-8")
    unfinished.rename(settings.inbox / batch)
    sync(settings.inbox)
    open_name(path).rename(path)


def leftovers(settings: Settings, portal: str) -> Iterator[Path]:
    """Open files of a portal that no living process writes, each locked while it is yielded."""
    for path in sorted((settings.archive / portal).glob(f"*{ENDING}.open")):
        with path.open("r+b") as file, suppress(BlockingIOError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists():  # its writer may have finished while we waited
                yield path


def sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}); free space or mend permissions") from error
