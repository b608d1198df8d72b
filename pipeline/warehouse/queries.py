"""Edge: the saved questions of sql/queries, by name."""

import re
from collections.abc import Mapping

from pipeline.errors import UsageError
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.schema import SQL

PARAMETER = re.compile(r"\$([a-z]\w*)")


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
    known = set(PARAMETER.findall(re.sub(r"--.*", "", sql)))
    unknown = sorted(set(given or {}) - known)
    if unknown:
        raise UsageError(f"{name} has no parameter {unknown[0]!r}; it has {', '.join(sorted(known)) or 'none'}")
    return warehouse.query(sql, {key: (given or {}).get(key) for key in known} or None)
