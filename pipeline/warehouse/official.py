"""Edge: pipeline/reference/official_figures.csv -> rows of core.official_figure, and which tables those make up."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline import reference
from pipeline.model import OfficialTable
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import Row

NEW_FIELD = 34  # provinces since 2025-07-01
FEWEST_IN_A_TABLE = 10
INDICATORS = {"PAR INDEX": "PAR_INDEX", "ICT": "ICT_INDEX"}  # as the tables are headed -> our ids
UNITS = {"%": "percent", "0-1": "ratio"}  # all others are points of some scale
STANDING = {
    "official_file": "published",
    "official_page": "published",
    "official_file_rank_derived": "derived",
    "official_score_rank_derived": "derived",
    "press_or_portal_report": "reported",
    "third_party_dataset_excerpt": "reported",
    "seed_claim": "reported",
}


def official_figures() -> Iterator[Row]:
    path = reference.FOLDER / "official_figures.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from map(_row, csv.DictReader(file))


def official_tables(warehouse: Warehouse) -> list[OfficialTable]:
    """The editions of which a table is held, not only a few ranks that somebody reported."""
    rows = warehouse.execute(
        "SELECT indicator, period, CAST(coalesce(max(rank_of), count(*)) AS INTEGER), min(source) "
        "FROM core.official_figure WHERE rank IS NOT NULL AND standing IN ('published', 'derived') "
        "GROUP BY indicator, period, table_version HAVING count(*) >= $1 ORDER BY ALL",
        [FEWEST_IN_A_TABLE],
    )
    return [OfficialTable(*row) for row in rows]


def _row(fact: dict[str, str]) -> Row:
    rank_of = int(fact["rank_of"]) if fact["rank_of"] else None
    return {
        "indicator": INDICATORS.get(fact["index"], fact["index"]),
        "period": _period(fact),
        "table_version": _table_version(fact["entity_id"], rank_of),
        "entity": fact["entity_id"],
        "rank": int(fact["rank"]) if fact["rank"] else None,
        "rank_of": rank_of,
        "score": Decimal(fact["score"]) if fact["score"] else None,
        "unit": UNITS.get(fact["unit"], "points"),
        "kind": fact["kind"],
        "standing": STANDING[fact["kind"]],
        "source": fact["source_url"],
        "note": fact["note"] or None,
    }


def _period(fact: dict[str, str]) -> str:
    """A continuous index is dated by the day or month its figure was read; the others by their edition's year."""
    dated = re.match(r"\d{4}(-\d{2}){1,2}", fact["as_of"])
    return dated[0] if dated else fact["year"]


def _table_version(entity: str, rank_of: int | None) -> str:
    """Which field the table ranks: the provinces before the merger (however many were ranked), or the 34 after it."""
    return "34" if rank_of == NEW_FIELD or "~2025" in entity else "63"
