"""Edge: runs the checks of sql/checks on batches, and keeps what they found. A check is one SELECT of bad rows."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from pipeline.errors import QueryError, UsageError
from pipeline.warehouse.connection import Table, Warehouse
from pipeline.warehouse.insert import Row, as_json, insert
from pipeline.warehouse.schema import SQL

HEADER = re.compile(r"^-- (severity|why|do): (.+(?:\n--   .+)*)$", re.MULTILINE)
SEVERITIES = ("error", "warn")


@dataclass(frozen=True, slots=True)
class Check:
    """A file of sql/checks. Rows that an `error` finds are quarantined; a `warn` tells somebody."""

    name: str
    severity: str
    why: str
    todo: str
    sql: str


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a check found in some batches (None: in everything). No rows: passed."""

    check: Check
    batches: tuple[str, ...] | None
    table: Table


def load_checks(folder: Path | None = None) -> dict[str, Check]:
    files = sorted((folder or SQL / "checks").glob("*.sql"))
    return {path.stem: _check(path) for path in files}


def _check(path: Path) -> Check:
    text = path.read_text(encoding="utf-8")
    header = {key: " ".join(words.replace("\n--", " ").split()) for key, words in HEADER.findall(text)}
    missing = [key for key in ("severity", "why", "do") if key not in header]
    if missing or header["severity"] not in SEVERITIES:
        raise QueryError(f"{path}: write `-- severity: error|warn`, `-- why: …`, `-- do: …` above the SELECT")
    return Check(path.stem, header["severity"], header["why"], header["do"], text)


def run_check(warehouse: Warehouse, name: str, batches: Sequence[str] | None) -> CheckResult:
    """Run one check by name; changes nothing."""
    checks = load_checks()
    if name not in checks:
        raise UsageError(f"no check is called {name!r}; there are {', '.join(checks)}")
    scope = tuple(batches) if batches is not None else None
    return CheckResult(checks[name], scope, run_sql(warehouse, checks[name].sql, scope))


def run_all(warehouse: Warehouse, batches: Sequence[str]) -> list[CheckResult]:
    """Run every check on these batches; changes nothing. What many of them read of the history is read once."""
    with _scope(warehouse, batches), _read_once(warehouse):
        checks = load_checks().values()
        return [CheckResult(each, tuple(batches), warehouse.query(each.sql)) for each in checks]


def run_sql(warehouse: Warehouse, sql: str, batches: Sequence[str] | None) -> Table:
    """Run a SELECT whose macro `in_scope` is true of these batches only."""
    with _scope(warehouse, batches):
        return warehouse.query(sql)


@contextmanager
def _scope(warehouse: Warehouse, batches: Sequence[str] | None) -> Iterator[None]:
    try:
        if batches is not None:
            names = ", ".join("'" + name.replace("'", "''") + "'" for name in batches)
            warehouse.execute(f"SET VARIABLE batches = CAST([{names}] AS VARCHAR[])")
        yield
    finally:
        warehouse.execute("RESET VARIABLE batches")


@contextmanager
def _read_once(warehouse: Warehouse) -> Iterator[None]:
    """Within this, `held_reading()` gives rows that were set apart: a temporary name goes before one of the catalog."""
    warehouse.execute("CREATE OR REPLACE TEMP TABLE reading AS FROM held_reading()")
    warehouse.execute("CREATE OR REPLACE TEMP MACRO held_reading() AS TABLE FROM temp.main.reading")
    try:
        yield
    finally:
        warehouse.execute("DROP MACRO TABLE temp.main.held_reading; DROP TABLE temp.main.reading")


def record_checks(warehouse: Warehouse, results: Sequence[CheckResult]) -> int:
    """Keep results of the same batches in place of earlier ones, all or nothing; return how many rows were found."""
    batches = results[0].batches if results else None
    if not batches:
        raise UsageError("only checks of named batches are recorded; name them")
    return warehouse.tx(partial(_record, warehouse, results, batches))


def was_run(warehouse: Warehouse, name: str, batches: Sequence[str]) -> bool:
    """Whether a check's results on all of these batches are held."""
    sql = "SELECT count(DISTINCT batch) FROM core.check_run WHERE check_name = $1 AND list_contains($2, batch)"
    return warehouse.count(sql, [name, list(batches)]) == len(set(batches))


def kept_result(warehouse: Warehouse, name: str, batches: Sequence[str]) -> CheckResult:
    """What was recorded of a check for some batches; its cells are text."""
    sql = "SELECT detail FROM core.finding WHERE check_name = $1 AND list_contains($2, batch)"
    records = [json.loads(detail) for (detail,) in warehouse.execute(sql, [name, list(batches)])]
    columns = tuple(records[0]) if records else ()
    rows = tuple(tuple(record.get(column) for column in columns) for record in records)
    return CheckResult(load_checks()[name], tuple(batches), Table(columns, rows))


def _record(warehouse: Warehouse, results: Sequence[CheckResult], batches: tuple[str, ...]) -> int:
    findings = [_finding(result.check, record) for result in results for record in result.table.records()]
    findings = _placed(warehouse, findings, batches) if findings else []
    found = Counter((finding["check_name"], finding["batch"]) for finding in findings)
    names = [result.check.name for result in results]
    for table in ("core.check_run", "core.finding"):
        warehouse.execute(
            f"DELETE FROM {table} WHERE list_contains($1, check_name) AND list_contains($2, batch)",
            [names, list(batches)],
        )
    runs = [_run_row(each.check, batch, found[each.check.name, batch]) for each in results for batch in batches]
    insert(warehouse, "core.check_run", runs)
    insert(warehouse, "core.finding", findings)
    warehouse.touch()
    return len(findings)


def _run_row(check: Check, batch: str, rows: int) -> Row:
    return {"batch": batch, "check_name": check.name, "severity": check.severity, "rows_found": rows}


def _finding(check: Check, record: dict[str, object]) -> dict[str, object]:
    return {
        "batch": record.get("batch"),
        "check_name": check.name,
        "severity": check.severity,
        "observation": record.get("observation"),
        "portal": record.get("portal"),
        "detail": json.dumps(record, ensure_ascii=False, default=_text),
        "why": check.why,
        "todo": check.todo,
    }


def _placed(warehouse: Warehouse, findings: list[dict[str, object]], batches: Sequence[str]) -> list[dict[str, object]]:
    """A finding belongs to its observation's batch; one about a portal to that portal's batch, or to the last."""
    keys = [finding["observation"] for finding in findings if finding["observation"]]
    sql = """
        SELECT o.observation, o.batch
        FROM core.observation AS o JOIN core.batch AS b ON b.batch = o.batch AND b.started_at = o.loaded_at
        WHERE list_contains($2, b.batch) AND o.observation IN (SELECT unnest(from_json($1, '["VARCHAR"]')))
    """
    of_observation: dict[object, str] = dict(warehouse.execute(sql, [as_json(keys), list(batches)])) if keys else {}
    sql = "SELECT portal, max(batch) FROM core.batch WHERE list_contains($1, batch) GROUP BY portal"
    of_portal: dict[object, str] = dict(warehouse.execute(sql, [list(batches)]))
    sql = "SELECT batch, started_at FROM core.batch WHERE list_contains($1, batch)"
    began: dict[object, object] = dict(warehouse.execute(sql, [list(batches)]))
    for finding in findings:
        known = of_observation.get(finding["observation"]) or of_portal.get(finding["portal"])
        finding["batch"] = finding["batch"] or known or max(batches)
        finding["found_at"] = began[finding["batch"]]
    return findings


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
