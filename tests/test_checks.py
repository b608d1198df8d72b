"""Each check finds the bad rows of tests/checks/<name>.sql, spares the good ones, and has a bound that matters."""

import re

import pytest

from pipeline.warehouse.checks import Check, load_checks, run_sql
from pipeline.warehouse.connection import Table, Warehouse
from sql_world import ROOT, world

CHECKS = load_checks()
LOOSEN = re.compile(r"^-- loosen: (.+) => (.*)$", re.MULTILINE)


def example(check: Check) -> str:
    return (ROOT / "tests/checks" / f"{check.name}.sql").read_text(encoding="utf-8")


def named(table: Table) -> set[object]:
    """What each row is about: an observation, else a portal."""
    return {record["observation"] or record["portal"] for record in table.records()}


def bad(warehouse: Warehouse) -> set[object]:
    """What the example calls bad."""
    sql = """
        SELECT observation FROM core.observation WHERE starts_with(observation, 'bad')
        UNION SELECT portal FROM core.batch WHERE starts_with(portal, 'bad')
    """
    return {name for (name,) in warehouse.execute(sql)}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_check_finds_the_bad_rows_only(check: Check) -> None:
    with world(example(check)) as warehouse:
        found = run_sql(warehouse, check.sql, ["new"])
        expected = bad(warehouse)

    assert expected
    assert named(found) == expected
    assert found.columns[:2] == ("observation", "portal")


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_run_by_hand_judges_everything(check: Check) -> None:
    with world(example(check)) as warehouse:
        found = run_sql(warehouse, check.sql, None)
        expected = bad(warehouse)

    assert expected <= named(found)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_the_bad_rows_pass_once_the_bound_is_loosened(check: Check) -> None:
    loosened = check.sql
    for bound, loose in LOOSEN.findall(example(check)):
        assert bound in loosened
        loosened = loosened.replace(bound, loose)

    with world(example(check)) as warehouse:
        found = run_sql(warehouse, loosened, ["new"])

    assert loosened != check.sql
    assert named(found) == set()


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_is_silent_about_other_batches(check: Check) -> None:
    with world(example(check)) as warehouse:
        assert named(run_sql(warehouse, check.sql, ["another"])) == set()


def test_no_row_of_several_is_kept_by_its_number() -> None:
    """DuckDB 1.5 rewrites that, and crashes or loses rows; `rank()` is left alone."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "sql").rglob("*.sql")}

    assert [name for name, text in texts.items() if re.search(r"QUALIFY\s+row_number\(\)", text)] == []
