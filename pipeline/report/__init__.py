"""Tables -> one HTML page that needs no network: data as JSON, charts drawn by the libraries in `vendor`. Pure."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Protocol

from jinja2 import Environment, StrictUndefined, Template

# d3 and Observable Plot (both ISC) as published on npm; `vendor` holds their licences.
SCRIPTS = ("vendor/d3-7.9.0.min.js", "vendor/plot-0.6.17.umd.min.js", "charts.js", "tools.js", "report.js")
LICENSES = ("vendor/d3.LICENSE", "vendor/plot.LICENSE")


class Rows(Protocol):
    """A table as the warehouse answers it."""

    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def rows(self) -> tuple[tuple[object, ...], ...]: ...


@dataclass(frozen=True, slots=True)
class Material:
    """What the page is made of. `left_out` counts the rows of a table that are not on the page."""

    generation: str
    published_at: datetime
    code_version: str
    rights: str
    tables: Mapping[str, Rows]
    left_out: Mapping[str, int]


def render(material: Material) -> str:
    """The same material gives the same page."""
    scripts = [_file(name) for name in SCRIPTS]
    return _template().render(
        style=_file("report.css"),
        scripts=scripts,
        hashes=[_hash(text) for text in scripts],
        licenses="\n".join(_file(name) for name in LICENSES),
        words=_json(json.loads(_file("words.json"))),
        data=_json(_data(material)),
        published_at=material.published_at,
    )


def _data(material: Material) -> dict[str, object]:
    return {
        "generation": material.generation,
        "published_at": material.published_at,
        "code_version": material.code_version,
        "rights": material.rights,
        "left_out": dict(material.left_out),
        "tables": {name: {"columns": each.columns, "rows": each.rows} for name, each in material.tables.items()},
    }


def _json(value: object) -> str:
    """JSON that may stand inside a script element: no text of a page can end it or begin another."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot show {type(value).__name__} in a report")


def _hash(script: str) -> str:
    """By this the page names the scripts that may run, and no others."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()


@cache
def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    return Environment(autoescape=True, undefined=StrictUndefined).from_string(_file("page.html.j2"))
