"""Stages that fill the pages of the Airflow plugin, each from one opening of the published copy."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from pipeline.errors import UsageError
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.stages import matters, showing
from pipeline.stages.matters import Matter, Undelivered
from pipeline.stages.rhythms import NextLook, next_looks
from pipeline.warehouse.access import reader
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.queries import ask

FIRST_SHOWN = "PAR_INDEX"
EDITIONS = """
    SELECT subject AS indicator, period, count(*) AS held FROM rank_history GROUP BY ALL ORDER BY subject, period DESC
"""
UNKNOWN = {"owner": "ops", "failures": 0, "pages_read": 0, "pages_unread": 0, "figures": 0, "pending": 0}
NEIGHBOURS = """
    SELECT s.effective_on, s.kind, e.entity, e.name, e.entity = s.successor AS is_later
    FROM core.province_succession AS s
    JOIN core.entity AS e ON e.entity = CASE $entity WHEN s.predecessor THEN s.successor ELSE s.predecessor END
    WHERE $entity IN (s.predecessor, s.successor) AND s.predecessor <> s.successor
    ORDER BY s.effective_on, e.entity
"""


@dataclass(frozen=True, slots=True)
class Board:
    """One edition's ranks, and the editions that could be shown instead."""

    published_at: datetime
    indicator: str
    name: str  # its full name
    period: str | None  # None: nothing is held
    editions: Table
    rows: Table
    matters: tuple[Matter, ...]


@dataclass(frozen=True, slots=True)
class History:
    """A province's ranks, and the provinces that went before it or came after it."""

    published_at: datetime
    entity: str
    name: str
    ranks: Table
    neighbours: Table


@dataclass(frozen=True, slots=True)
class Claims:
    """One figure's claims, in the columns of the saved question `why`."""

    entity: str
    name: str
    subject: str
    period: str
    rows: tuple[dict[str, object], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of one kind, as of the copy they were read from."""

    published_at: datetime
    rows: Table


@dataclass(frozen=True, slots=True)
class PortalListing(Listing):
    """By name, `causes`: why portals are not read; `looks`: when each is looked at next, in Vietnam's time."""

    causes: dict[str, str]
    looks: dict[str, NextLook]


@dataclass(frozen=True, slots=True)
class Told(Listing):
    undelivered: Undelivered


def board(settings: Settings, indicator: str | None = None, period: str | None = None) -> Board:
    """The newest edition if none is named. Raises UsageError for an unknown indicator."""
    wanted = showing.find_indicator(indicator) if indicator else None
    with _copy(settings) as (warehouse, published_at):
        editions = warehouse.query(EDITIONS)
        held = [(str(row[0]), str(row[1])) for row in editions.rows]
        wanted = wanted or next((name for name, _ in held if name == FIRST_SHOWN), held[0][0] if held else FIRST_SHOWN)
        shown = period or next((each for name, each in held if name == wanted), None)
        rows = ask(warehouse, "board", {"indicator": wanted, "period": shown})
        open_matters = matters.matters(settings, warehouse)
    return Board(published_at, wanted, load_reference().indicators[wanted].name, shown, editions, rows, open_matters)


def history(settings: Settings, entity: str) -> History:
    """Raises UsageError for an entity that is none."""
    name = _name(entity)
    if name is None:
        raise UsageError(f"no province or ministry {entity!r}; choose one on the board")
    with _copy(settings) as (warehouse, published_at):
        ranks = ask(warehouse, "history", {"entity": entity})
        return History(published_at, entity, name, ranks, warehouse.query(NEIGHBOURS, {"entity": entity}))


def figure(settings: Settings, entity: str, subject: str, period: str) -> Claims:
    """Everything said of one figure: ranks first, what holds before what lost, sentences before tables."""
    claims = showing.why(settings, entity, subject, period).records()
    if not claims:
        raise UsageError(f"nothing is held for {entity}, {subject}, {period}; choose a rank on the board")
    claims.sort(key=lambda row: (row["measure"] != "rank", not row["holds"], row["quote"] is None))
    return Claims(entity, _name(entity) or entity, subject, period, tuple(claims))


def portals(settings: Settings) -> PortalListing:
    """Every portal, the worst first."""
    files, spoilt = matters.portal_files(settings)
    looks = {
        name: replace(look, due_at=look.due_at.astimezone(showing.VIETNAM))
        for name, look in next_looks(settings, files).items()
    }
    with _copy(settings) as (warehouse, published_at):
        rows = _spoilt_first(ask(warehouse, "portals"), spoilt)
        causes = matters.causes(settings, warehouse, rows, files) | {name: str(why) for name, why in spoilt.items()}
        return PortalListing(published_at, rows, causes, looks)


def pending(settings: Settings) -> Listing:
    """Quarantined figures, as of the published copy."""
    with _copy(settings) as (warehouse, published_at):
        return Listing(published_at, warehouse.query("SELECT * FROM pending_figure"))


def told(settings: Settings, limit: int = 100) -> Told:
    """The newest alerts, each with its deliveries; and what nobody has taken."""
    with _copy(settings) as (warehouse, published_at):
        rows = ask(warehouse, "told", {"limit": limit})
        return Told(published_at, rows, matters.undelivered(settings, warehouse))


def _spoilt_first(health: Table, spoilt: Iterable[str]) -> Table:
    """A file that cannot be read goes before what was seen of its portal, of which nothing may be known."""
    known = {str(row["portal"]): row for row in health.records()}
    spoilt_rows = [
        (known.pop(name, None) or dict.fromkeys(health.columns) | UNKNOWN) | {"portal": name, "state": "file"}
        for name in spoilt
    ]
    return Table(health.columns, tuple(tuple(row.values()) for row in (*spoilt_rows, *known.values())))


def _name(entity: str) -> str | None:
    reference = load_reference()
    is_known = entity in reference.provinces or entity in reference.ministries
    return reference.entity_name(entity) if is_known else None


@contextmanager
def _copy(settings: Settings) -> Iterator[tuple[Warehouse, datetime]]:
    with reader(settings) as warehouse:
        moment = warehouse.scalar("SELECT max(published_at) FROM publication")
        assert isinstance(moment, datetime)
        yield warehouse, moment
