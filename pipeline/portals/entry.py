"""One portal file's text -> its entries, types checked, every mistake explained in one line. Pure."""

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from pydantic import ConfigDict, TypeAdapter, ValidationError, with_config

from pipeline.errors import PortalFileError

_KNOWN_KEYS_ONLY = ConfigDict(extra="forbid")


@with_config(_KNOWN_KEYS_ONLY)
@dataclass(frozen=True, slots=True)
class LayoutEntry:
    """`[[layouts]]` as written; `from` is no name in Python, so it is read as `since`."""

    since: date
    body: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    drop: tuple[str, ...] = ()


@with_config(_KNOWN_KEYS_ONLY)
@dataclass(frozen=True, slots=True)
class PortalEntry:
    """The file as written. `province` is a name: of the province that bore it at `valid_to`, or bears it now."""

    name: str
    home: str
    province: str | None = None
    entity: str | None = None  # an id instead of a province's name: bo-noi-vu, viet-nam
    owner: str = "portals"
    authority: Literal["publisher", "press", "province"] = "province"
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article_links: str | None = None
    article_path: str | None = None
    layouts: tuple[LayoutEntry, ...] = ()
    hosts: tuple[str, ...] = ()
    delay_seconds: float = 1.0
    look_seconds: tuple[float, float] | None = None
    articles_per_week: tuple[int, int] | None = None
    encoding: str | None = None
    extra_ca: str | None = None
    valid_to: date | None = None
    watched: bool = True
    attested: str | None = None


_PORTAL = TypeAdapter(PortalEntry)
_KEYS = [one.name for one in fields(PortalEntry)]
_LAYOUT_KEYS = ["from", *(one.name for one in fields(LayoutEntry) if one.name != "since")]
# `since` itself is no key of the file: marked, it is refused as unknown.
_AS_READ = {"from": "since", "since": "since "}
_AS_WRITTEN = {read: written for written, read in _AS_READ.items()}


def read_entry(text: str) -> PortalEntry:
    """Raises PortalFileError that names the key and what to do; the caller adds the file."""
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PortalFileError(f"no TOML ({error}); mend that place") from error
    except RecursionError as error:
        raise PortalFileError("no TOML of ours: brackets in brackets without end; mend that place") from error
    layouts = written.get("layouts")
    if isinstance(layouts, list):
        written["layouts"] = [_as_read(one) for one in layouts]
    try:
        return _PORTAL.validate_python(written)
    except ValidationError as error:
        # A misspelt key comes before the key it leaves missing.
        problems = sorted(error.errors(), key=lambda one: not one["type"].startswith("unexpected"))
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise PortalFileError(_explain(problems[0]) + more) from error


def _as_read(layout: Any) -> Any:
    return {_AS_READ.get(key, key): value for key, value in layout.items()} if isinstance(layout, Mapping) else layout


def _explain(problem: Any) -> str:
    steps = problem["loc"]
    in_layout = steps[0] == "layouts" and len(steps) > 2
    key = _AS_WRITTEN.get(str(steps[2]), str(steps[2])) if in_layout else str(steps[0])
    where = f"layouts[{steps[1] + 1}].{key}" if in_layout else key
    if problem["type"].startswith("unexpected_keyword"):
        return f"{where}: no such key; {_nearest(key, _LAYOUT_KEYS if in_layout else _KEYS)}"
    if problem["type"].startswith("missing"):
        return f"{where}: is missing; add it"
    return f"{where}: {problem['input']!r} does not fit ({problem['msg'].replace('tuple', 'list')}); correct the value"


def _nearest(key: str, keys: list[str]) -> str:
    near = difflib.get_close_matches(key, keys, n=1, cutoff=0.5)
    return f"did you mean {near[0]!r}?" if near else f"the keys are {', '.join(keys)}"
