"""Stage that hands views out as files: Parquet, CSV or one workbook, with a description of all that is in them."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path

from pipeline.datapackage import RIGHTS, Origin, Resource, View, describe
from pipeline.errors import UsageError
from pipeline.settings import Settings
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.faults import storage_error
from pipeline.warehouse.offer import offered_views, origin, write_csv, write_parquet
from pipeline.workbook import Sheet, write_workbook

FORMATS = ("parquet", "csv", "xlsx")
DESCRIPTION = "datapackage.json"
WORKBOOK = "parwatch.xlsx"
TEMPORARY = ".tmp-"


@dataclass(frozen=True, slots=True)
class ExportReport:
    generation: str
    files: tuple[Path, ...]


def export(settings: Settings, names: Sequence[str], form: str, out: Path) -> ExportReport:
    """Write these views, or all, of the published copy. A file appears whole or not at all; the description is last."""
    if form not in FORMATS:
        raise UsageError(f"export: no format {form!r}; there are {', '.join(FORMATS)}")
    try:
        out.mkdir(parents=True, exist_ok=True)
        with reader(settings) as warehouse:
            views = offered_views(warehouse, names)
            came_from = origin(warehouse)
            if form == "xlsx":
                resources = _workbook(warehouse, views, came_from, out)
            else:
                resources = [_file(warehouse, view, form, out) for view in views]
        description = json.dumps(describe(came_from, resources), ensure_ascii=False, indent=2) + "\n"
        _whole(out / DESCRIPTION, lambda path: path.write_text(description, encoding="utf-8"))
    except OSError as error:
        raise storage_error(error, out) from error
    paths = dict.fromkeys(out / each.path for each in resources)
    return ExportReport(came_from.generation, (*paths, out / DESCRIPTION))


def _file(warehouse: Warehouse, view: View, form: str, out: Path) -> Resource:
    write = write_parquet if form == "parquet" else write_csv
    path = _whole(out / f"{view.name}.{form}", lambda temporary: write(warehouse, view, temporary))
    return Resource(view, path.name, form, path.stat().st_size, _digest(path))


def _workbook(warehouse: Warehouse, views: Sequence[View], came_from: Origin, out: Path) -> list[Resource]:
    sheets = [
        Sheet(view.name, tuple(each.name for each in view.fields), warehouse.stream(f'FROM "{view.name}"'))
        for view in views
    ]
    notes = Sheet("notes", ("about", "name", "what it says"), _notes(views, came_from))
    path = _whole(out / WORKBOOK, lambda temporary: write_workbook(temporary, [*sheets, notes], came_from.published_at))
    size, digest = path.stat().st_size, _digest(path)
    return [Resource(view, path.name, "xlsx", size, digest) for view in views]


def _notes(views: Sequence[View], came_from: Origin) -> Iterator[tuple[str, str, str]]:
    yield "copy", "generation", came_from.generation
    yield "copy", "as of", f"{came_from.published_at:%Y-%m-%d %H:%M:%S %Z}, by parwatch {came_from.code_version}"
    yield "rights", "figures and sentences", RIGHTS
    yield "cells", "moments", "The clock of Vietnam (UTC+7)"
    yield "cells", "lists", "JSON text"
    for source in came_from.sources:
        yield "source", source.title, source.path or ""
    for view in views:
        yield "view", view.name, view.meaning
        for field in view.fields:
            yield view.name, field.name, field.meaning


def _whole(path: Path, write: Callable[[Path], object]) -> Path:
    temporary = path.with_name(TEMPORARY + path.name)
    try:
        write(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
