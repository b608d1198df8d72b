"""Edge: the saved questions of sql/queries, by name."""

from pipeline.errors import UsageError
from pipeline.warehouse.schema import SQL


def saved_query(name: str) -> str:
    path = SQL / "queries" / f"{name}.sql"
    if not path.exists():
        known = ", ".join(sorted(each.stem for each in path.parent.glob("*.sql")))
        raise UsageError(f"no saved query {name!r}; there are {known}")
    return path.read_text(encoding="utf-8")
