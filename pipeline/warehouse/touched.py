"""Edge: what a batch touches, worked out without its history: the costly views once more, over a few rows.

A row of theirs depends on nothing but its own subject, entity and period, once the official tables are read (a table
prints one number of digits for all of its values). So the observations of the touched ones are set apart in temporary
tables, and the same files of sql/views read those, in a catalog that lives in memory only.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline.warehouse.connection import CATALOG, Warehouse

TOUCHED = "touched"
FILES = (
    "00_macros",
    "01_figure_rules",
    "10_accepted_observation",
    "20_candidate",
    "21_claimed_value",
    "22_figure",
    "32_rank_revision",
    "33_contradiction",
)
VIEWS = Path(__file__).parents[2] / "sql" / "views"
COMMENT = re.compile(r"^COMMENT ON .*;$", re.MULTILINE)
# What several of them begin with is worked out once, and kept in temporary tables; `figure` means the kept ones.
OWN_NAMES = (
    ("VIEW accepted_observation", "VIEW accepted_anew"),
    ("MACRO resolved_at(moment)", "MACRO resolved_anew(moment)"),
    ("VIEW figure AS", "VIEW figure_anew AS"),
)
READY = f"""
CREATE VIEW table_value AS
FROM {CATALOG}.main.table_value SEMI JOIN temp.main.touched_cell USING (subject, entity, period);
CREATE VIEW accepted_observation AS FROM temp.main.touched_accepted;
CREATE MACRO resolved_at(moment) AS TABLE FROM temp.main.touched_resolved;
CREATE VIEW figure AS FROM {CATALOG}.core.held_figure SEMI JOIN temp.main.touched_cell USING (subject, entity, period);
"""
RESOLVED = "CREATE VIEW resolved AS FROM resolved_anew(TIMESTAMPTZ 'infinity')"
ANEW = {  # in the order in which they must be asked
    "figure": f"{TOUCHED}.figure_anew",
    "rank_revision": f"{TOUCHED}.rank_revision",
    "contradiction": f"{TOUCHED}.contradiction",
}
WHOLE = ("correction", "counter", "entity", "indicator", "indicator_edition", "portal", "province_succession")
LIMITED = {
    "observation": "FROM temp.main.touched_observation",
    "article": "FROM temp.main.touched_article",
}
OF_ARTICLE = "article, portal, url, article_group, relation, observed_at"
TABLES = f"""
CREATE OR REPLACE TEMP TABLE touched_cell (subject VARCHAR, entity VARCHAR, period VARCHAR);
CREATE OR REPLACE TEMP TABLE touched_line (subject VARCHAR, entity VARCHAR);
CREATE OR REPLACE TEMP TABLE touched_observation AS FROM core.observation LIMIT 0;
CREATE OR REPLACE TEMP TABLE touched_article AS SELECT {OF_ARTICLE} FROM core.article LIMIT 0;
CREATE OR REPLACE TEMP TABLE touched_accepted AS FROM accepted_observation LIMIT 0;
CREATE OR REPLACE TEMP TABLE touched_resolved AS FROM resolved_at(TIMESTAMPTZ 'infinity') LIMIT 0;
"""
# A note of a line without a period stands for all that is held of it, or was until now.
CELLS = """
WITH stale AS (SELECT DISTINCT subject, entity FROM core.stale_line WHERE period IS NULL)
SELECT subject, entity, period FROM core.observation
WHERE batch IN (SELECT unnest($1::VARCHAR[])) AND period IS NOT NULL
UNION
SELECT subject, entity, period FROM core.stale_line WHERE period IS NOT NULL
UNION
SELECT subject, entity, period FROM core.observation SEMI JOIN stale USING (subject, entity) WHERE period IS NOT NULL
UNION
SELECT subject, entity, period FROM core.held_figure SEMI JOIN stale USING (subject, entity)
UNION
SELECT indicator, entity, period FROM core.official_figure AS o
SEMI JOIN stale AS s ON s.subject = o.indicator AND s.entity = o.entity
"""
# A province that changed its status or name goes on as the same line, so that both are looked at together.
LINES = """
WITH line AS (SELECT DISTINCT subject, entity FROM touched_cell)
FROM line
UNION
SELECT line.subject, same.predecessor FROM line
JOIN core.province_succession AS same ON same.successor = line.entity AND starts_with(same.kind, 'status')
UNION
SELECT line.subject, same.successor FROM line
JOIN core.province_succession AS same ON same.predecessor = line.entity AND starts_with(same.kind, 'status')
"""
GATHER = f"""
CREATE OR REPLACE TEMP TABLE touched_observation AS
FROM core.observation SEMI JOIN touched_cell USING (subject, entity, period) WHERE status = 'accepted';
CREATE OR REPLACE TEMP TABLE touched_article AS
SELECT {OF_ARTICLE} FROM core.article SEMI JOIN touched_observation USING (article);
CREATE OR REPLACE TEMP TABLE touched_accepted AS FROM {TOUCHED}.accepted_anew;
CREATE OR REPLACE TEMP TABLE touched_resolved AS FROM {TOUCHED}.resolved;
"""


def prepare(warehouse: Warehouse) -> None:
    """Once for each opening, before the transaction begins: one that writes to the tables cannot make a catalog."""
    if warehouse.count("SELECT count(*) FROM duckdb_databases() WHERE database_name = $1", [TOUCHED]):
        return
    warehouse.execute(TABLES)
    warehouse.execute(f"ATTACH ':memory:' AS {TOUCHED}; CREATE SCHEMA {TOUCHED}.core")
    sources = {name: f"FROM {CATALOG}.core.{name}" for name in WHOLE} | LIMITED
    warehouse.execute("; ".join(f"CREATE VIEW {TOUCHED}.core.{name} AS {sql}" for name, sql in sources.items()))
    text = COMMENT.sub("", "".join((VIEWS / f"{name}.sql").read_text(encoding="utf-8") for name in FILES))
    for name, own in OWN_NAMES:
        text = text.replace(name, own, 1)
    with _inside(warehouse):
        warehouse.execute(READY + text + RESOLVED)


def touch(warehouse: Warehouse, batches: Sequence[str]) -> None:
    """From now on the touched cells are those that these batches speak of, and those that something made stale."""
    warehouse.execute(f"CREATE OR REPLACE TEMP TABLE touched_cell AS {CELLS}", [list(batches)])
    warehouse.execute(f"CREATE OR REPLACE TEMP TABLE touched_line AS {LINES}")


def gather(warehouse: Warehouse) -> None:
    """Set apart what is accepted of the touched cells, as it stands now."""
    warehouse.execute(GATHER)


@contextmanager
def _inside(warehouse: Warehouse) -> Iterator[None]:
    """Names without a catalog mean those of the small one."""
    warehouse.execute(f"USE {TOUCHED}")
    try:
        yield
    finally:
        warehouse.execute(f"USE {CATALOG}")
