"""Edge: which rank changes a piece of work made true: those of rank_change that readers could not see before."""

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, timedelta

from pipeline.model import RankChange
from pipeline.warehouse.connection import Warehouse

# A province that changed its status goes on as one line under its first id.
_LINE = "LEFT JOIN core.province_succession AS same ON same.successor = entity AND starts_with(same.kind, 'status')"
RANKS = f"""
SELECT subject, coalesce(same.predecessor, entity), table_version, period, CAST(value AS INTEGER), known_at IS NOT NULL
FROM core.held_figure {_LINE}
WHERE family = 'ranking' AND measure = 'rank' AND (subject, entity) IN (FROM touched_line)
"""
CLAIMS = f"""
SELECT subject, coalesce(same.predecessor, entity), table_version, period, CAST(other_value AS INTEGER)
FROM core.held_contradiction {_LINE}
WHERE measure = 'rank' AND (subject, entity) IN (FROM touched_line)
"""
# A figure that portals disagree on is news of the one that lost; what the official table contradicts is told above.
_TOLD = """
FROM (
    SELECT *, reason = 'revision' AND EXISTS (
        FROM core.held_rank_revision AS was
        WHERE was.subject = c.subject AND was.entity = c.entity AND was.period = c.period
          AND was.table_version = c.table_version AND was.revised_at < c.known_at AND was.earlier_rank = c.rank
    ) AS is_back
    FROM kept.rank_change AS c
    UNION ALL BY NAME
    SELECT 'contradiction' AS reason, subject, entity, entity_name, table_version, period,
           CAST(other_value AS INTEGER) AS rank, rank_of, period AS earlier_period,
           CAST(value AS INTEGER) AS earlier_rank, rank_of AS earlier_rank_of, other_sources AS sources,
           other_portal AS portal, other_url AS url, other_quote AS quote, url AS earlier_url, quote AS earlier_quote,
           other_known_at AS known_at, other_batch AS known_batch, false AS is_back
    FROM core.held_contradiction
    WHERE measure = 'rank' AND authority_level > 2 AND other_kind = 'stated' AND observation IS NOT NULL
)
"""
CHANGES = f"""
SELECT change.*, coalesce(same.predecessor, entity) AS line,
       (SELECT max(page.published) FROM core.article AS page WHERE page.url = change.url) AS page_published
{_TOLD} AS change {_LINE}
WHERE change.url IS NOT NULL AND change.known_batch IS NOT NULL AND (subject, entity) IN (FROM touched_line)
ORDER BY reason, subject, entity, table_version, period, earlier_period, rank, earlier_rank, url
"""
# A portal that was only tried, or whose listing could not be read, has told nothing yet.
HEARD = """
SELECT portal, max(published) FROM core.article AS a
WHERE EXISTS (SELECT 1 FROM core.batch AS b WHERE b.batch = a.batch AND b.settled_at IS NOT NULL) GROUP BY portal
"""
LATE = timedelta(days=90)  # a page so much older than the newest one held of its portal tells history
RANK_CHANGE = tuple(field.name for field in fields(RankChange))

Cell = tuple[object, ...]  # subject, line, table version, period
Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Known:
    """What readers held before: ranks by cell, those that a page told, claims that lost, each portal's newest page."""

    ranks: dict[Cell, int]
    told: frozenset[Cell]
    claims: frozenset[Cell]
    portals: dict[str, date | None]


def changes_of(warehouse: Warehouse, work: Callable[[], object]) -> list[tuple[RankChange, str]]:
    """Do the work on the touched lines, inside the caller's transaction; return each new change with its batch.

    Reads the kept tables: they are up to date before the work, and after it again.
    """
    before = _known(warehouse)
    work()
    records = warehouse.query(CHANGES).records()
    return [(_change(record), str(record["known_batch"])) for record in records if _is_news(record, before)]


def _known(warehouse: Warehouse) -> Known:
    portals = warehouse.execute(HEARD)
    held = warehouse.execute(RANKS)
    return Known(
        ranks={tuple(cell): rank for *cell, rank, _ in held},
        told=frozenset(tuple(cell) for *cell, _, is_told in held if is_told),
        claims=frozenset(warehouse.execute(CLAIMS)),
        portals=dict(portals),
    )


def _is_news(record: Record, before: Known) -> bool:
    """Readers must have held what is now surpassed. The first load of a portal brings history, which is no news.

    Against a table alone only a portal heard before brings news: else each new portal would retell old tables.
    A rank that only a table held is news the first time a page tells it. An old page that we find late tells history,
    but for a revision: the rank that readers see is another one then.
    """
    if record["reason"] != "revision" and _is_late(record, before):
        return False
    now = (record["subject"], record["line"], record["table_version"], record["period"])
    earlier = (*now[:3], record["earlier_period"])
    is_heard = record["portal"] in before.portals
    match record["reason"]:
        case "new_edition":
            is_new = now not in before.told or before.ranks.get(now) != record["rank"]
            return is_new and (earlier in before.told or (earlier in before.ranks and is_heard))
        case "revision":
            return before.ranks.get(now) == record["earlier_rank"]
        case "claim_contradicts_official":
            return is_heard and (*now, record["rank"]) not in before.claims
        case "contradiction":  # where the rank that holds is new too, a revision says so
            holds = before.ranks.get(now) in (None, record["earlier_rank"])
            return holds and is_heard and (*now, record["rank"]) not in before.claims
        case other:
            raise ValueError(f"rank_change gives an unknown reason: {other!r}")


def _is_late(record: Record, before: Known) -> bool:
    newest, day = before.portals.get(str(record["portal"])), record["page_published"]
    return newest is not None and isinstance(day, date) and newest - day > LATE


def _change(record: Record) -> RankChange:
    return RankChange(**{name: record[name] for name in RANK_CHANGE})  # type: ignore[arg-type]
