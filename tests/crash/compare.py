"""What a home holds, in a form that two homes which came to the same facts have in common."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline import archive
from pipeline.model import FetchRecord, Outcome
from pipeline.settings import Settings
from pipeline.warehouse.access import inspect, reader
from pipeline.warehouse.hashes import facts

Request = tuple[str, str, str, str | None]  # address, purpose, outcome, hash of the body
UNFINISHED = ("archive/*/*.open", "inbox/.*", "published/.*", "state/rebuild*", "state/*.wal")
REQUESTS = "SELECT DISTINCT url, purpose, outcome, body_sha256 FROM core.fetch"


@dataclass(frozen=True)
class State:
    """Tables and views by name, requests as sets: a second attempt makes some again, and may be told "not modified"."""

    tables: dict[str, str]
    readers: dict[str, str]
    requests: frozenset[Request]
    archived: frozenset[Request]
    waiting: frozenset[str]  # portals of batches that are not loaded, and of those that are not published
    unfinished: tuple[str, ...]


def state(settings: Settings, *, views: bool = True) -> State:
    with inspect(settings) as warehouse:
        # Views are worked out from these; they are hashed where readers ask them, which is quick.
        tables = facts(warehouse, "core")
        requests = frozenset(warehouse.execute(REQUESTS))
    readers: dict[str, str] = {}
    if views and settings.published_copy.exists():
        with reader(settings) as copy:
            readers = facts(copy)
    return State(
        tables=tables,
        readers=readers,
        requests=requests,
        archived=frozenset(_archived(settings)),
        waiting=frozenset(_waiting(settings)),
        unfinished=tuple(
            str(path.relative_to(settings.home)) for one in UNFINISHED for path in sorted(settings.home.glob(one))
        ),
    )


def differences(calm: State, disturbed: State) -> list[str]:
    """In a line each: what a disturbed home holds otherwise."""
    found = []
    for name in ("tables", "readers"):
        before, after = getattr(calm, name), getattr(disturbed, name)
        found += [
            f"{name}: {each}: {before.get(each)} became {after.get(each)}"
            for each in sorted(before.keys() | after.keys())
            if before.get(each) != after.get(each)
        ]
    for name in ("requests", "archived"):
        before, after = getattr(calm, name), getattr(disturbed, name)
        found += [f"{name}: lost {each}" for each in sorted(before - after, key=str)]
        found += [f"{name}: {each} is new" for each in sorted(after - before, key=str) if not _again(each, before)]
    if calm.waiting != disturbed.waiting:
        found.append(f"waiting: {sorted(calm.waiting)} became {sorted(disturbed.waiting)}")
    return found + [f"left behind: {each}" for each in disturbed.unfinished if each not in calm.unfinished]


def _again(request: Request, before: frozenset[Request]) -> bool:
    """A second attempt may hear that what the first one got still stands."""
    url, _, outcome, _ = request
    return outcome == Outcome.NOT_MODIFIED and any(each[0] == url and each[2] == Outcome.OK for each in before)


def _waiting(settings: Settings) -> Iterator[str]:
    yield from (f"{archive.read_header(path).portal}, not loaded" for path in archive.pending(settings))
    yield from (f"{archive.read_header(path).portal}, not published" for path in archive.loaded(settings))


def _archived(settings: Settings) -> Iterator[Request]:
    """Every outcome, its bytes checked against their hash."""
    for path in archive.batches(settings):
        for record, _ in archive.read_batch(settings, path):
            yield _request(record)


def _request(record: FetchRecord) -> Request:
    return record.url, record.purpose, record.outcome.value, record.body_sha256
