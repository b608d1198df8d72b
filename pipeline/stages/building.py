"""Stages from fetched pages to tables: read, group, load. Batches in their order, many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline import archive
from pipeline.courtesy import readers_first
from pipeline.errors import UsageError
from pipeline.model import Portal, Snapshot
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.batches import Given, Problem, reading, together
from pipeline.stages.reading import find_portal, saved_page
from pipeline.warehouse.access import writer
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.index import WarehouseIndex
from pipeline.warehouse.load import group_and_load
from pipeline.warehouse.pages import known_pages


@dataclass(frozen=True, slots=True)
class BuildReport:
    batches: tuple[str, ...]
    articles: int
    observations: int
    problems: tuple[Problem, ...]
    already_held: int = 0  # saved pages whose bytes we had from the same address
    unseen: int = 0  # batches that are loaded, now or by a task that was killed then, and that no reader sees yet


def build(settings: Settings) -> BuildReport:
    """Load every fetched batch that is not loaded yet. A batch stays in the inbox until its load has been committed.

    Those of a portal whose file cannot be read wait there.
    """
    portals, broken = read_portals(settings.portals_folder)
    waiting = archive.pending(settings)
    paths = [path for path in waiting if archive.read_header(path).portal not in broken]
    with readers_first(), reading(settings, paths, portals) as read:
        reports = [report for some in together(read) for report in _load(settings, some, portals)]
    unread = {archive.read_header(path).portal for path in waiting} & set(broken)
    return BuildReport(
        batches=tuple(name for report in reports for name in report.batches),
        articles=sum(report.articles for report in reports),
        observations=sum(report.observations for report in reports),
        problems=(
            *(Problem(name, "its inbox", f"pages wait: {broken[name]}") for name in sorted(unread)),
            *(problem for report in reports for problem in report.problems),
        ),
        unseen=len(archive.loaded(settings)),
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


def _load(settings: Settings, some: Sequence[Given], portals: dict[str, Portal]) -> list[BuildReport]:
    """These batches together. If that fails, one after the other: those before the one at fault do not wait."""
    reports: list[BuildReport] = []
    try:
        with writer(settings) as warehouse:
            try:
                reports += _load_together(warehouse, some, portals)
            except Exception:
                if len(some) == 1:
                    raise
                for one in some:
                    reports += _load_together(warehouse, [one], portals)
    finally:  # the file is closed, its log written into it
        for report in reports:
            archive.done(settings, *report.batches)
    return reports


def _load_together(warehouse: Warehouse, some: Sequence[Given], portals: dict[str, Portal]) -> list[BuildReport]:
    done = group_and_load(warehouse, [batch for batch, _ in some], WarehouseIndex(warehouse, portals))
    return [
        BuildReport((batch.name,), loaded.articles, loaded.observations, problems)
        for (batch, problems), loaded in zip(some, done, strict=True)
    ]


def _snapshots(path: Path, portal: Portal, url: str | None, at: datetime) -> list[Snapshot]:
    if path.name.endswith((".warc", ".warc.gz")):
        return list(archive.read_foreign(path, portal.name))
    return [saved_page(path, portal, url, at)]
