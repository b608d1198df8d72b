"""Edge: the views that are offered, with the meaning of each column, and their rows written to files by DuckDB."""

import shutil
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from pipeline.datapackage import Field, Origin, Source, View, is_nested
from pipeline.errors import UsageError
from pipeline.warehouse.connection import Warehouse

BOM = b"\xef\xbb\xbf"  # without it, Excel takes the file for a legacy encoding
SOURCES = """
SELECT p.portal || ' (' || e.name || ')' AS title, p.home AS path
FROM core.portal AS p JOIN core.entity AS e USING (entity)
WHERE p.portal IN (SELECT portal FROM core.article)
UNION
SELECT replace(indicator, '_', ' ') || ', ' || standing, CASE WHEN starts_with(address, 'http') THEN address END
FROM (SELECT indicator, standing, unnest(string_split(source, ' ; ')) AS address FROM core.official_figure)
ORDER BY ALL
"""


def offered_views(warehouse: Warehouse, names: Sequence[str] = ()) -> list[View]:
    """These views, or all, in their order. Raises UsageError for a name that is not offered."""
    rows = warehouse.query("FROM data_dictionary").records()
    known = {str(name): _view(str(name), list(columns)) for name, columns in groupby(rows, key=lambda row: row["view"])}
    for name in names:
        if name not in known:
            raise UsageError(f"no view {name!r}; there are {', '.join(known)}")
    return [known[name] for name in names or known]


def origin(warehouse: Warehouse) -> Origin:
    """What the open copy is, and which portals and tables its figures come from."""
    newest = warehouse.query("FROM publication LIMIT 1").records()[0]
    sources = [Source(title, path) for title, path in warehouse.execute(SOURCES)]
    return Origin(str(newest["generation"]), newest["published_at"], str(newest["code_version"]), tuple(sources))  # type: ignore[arg-type]


def write_parquet(warehouse: Warehouse, view: View, path: Path) -> None:
    warehouse.execute(f"COPY (FROM {_name(view.name)}) TO {_text(path)} (FORMAT parquet, COMPRESSION zstd)")


def write_csv(warehouse: Warehouse, view: View, path: Path) -> None:
    """UTF-8 with a mark for Excel. Text that a spreadsheet would run as a formula is led by an apostrophe."""
    columns = ", ".join(_csv_cell(field) for field in view.fields)
    bare = path.with_name(path.name + ".bare")
    try:
        warehouse.execute(f"COPY (SELECT {columns} FROM {_name(view.name)}) TO {_text(bare)} (FORMAT csv, HEADER)")
        with bare.open("rb") as rows, path.open("wb") as file:
            file.write(BOM)
            shutil.copyfileobj(rows, file)
    finally:
        bare.unlink(missing_ok=True)


def _csv_cell(field: Field) -> str:
    name = _name(field.name)
    if is_nested(field):
        return f"to_json({name}) AS {name}"
    if field.type == "VARCHAR":
        return f"CASE WHEN regexp_matches({name}, '^[=+@\\t\\r-]') THEN '''' || {name} ELSE {name} END AS {name}"
    return name


def _view(name: str, columns: list[dict[str, object]]) -> View:
    fields = tuple(Field(str(each["column"]), str(each["type"]), str(each["meaning"])) for each in columns)
    return View(name, str(columns[0]["view_meaning"]), fields)


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
