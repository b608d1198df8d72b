"""Rounds of pages written for a test, through the real way: archived, read, loaded, checked, settled."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path

from pipeline import archive
from pipeline.model import Snapshot
from pipeline.settings import Settings
from pipeline.stages import building, checking
from warehouse_world import with_warehouse

Page = tuple[str, str, date, str]  # portal, name, day, text


def address(portal: str, name: str) -> str:
    return f"https://{portal}.example/tin/{name}"


def keep(settings: Settings, pages: Iterable[Page]) -> None:
    """Put pages into the archive, those of one portal and day as one batch, where they wait to be loaded."""
    together: dict[tuple[str, date], list[Page]] = {}
    for page in pages:
        together.setdefault((page[0], page[2]), []).append(page)
    for (portal, day), batch in together.items():
        at = datetime.combine(day, time(hour=3), UTC)
        with archive.BatchWriter(settings, portal, at) as writing:
            for _, name, _, text in batch:
                writing.add_page(_snapshot(address(portal, name), text, portal, at), day)


def run_rounds(home: Path, *rounds: Iterable[Page]) -> Settings:
    """A home in which each of these was a round."""
    settings = with_warehouse(Settings(home=home))
    for pages in rounds:
        run_round(settings, pages)
    return settings


def run_round(settings: Settings, pages: Iterable[Page]) -> checking.SettleReport:
    keep(settings, pages)
    building.build(settings)
    checking.run_checks(settings)
    return checking.settle(settings)


def _snapshot(url: str, text: str, portal: str, at: datetime) -> Snapshot:
    body = text.encode()
    return Snapshot(portal, url, at, 200, "text/plain; charset=utf-8", body, sha256(body).hexdigest())
