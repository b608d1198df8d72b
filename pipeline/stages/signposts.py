"""Where a person goes on from a portal that failed: its file, its last good page, the line of the runbook."""

from contextlib import suppress
from pathlib import Path

from pipeline import portals
from pipeline.errors import ParwatchError
from pipeline.settings import Settings
from pipeline.warehouse.access import reader

LAST_GOOD = "SELECT url, observed_at FROM core.article WHERE portal = $1 ORDER BY observed_at DESC LIMIT 1"


def signposts(settings: Settings, portal: str) -> tuple[str, ...]:
    """A line each; what cannot be had is left out."""
    file = (settings.portals_folder or Path(portals.FOLDER)) / f"{portal}.toml"
    lines = [f"its file: {file}"]
    with suppress(ParwatchError), reader(settings) as published:
        lines += [f"its last good page: {url} ({at:%Y-%m-%d})" for url, at in published.execute(LAST_GOOD, [portal])]
    return (
        *lines,
        f"look at it live: parwatch portals check {portal}",
        "runbook: docs/operations.md, “A portal broke”",
    )
