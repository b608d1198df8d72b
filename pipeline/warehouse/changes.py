"""Edge: which rank changes a piece of work made true, by the view rank_change before and after it."""

from collections.abc import Callable
from dataclasses import dataclass, fields

from pipeline.model import RankChange
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.lines import Lines, only

HELD = """
SELECT subject, coalesce(same.predecessor, entity) AS line, table_version, period, rank, known_at IS NOT NULL
FROM rank_history
LEFT JOIN core.province_succession AS same ON same.successor = entity AND starts_with(same.kind, 'status')
"""
CHANGES = """
SELECT change.*, coalesce(same.predecessor, entity) AS line
FROM rank_change AS change
LEFT JOIN core.province_succession AS same ON same.successor = entity AND starts_with(same.kind, 'status')
WHERE change.url IS NOT NULL AND change.known_batch IS NOT NULL
ORDER BY reason, subject, entity, table_version, period, earlier_period, rank, earlier_rank, url
"""
RANK_CHANGE = tuple(field.name for field in fields(RankChange))
KEY = ("reason", "subject", "entity", "table_version", "period", "earlier_period", "rank", "earlier_rank")

Cell = tuple[object, ...]
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What readers held before: ranks by cell, those that a page told, the changes to be seen, the portals heard."""

    ranks: dict[Cell, int]
    told: frozenset[Cell]
    changes: frozenset[Cell]
    portals: frozenset[str]


def changes_of(warehouse: Warehouse, lines: Lines, work: Callable[[], object]) -> list[tuple[RankChange, str]]:
    """Do the work on these lines, inside the caller's transaction; return each new change with the batch it came by."""
    with only(warehouse, lines):
        before = _known(warehouse)
        work()
        found = {_key(record): record for record in warehouse.query(CHANGES).records()}
    new = [record for key, record in found.items() if key not in before.changes and _is_news(record, before)]
    return [(_change(record), str(record["known_batch"])) for record in new]


def _known(warehouse: Warehouse) -> Known:
    portals = warehouse.execute("SELECT DISTINCT portal FROM core.batch WHERE settled_at IS NOT NULL")
    held = warehouse.execute(HELD)
    return Known(
        ranks={tuple(cell): rank for *cell, rank, _ in held},
        told=frozenset(tuple(cell) for *cell, _, is_told in held if is_told),
        changes=frozenset(_key(record) for record in warehouse.query(CHANGES).records()),
        portals=frozenset(portal for (portal,) in portals),
    )


def _is_news(record: Record, before: Known) -> bool:
    """Readers must have held what is now surpassed. The first load of a portal brings history, which is no news.

    Against a table alone only a portal heard before brings news: else each new portal would retell old tables.
    """
    earlier = (record["subject"], record["line"], record["table_version"], record["earlier_period"])
    match record["reason"]:
        case "new_edition":
            return earlier in before.told or (earlier in before.ranks and record["portal"] in before.portals)
        case "revision":
            return before.ranks.get(earlier) == record["earlier_rank"]
        case "claim_contradicts_official":
            return record["portal"] in before.portals
        case other:
            raise ValueError(f"rank_change gives an unknown reason: {other!r}")


def _key(record: Record) -> Cell:
    return tuple(record[name] for name in KEY)


def _change(record: Record) -> RankChange:
    return RankChange(**{name: record[name] for name in RANK_CHANGE})  # type: ignore[arg-type]
