"""Edge: the saved questions of sql/queries, by name, of today or of another moment."""

import re
from collections.abc import Mapping
from datetime import datetime

from pipeline.errors import UsageError
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.lines import ALL, Lines, only
from pipeline.warehouse.schema import OURS, SQL

FIRST_WITH = re.compile(r"^WITH(?= )", re.MULTILINE)
PARAMETER = re.compile(r"\$([a-z]\w*)")
VIEW_TEXT = f"SELECT sql FROM duckdb_views() WHERE {OURS} AND view_name = $1"
# In a question that begins so, the names mean what was known at the moment; what follows from them is worked out anew.
THEN = """
WITH candidate AS MATERIALIZED (FROM candidate_at($moment)),
     figure AS MATERIALIZED (FROM as_of($moment)),
     rank_history AS MATERIALIZED ({rank_history})
"""


def saved_query(name: str) -> str:
    path = SQL / "queries" / f"{name}.sql"
    if not path.exists():
        raise UsageError(f"no saved query {name!r}; there are {', '.join(saved_queries())}")
    return path.read_text(encoding="utf-8")


def saved_queries() -> dict[str, str]:
    """Each name with the question that its file asks."""
    files = sorted((SQL / "queries").glob("*.sql"))
    return {path.stem: path.read_text(encoding="utf-8").partition("\n")[0].removeprefix("-- ") for path in files}


def ask(warehouse: Warehouse, name: str, given: Mapping[str, object] | None = None) -> Table:
    """Answer a saved question. A parameter that is not given is NULL, which most questions take for `all`."""
    sql = saved_query(name)
    return warehouse.query(sql, _parameters(name, sql, given) or None)


def ask_as_of(
    warehouse: Warehouse, moment: datetime, name: str, given: Mapping[str, object] | None = None, lines: Lines = ALL
) -> Table:
    """Answer a question about figures or ranks as it would have been answered at a moment, of these lines alone."""
    sql = saved_query(name)
    text = str(warehouse.scalar(VIEW_TEXT, ["rank_history"]))
    then = THEN.format(rank_history=text.partition(" AS ")[2].rstrip().rstrip(";"))
    with only(warehouse, lines):
        return warehouse.query(
            then + FIRST_WITH.sub(",", sql, count=1), _parameters(name, sql, given) | {"moment": moment}
        )


def _parameters(name: str, sql: str, given: Mapping[str, object] | None) -> dict[str, object]:
    known = set(PARAMETER.findall(re.sub(r"--.*", "", sql)))
    unknown = sorted(set(given or {}) - known)
    if unknown:
        raise UsageError(f"{name} has no parameter {unknown[0]!r}; it has {', '.join(sorted(known)) or 'none'}")
    return {key: (given or {}).get(key) for key in known}
