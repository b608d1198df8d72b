"""Views as exported -> a Frictionless Data Package descriptor, so that a program knows what the files hold. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

RIGHTS = (
    "Ranks, scores and counts are facts, read from public pages and tables: name the source beside a figure "
    "when you use it. Sentences and titles are quoted, and belong to the publishers of the pages they stand on."
)
TYPES = {
    "VARCHAR": "string",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "TIMESTAMP WITH TIME ZONE": "datetime",
    "DOUBLE": "number",
    "TINYINT": "integer",
    "SMALLINT": "integer",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "HUGEINT": "integer",
    "UBIGINT": "integer",
}


@dataclass(frozen=True, slots=True)
class Field:
    """A column as DuckDB types it, and what it says."""

    name: str
    type: str
    meaning: str


@dataclass(frozen=True, slots=True)
class View:
    name: str
    meaning: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A portal or a table that figures come from; `path` is None where its address is not known."""

    title: str
    path: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """The published copy that was exported, and what its figures were read from."""

    generation: str
    published_at: datetime
    code_version: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Resource:
    """One view in one file; of a workbook, in the sheet of its name."""

    view: View
    path: str
    format: str
    size: int
    sha256: str


def describe(origin: Origin, resources: Sequence[Resource]) -> dict[str, object]:
    return {
        "profile": "data-package",
        "name": "parwatch",
        "title": "Figures on public-administration reform in Vietnam, with their sources",
        "description": f"As published by parwatch {origin.code_version}. {RIGHTS}",
        "version": origin.generation,
        "created": origin.published_at.isoformat(timespec="seconds"),
        "sources": list(_sources(origin.sources)),
        "resources": [_resource(each) for each in resources],
    }


def is_nested(field: Field) -> bool:
    """Lists and structs: JSON text wherever a file has no type for them."""
    return field.type.endswith("[]") or field.type.startswith("STRUCT")


def _sources(sources: Iterable[Source]) -> Iterable[dict[str, str]]:
    for each in sources:
        yield {"title": each.title} | ({"path": each.path} if each.path else {})


def _resource(resource: Resource) -> dict[str, object]:
    described: dict[str, object] = {
        "profile": "data-resource" if resource.format == "parquet" else "tabular-data-resource",
        "name": resource.view.name,
        "path": resource.path,
        "format": resource.format,
        "description": resource.view.meaning,
        "bytes": resource.size,
        "hash": f"sha256:{resource.sha256}",
        "schema": {"fields": [_field(each) for each in resource.view.fields], "missingValues": [""]},
    }
    if resource.format == "csv":
        described |= {"encoding": "utf-8-sig", "dialect": {"delimiter": ",", "lineTerminator": "\n"}}
    if resource.format == "xlsx":
        described["dialect"] = {"sheet": resource.view.name}
    return described


def _field(field: Field) -> dict[str, object]:
    kind = _type(field)
    described: dict[str, object] = {"name": field.name, "type": kind, "description": field.meaning}
    if kind == "datetime":
        described["format"] = "any"  # 2022-09-15 10:00:00+07, which Excel reads too
    return described


def _type(field: Field) -> str:
    if field.type.endswith("[]"):
        return "array"
    if field.type.startswith("STRUCT"):
        return "object"
    return TYPES.get(re.sub(r"\(.*\)", "", field.type), "number" if field.type.startswith("DECIMAL") else "any")
