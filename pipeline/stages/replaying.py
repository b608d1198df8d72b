"""Stages that read the archive again: compare two readings, load the new one, make all tables anew. No alerts."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from itertools import islice
from pathlib import Path

from pipeline import archive
from pipeline.errors import UsageError
from pipeline.model import Portal
from pipeline.portals import load_portals
from pipeline.settings import Settings
from pipeline.stages import checking
from pipeline.stages.batches import Given, reading, together
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.again import finish, judge_again, rounds
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.checks import record_checks, run_all
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.forget import forget
from pipeline.warehouse.index import WarehouseIndex
from pipeline.warehouse.insert import as_json
from pipeline.warehouse.keys import article_key
from pipeline.warehouse.load import group_and_load
from pipeline.warehouse.rebuild import judged_before, rebuilding
from pipeline.warehouse.settle import settle, unsettled
from pipeline.warehouse.touched import prepare

COMPARED = 20  # batches at a time
Cell = tuple[str, str, str, str | None, str, str]  # url, subject, entity, period, measure, kind


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that another reading adds (before is None), removes (after is None) or changes."""

    portal: str
    url: str
    subject: str
    entity: str
    period: str | None
    measure: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """`loaded` is False after a comparison: then nothing was written."""

    batches: int
    loaded: bool
    differences: tuple[Difference, ...]


def replay(
    settings: Settings,
    *,
    portal: str | None = None,
    since: str | None = None,
    until: str | None = None,
    reason: str = "",
    compare_only: bool = True,
) -> ReplayReport:
    """Read archived batches of a portal and a span of days (both included) with the code of today."""
    portals = load_portals(settings.portals_folder)
    if portal and portal not in portals:
        raise UsageError(f"no portal {portal!r}; `parwatch portals list` shows the {len(portals)} there are")
    if not compare_only and not reason.strip():
        raise UsageError("replay: give a --reason to load; without one, only compare")
    paths = _in_span(archive.batches(settings, portal), _day(since), _day(until))
    with reading(settings, paths, portals) as read:
        differences = tuple(_compare(settings, read))
    if compare_only:
        return ReplayReport(len(paths), loaded=False, differences=differences)
    names = [archive.read_header(path).batch for path in paths]
    # Read a second time, for there may be more than memory holds; what is pure comes out the same.
    with writer(settings) as warehouse, reading(settings, paths, portals) as read:
        prepare(warehouse)  # it makes a catalog, which the transaction could not
        warehouse.tx(partial(_load_again, warehouse, names, read, portals))
    checking.publish(settings)
    return ReplayReport(len(paths), loaded=True, differences=differences)


def rebuild(settings: Settings, processes: int | None = None, tell: Callable[[int], object] = lambda _: None) -> int:
    """Make every table anew from the archive; people's decisions and what was told stay. Returns the batches read.

    Batches are read and judged in the rounds of the first time, whatever order the folder lists them in. Until all is
    done the old warehouse stays in its place. What waits in the inbox goes on waiting, for the next round: it may hold
    news, and a rebuild tells nobody. `tell` hears after each round how many batches were loaded.
    """
    portals = load_portals(settings.portals_folder)
    waiting = set(archive.pending(settings))
    paths = {archive.read_header(path).batch: path for path in archive.batches(settings) if path not in waiting}
    began = {batch: archive.read_header(path).started_at for batch, path in paths.items()}
    with rebuilding(settings) as warehouse:
        order, loaded = rounds(began, judged_before(warehouse)), 0
        index = WarehouseIndex(warehouse, portals)
        with reading(settings, [paths[name] for one in order for name in one.batches], portals, processes) as read:
            for one in order:
                _load_all(warehouse, islice(read, len(one.batches)), index)
                loaded += len(one.batches)
                tell(loaded)
                judge_again(warehouse, one)
        finish(warehouse)
    checking.publish(settings)
    return len(paths)


def _load_all(warehouse: Warehouse, read: Iterator[Given], index: WarehouseIndex) -> None:
    for some in together(read):
        group_and_load(warehouse, [batch for batch, _ in some], index)


def _load_again(warehouse: Warehouse, names: list[str], read: Iterator[Given], portals: dict[str, Portal]) -> None:
    """They keep the moment when they were judged first, so that a rebuild reads them in their order."""
    judged = dict(warehouse.execute("SELECT batch, settled_at FROM core.batch WHERE list_contains($1, batch)", [names]))
    forget(warehouse, names)
    _load_all(warehouse, read, WarehouseIndex(warehouse, portals))
    _settle_quietly(warehouse)
    for batch, moment in judged.items():
        if moment is not None:
            warehouse.execute("UPDATE core.batch SET settled_at = $2 WHERE batch = $1", [batch, moment])


def _settle_quietly(warehouse: Warehouse) -> None:
    """Check and settle what was read again; no alert follows."""
    batches = unsettled(warehouse)
    if not batches:
        return
    now = datetime.now(UTC)
    record_checks(warehouse, run_all(warehouse, batches))
    settle(warehouse, batches, checking.check_names(), lambda _: [], now)


def _compare(settings: Settings, read: Iterator[Given]) -> Iterator[Difference]:
    """The warehouse is held for some batches at a time: rounds go on while the next ones are read."""
    sql = """
        SELECT a.url, o.subject, o.entity, o.period, o.measure, o.kind, o.value
        FROM core.observation AS o JOIN core.article AS a USING (article)
        WHERE o.batch = $1 OR o.article IN (SELECT unnest(from_json($2, '["VARCHAR"]')))
    """
    while some := list(islice(read, COMPARED)):
        with inspect(settings) as warehouse:
            for batch, _ in some:
                keys = [article_key(each.article) for each in batch.articles]  # an earlier batch may have brought them
                before = {row[:-1]: row[-1] for row in warehouse.execute(sql, [batch.name, as_json(keys)])}
                yield from _differences(batch.portal, before, _cells(batch))


def _cells(batch: Batch) -> dict[Cell, Decimal | None]:
    return {
        (each.article.url, one.subject, one.entity, one.period, one.measure.value, one.kind.value): one.value
        for each in batch.articles
        for one in each.observations
    }


def _differences(
    portal: str, before: dict[Cell, Decimal | None], after: dict[Cell, Decimal | None]
) -> Iterator[Difference]:
    for cell in sorted(before.keys() | after.keys(), key=str):
        if cell not in before or cell not in after or before[cell] != after[cell]:
            yield Difference(portal, *cell[:5], before=before.get(cell), after=after.get(cell))


def _in_span(paths: Iterable[Path], since: date | None, until: date | None) -> list[Path]:
    days = {path: archive.read_header(path).started_at.date() for path in paths}
    return [path for path, day in days.items() if (since or date.min) <= day <= (until or date.max)]


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"replay: {text!r} is no day; write 2025-07-01") from error
