"""Stage that writes the report: the published copy -> one HTML file to open, send or print."""

from pathlib import Path

from pipeline.datapackage import RIGHTS
from pipeline.report import Material, render
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.digest import digest
from pipeline.warehouse.faults import storage_error
from pipeline.warehouse.offer import origin


def report(settings: Settings, out: Path) -> Path:
    """Write the page; it appears whole or not at all."""
    with reader(settings) as warehouse:
        came_from, found = origin(warehouse), digest(warehouse)
    page = render(
        Material(
            came_from.generation, came_from.published_at, came_from.code_version, RIGHTS, found.tables, found.left_out
        )
    )
    temporary = out.with_name(f".tmp-{out.name}")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_text(page, encoding="utf-8")
        temporary.replace(out)
    except OSError as error:
        raise storage_error(error, out) from error
    finally:
        temporary.unlink(missing_ok=True)
    return out
