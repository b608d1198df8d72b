"""Edge: what the report shows, asked of the published copy table by table; long tables are cut and counted."""

import json
from dataclasses import dataclass

from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.queries import ask

LONGEST = 300  # rows of a list that a person reads; all of them are in the views
WHOLE = {
    "entities": "SELECT entity, kind, name, region, valid_from, valid_to FROM core.entity ORDER BY entity",
    "parts": """
        SELECT DISTINCT predecessor, successor, effective_on FROM core.province_succession
        WHERE predecessor <> successor ORDER BY ALL
    """,
    "indicators": "SELECT indicator, name_vi, name_en, publisher, unit FROM core.indicator ORDER BY rowid",
    "ranks": """
        SELECT subject, entity, table_version, period, rank, rank_of, score, series, earlier_period, earlier_rank,
               places_up, sources, authority_level, observation, table_source
        FROM rank_history ORDER BY subject, table_version DESC, period, rank, entity
    """,
    "verdicts": "SELECT portal, verdict, count(*) AS claims FROM claim_verdict GROUP BY ALL ORDER BY ALL",
    "totals": """
        SELECT (SELECT count(*) FROM figure) AS figures, (SELECT count(*) FROM core.article) AS articles,
               (SELECT count(DISTINCT portal) FROM core.article) AS portals,
               (SELECT count(*) FROM contradiction) AS contradictions,
               (SELECT count(*) FROM core.observation WHERE status = 'quarantined') AS pending
    """,
}
LISTED = {
    "contradictions": """
        SELECT subject, entity_name, period, measure, unit, value, authority_level, sources, why, table_source,
               observation, other_value, other_sources, other_observation,
               list_position(list_transform(range(1, 8), lambda n: authority_name(n)), other_authority) AS other_level
        FROM contradiction
        ORDER BY greatest(known_at, other_known_at) DESC NULLS LAST, subject, entity, period DESC, measure, other_value
    """,
    "claims": """
        SELECT observation, portal, subject, entity_name, period, claim, claimed, claimed_of, versus, verdict, official,
               ranked, true_of
        FROM claim_verdict WHERE verdict NOT IN ('true', 'cannot_be_checked')
        ORDER BY verdict <> 'false', published DESC NULLS LAST, portal, observation, claim
    """,
    "pending": """
        SELECT observation, portal, subject, entity_name, period, measure, value, unit, rank_of, checks, reasons, held,
               url, published
        FROM pending_figure ORDER BY found_at DESC, observation
    """,
}
RECEIPTS = """
    SELECT observation, status, basis, kind, quote, before_quote, after_quote, title, published, portal, url, layout,
           code_version, relation, fetched_at, archive_file, archive_offset, page_sha256
    FROM figure_receipt WHERE observation IN (SELECT unnest(from_json($1, '["VARCHAR"]'))) ORDER BY observation
"""


@dataclass(frozen=True, slots=True)
class Digest:
    """Tables by name, and how many rows of each were cut off."""

    tables: dict[str, Table]
    left_out: dict[str, int]


def digest(warehouse: Warehouse) -> Digest:
    tables = {name: warehouse.query(sql) for name, sql in WHOLE.items()}
    tables["editions"] = ask(warehouse, "editions")
    left_out = {}
    for name, sql in LISTED.items():
        tables[name] = warehouse.query(f"{sql} LIMIT {LONGEST}")
        if len(tables[name].rows) == LONGEST:
            left_out[name] = warehouse.count(f"SELECT count(*) FROM ({sql})") - LONGEST
    tables["receipts"] = warehouse.query(RECEIPTS, [json.dumps(_shown(tables))])
    return Digest(tables, left_out)


def _shown(tables: dict[str, Table]) -> list[str]:
    """Every observation that one of these tables names."""
    keys = {
        row[place]
        for table in tables.values()
        for place, column in enumerate(table.columns)
        if column in {"observation", "other_observation"}
        for row in table.rows
    }
    return sorted(str(key) for key in keys if key)
