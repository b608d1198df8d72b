"""Edge: facts of pipeline/reference and the portals' files -> tables, again whenever one of the files changed."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from pipeline import reference
from pipeline.alert import new_tables
from pipeline.model import Portal
from pipeline.portals import read_portals
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.corrections import FILE as CORRECTIONS
from pipeline.warehouse.corrections import concerned, corrections
from pipeline.warehouse.held import mark_all_stale
from pipeline.warehouse.insert import Row, insert
from pipeline.warehouse.judge import judge
from pipeline.warehouse.official import official_figures, official_tables
from pipeline.warehouse.outbox import save_alerts

READING = 2  # raise it when the code below reads a file otherwise, so that files which did not change are read again


@dataclass(frozen=True, slots=True)
class Source:
    """One table, and the files that fill it."""

    table: str
    files: tuple[Path, ...]
    rows: Callable[[], Iterable[Row]]
    kept: Callable[[], Collection[str]] = tuple  # portals whose file cannot be read now: their rows stay as they are

    def digest(self) -> str:
        digest = sha256(str(READING).encode())
        for path in self.files:
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
        return digest.hexdigest()


def refresh_reference(warehouse: Warehouse, settings: Settings) -> list[str]:
    """Fill each table whose files changed, in one transaction each; return the names of those tables."""
    known: dict[str, str] = dict(warehouse.execute("SELECT name, sha256 FROM core.reference_file"))
    changed = []
    for source in sources(settings):
        digest = source.digest()
        if known.get(source.table) != digest:
            warehouse.tx(partial(_refill, warehouse, source, digest))
            changed.append(source.table)
    return changed


def _refill(warehouse: Warehouse, source: Source, digest: str) -> None:
    before, held = concerned(warehouse), official_tables(warehouse)
    if kept := list(source.kept()):
        warehouse.execute(f"DELETE FROM {source.table} WHERE NOT list_contains($1, portal)", [kept])
    else:
        warehouse.execute(f"DELETE FROM {source.table}")
    insert(warehouse, source.table, list(source.rows()) if source.files else [])
    if source.files == _files(CORRECTIONS):
        judge(warehouse, sorted(before | concerned(warehouse)))
    warehouse.execute("DELETE FROM core.reference_file WHERE name = ?", [source.table])
    warehouse.execute("INSERT INTO core.reference_file VALUES (?, ?, ?)", [source.table, digest, datetime.now(UTC)])
    save_alerts(warehouse, new_tables(official_tables(warehouse), held), "reference", datetime.now(UTC))
    mark_all_stale(warehouse)
    warehouse.touch()


def sources(settings: Settings) -> tuple[Source, ...]:
    folder = settings.portals_folder or reference.FOLDER.parent / "portals"
    return (
        Source("core.entity", _files("provinces.csv", "ministries.csv"), _entities),
        Source("core.province_succession", _files("province_succession.csv"), _successions),
        Source("core.indicator", _files("indicators.csv"), _indicators),
        Source("core.counter", _files("counters.csv"), _counters),
        Source("core.indicator_edition", _files("indicator_editions.csv"), _editions),
        Source("core.indicator_moves", _files("indicator_moves.csv"), _moves),
        Source("core.official_figure", _files("official_figures.csv"), official_figures),
        Source("core.correction", _files(CORRECTIONS), corrections),
        Source(
            "core.portal",
            tuple(sorted(folder.glob("*.toml"))),
            lambda: _portals(read_portals(folder)[0]),
            lambda: read_portals(folder)[1],
        ),
    )


def _files(*names: str) -> tuple[Path, ...]:
    return tuple(reference.FOLDER / name for name in names)


def _entities() -> Iterable[Row]:
    facts = load_reference()
    for one in facts.provinces.values():
        full = {"full_name": one.full_name, "code": one.code or None, "region": one.region or None}
        yield _entity(one.id, "province", one.name) | full | _validity(one)
    for other in facts.ministries.values():
        yield _entity(other.id, "ministry", other.name) | _validity(other)
    yield _entity(reference.COUNTRY, "country", reference.COUNTRY_NAME)


def _entity(key: str, kind: str, name: str) -> dict[str, object]:
    known = {"entity": key, "kind": kind, "name": name, "full_name": name}
    return known | dict.fromkeys(("code", "region", "valid_from", "valid_to", "source"))


def _validity(one: reference.Province | reference.Ministry) -> dict[str, object]:
    return {"valid_from": one.valid_from, "valid_to": one.valid_to, "source": one.source}


def _successions() -> Iterable[Row]:
    names = ("predecessor", "successor", "effective_on", "kind", "shares_name", "source")
    return (_fields(one, names) for one in load_reference().successions)


def _indicators() -> Iterable[Row]:
    names = ("name_en", "publisher", "unit", "scale_min", "scale_max", "plausible_min", "has_editions", "source")
    for one in load_reference().indicators.values():
        own = {"indicator": one.id, "name_vi": one.name, "publication_months": list(one.publication_months)}
        yield own | _fields(one, names)


def _counters() -> Iterable[Row]:
    """One row a name: the file has as many as there are ways to tell it."""
    rows = {row["name"]: row for row in reversed(load_reference().counters)}
    for name, row in rows.items():
        facts = {"counter": name, "unit": row["unit"], "meaning": row["meaning"]}
        yield facts | {"only_grows": row["only_grows"] == "yes"}


def _editions() -> Iterable[Row]:
    names = ("period", "rank_of", "series", "announced_on", "source")
    for one in load_reference().indicators.values():
        yield from ({"indicator": one.id} | _fields(edition, names) for edition in one.editions)


def _moves() -> Iterable[Row]:
    names = ("p50", "p75", "p90", "p95", "source")
    for one in load_reference().indicators.values():
        if one.moves:
            yield {"indicator": one.id} | _fields(one.moves, names)


def _portals(portals: Mapping[str, Portal]) -> Iterable[Row]:
    for portal in portals.values():
        low, high = portal.articles_per_week or (None, None)
        bounds = {"portal": portal.name, "articles_per_week_low": low, "articles_per_week_high": high}
        yield bounds | _fields(portal, ("entity", "home", "owner", "authority", "valid_to", "watched", "attested"))


def _fields(record: object, names: Iterable[str]) -> dict[str, object]:
    return {name: getattr(record, name) for name in names}
