"""Stages from fetched pages to tables: read, group, load. One batch after the other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline import archive
from pipeline.errors import UsageError
from pipeline.model import Portal, Snapshot
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.batches import Problem, reading
from pipeline.stages.reading import find_portal, saved_page
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.load import load
from pipeline.warehouse.pages import known_pages


@dataclass(frozen=True, slots=True)
class BuildReport:
    batches: tuple[str, ...]
    articles: int
    observations: int
    problems: tuple[Problem, ...]
    already_held: int = 0  # saved pages whose bytes we had from the same address


def build(settings: Settings) -> BuildReport:
    """Load every fetched batch that is not loaded yet. A batch stays in the inbox until its load has been committed.

    Those of a portal whose file cannot be read wait there.
    """
    portals, broken = read_portals(settings.portals_folder)
    waiting = archive.pending(settings)
    paths = [path for path in waiting if archive.read_header(path).portal not in broken]
    with reading(settings, paths, portals) as read:
        reports = [_load(settings, batch, problems, portals) for batch, problems in read]
    unread = {archive.read_header(path).portal for path in waiting} & set(broken)
    return BuildReport(
        batches=tuple(name for report in reports for name in report.batches),
        articles=sum(report.articles for report in reports),
        observations=sum(report.observations for report in reports),
        problems=(
            *(Problem(name, "its inbox", f"pages wait: {broken[name]}") for name in sorted(unread)),
            *(problem for report in reports for problem in report.problems),
        ),
    )


def ingest(
    settings: Settings, portal_name: str, paths: Sequence[Path], published: date | None, url: str | None
) -> BuildReport:
    """Archive saved pages as one batch, then load it like any other. Pages held with the same bytes are left out."""
    portal = find_portal(settings, portal_name)
    if url and len(paths) != 1:
        raise UsageError("ingest: --url names the address of one page; name one file with it")
    started_at = datetime.now(UTC)
    found = [snapshot for path in paths for snapshot in _snapshots(path, portal, url, started_at)]
    with writer(settings) as warehouse:
        known = known_pages(warehouse, portal.name, [snapshot.url for snapshot in found])
    new = [each for each in found if each.url not in known or known[each.url].body_sha256 != each.sha256]
    with archive.BatchWriter(settings, portal.name, started_at) as batch:
        for snapshot in new:
            batch.add_page(snapshot, published)
    return replace(build(settings), already_held=len(found) - len(new))


def _load(settings: Settings, batch: Batch, problems: tuple[Problem, ...], portals: dict[str, Portal]) -> BuildReport:
    with writer(settings) as warehouse:
        loaded = warehouse.tx(lambda: load(warehouse, group_articles(WarehouseIndex(warehouse, portals), batch)))
    archive.done(settings, batch.name)
    return BuildReport((batch.name,), loaded.articles, loaded.observations, problems)


def _snapshots(path: Path, portal: Portal, url: str | None, at: datetime) -> list[Snapshot]:
    if path.name.endswith((".warc", ".warc.gz")):
        return list(archive.read_foreign(path, portal.name))
    return [saved_page(path, portal, url, at)]
