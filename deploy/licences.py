"""What parwatch runs on and under which licences: uv.lock and the packages' own words -> docs/licences.md.

`make licences` writes the page anew.
"""

import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/licences.md"
LONGEST = 60  # characters of a licence's name; longer ones are its whole text
HEAD = """# Licences

Every package that parwatch needs to run, with the licence that its own metadata names. Written by `make licences`; a
test wants this list to be that of `uv.lock`. parwatch itself: Apache-2.0, see [LICENSE](../LICENSE). What the report
carries along lies in `pipeline/report/vendor`, each file with its licence.

| package | version | licence |
|---|---|---|
"""


def locked() -> list[tuple[str, str]]:
    """Name and version of every package that parwatch needs at run time, on any platform."""
    lock = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))
    held: dict[str, list[dict[str, Any]]] = {}
    for one in lock["package"]:
        held.setdefault(one["name"], []).append(one)
    found: set[tuple[str, str]] = set()
    todo, seen = [("parwatch", "")], set[tuple[str, str]]()
    while todo:
        name, extra = todo.pop()
        if (name, extra) in seen:
            continue
        seen.add((name, extra))
        for one in held[name]:
            found.add((name, one["version"]))
            todo += _needed(one, extra)
    return sorted(found - {("parwatch", held["parwatch"][0]["version"])})


def _needed(package: dict[str, Any], extra: str) -> Iterator[tuple[str, str]]:
    needed = package.get("optional-dependencies", {}).get(extra, []) if extra else package.get("dependencies", [])
    for one in needed:
        yield one["name"], ""
        for wanted in one.get("extra", []):
            yield one["name"], wanted


def licence(name: str) -> str:
    """As the installed package says; a package of another platform is not installed."""
    try:
        told = metadata(name)
    except PackageNotFoundError:
        return "not installed on this platform"
    short = [told[key] for key in ("License-Expression", "License") if key in told]
    classes = [one.rpartition(" :: ")[2] for one in told.get_all("Classifier") or [] if one.startswith("License ::")]
    named = [one for one in (*short, ", ".join(classes)) if one and len(one) <= LONGEST and "\n" not in one]
    return named[0] if named and named[0] != "UNKNOWN" else "see the package's own files"


def page() -> str:
    return HEAD + "".join(f"| {name} | {version} | {licence(name)} |\n" for name, version in locked())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
