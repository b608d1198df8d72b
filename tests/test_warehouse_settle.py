"""What becomes of loaded figures: findings, decisions, rank changes, alerts; and what outlives a rebuild."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from pipeline.errors import QueryError, StorageError, UsageError
from pipeline.model import Alert, RankChange
from pipeline.settings import Settings
from pipeline.warehouse.access import reader, writer
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.checks import Check, CheckResult, load_checks, record_checks, run_check, run_sql
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.load import load
from pipeline.warehouse.publish import publish
from pipeline.warehouse.rebuild import rebuilding
from pipeline.warehouse.settle import Settled, apply_review, settle, unsettled
from warehouse_world import START, batch, rank, read, ready_settings

NOON = START + timedelta(days=30)
HIGH = "SELECT observation, portal, value FROM core.observation WHERE value > 60 AND in_scope(batch)"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return ready_settings(tmp_path)


def told(changes: list[RankChange]) -> list[Alert]:
    return [
        Alert(f"{one.reason} {one.subject} {one.entity} {one.period} {one.rank}", one.reason, "digest", change=one)
        for one in changes
    ]


def found(warehouse: Warehouse, sql: str, batches: Sequence[str], severity: str = "error") -> CheckResult:
    """A check of our own, run and recorded."""
    check = Check("high", severity, "too high to be true", "look", sql)
    result = CheckResult(check, tuple(batches), run_sql(warehouse, sql, batches))
    record_checks(warehouse, [result])
    return result


def judged(warehouse: Warehouse, *batches: Batch, sql: str = HIGH, severity: str = "error") -> Settled:
    for one in batches:
        load(warehouse, one)
    names = [one.name for one in batches]
    found(warehouse, sql, names, severity)
    return settle(warehouse, names, ["high"], told, NOON)


def statuses(warehouse: Warehouse) -> dict[int, str]:
    return {int(value): status for value, status in warehouse.execute("SELECT value, status FROM core.observation")}


def alerts(warehouse: Warehouse) -> list[str]:
    return [str(key) for (key,) in warehouse.execute("SELECT alert FROM core.alert ORDER BY alert")]


# --- checks and findings ---------------------------------------------------------------------


def test_a_check_sees_only_the_batches_it_is_given(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(61)])]))
        load(warehouse, batch("b2", [read(2, [rank(62)])], day=1))

        assert len(run_sql(warehouse, HIGH, ["b2"]).rows) == 1
        assert len(run_sql(warehouse, HIGH, None).rows) == 2
        assert len(warehouse.query(HIGH).rows) == 2


def test_a_check_run_twice_leaves_one_result(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(61), rank(62), rank(1)])]))
        load(warehouse, batch("b2", [read(2, [rank(2)])], day=1))
        found(warehouse, HIGH, ["b1", "b2"])
        found(warehouse, HIGH, ["b1", "b2"])
        runs = warehouse.execute("SELECT batch, rows_found FROM core.check_run ORDER BY batch")
        findings = warehouse.query("FROM core.finding ORDER BY detail").records()

    assert runs == [("b1", 2), ("b2", 0)]
    assert [(one["batch"], one["portal"], one["why"]) for one in findings] == [("b1", "mau", "too high to be true")] * 2
    assert '"value": "62.000000"' in str(findings[0]["detail"])


def test_a_finding_about_a_portal_belongs_to_its_batch(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(1)])]))
        load(warehouse, batch("c1", [read(1, [rank(1)], portal="moi")], portal="moi"))
        found(warehouse, "SELECT 'mau' AS portal, 'quiet' AS what", ["b1", "c1"])
        found(warehouse, "SELECT 'mau' AS portal, 'quiet' AS what", ["c1"])
        placed = warehouse.execute("SELECT batch, observation FROM core.finding ORDER BY batch")

    assert placed == [("b1", None), ("c1", None)]


def test_every_check_of_ours_runs(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(21)])]))
        for name in load_checks():
            record_checks(warehouse, [run_check(warehouse, name, ["b1"])])
        settle(warehouse, ["b1"], list(load_checks()), told, NOON)

        assert unsettled(warehouse) == []
        with pytest.raises(UsageError, match="no check is called"):
            run_check(warehouse, "none", None)


def test_a_check_without_its_header_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bare.sql").write_text("-- severity: fatal\n-- why: x\n-- do: y\nSELECT 1")
    with pytest.raises(QueryError, match=r"bare\.sql"):
        load_checks(tmp_path)


# --- settling --------------------------------------------------------------------------------


def test_only_rows_that_an_error_found_are_kept_back(settings: Settings) -> None:
    with writer(settings) as warehouse:
        settled = judged(warehouse, batch("b1", [read(1, [rank(61), rank(1)])]))

        assert settled == Settled(accepted=1, quarantined=1, rejected=0, alerts=0)
        assert statuses(warehouse) == {61: "quarantined", 1: "accepted"}
        assert warehouse.scalar("SELECT checks FROM pending_figure") == ["high"]


def test_a_warning_keeps_nothing_back(settings: Settings) -> None:
    with writer(settings) as warehouse:
        assert judged(warehouse, batch("b1", [read(1, [rank(61)])]), severity="warn").accepted == 1


def test_settling_twice_changes_nothing(settings: Settings) -> None:
    with writer(settings) as warehouse:
        first = judged(warehouse, batch("b1", [read(1, [rank(61), rank(1)])]))
        version = warehouse.scalar("SELECT version FROM core.guard")

        assert settle(warehouse, ["b1"], ["high"], told, NOON) == first
        assert warehouse.scalar("SELECT version FROM core.guard") == version


def test_nothing_is_settled_unchecked(settings: Settings) -> None:
    with writer(settings) as warehouse:
        load(warehouse, batch("b1", [read(1, [rank(1)])]))
        with pytest.raises(StorageError, match="b1: the check high has not run"):
            settle(warehouse, ["b1"], ["high"], told, NOON)

        assert unsettled(warehouse) == ["b1"]


# --- rank changes ----------------------------------------------------------------------------


def edition(number: int, place: int, period: str, *, portal: str = "mau", day: int = 0) -> Batch:
    article = read(number, [rank(place, subject="SIPAS", entity="ha-giang", period=period)], portal=portal)
    return batch(f"{portal}{number}", [article], day=day, portal=portal)


def test_a_new_edition_is_told_once(settings: Settings) -> None:
    with writer(settings) as warehouse:
        first = judged(warehouse, edition(1, 20, "2018"))
        second = judged(warehouse, edition(2, 16, "2019", day=1))
        again = judged(warehouse, edition(2, 16, "2019", day=1))
        copy = judged(warehouse, edition(3, 16, "2019", portal="moi", day=2))

        assert (first.alerts, second.alerts, again.alerts, copy.alerts) == (0, 1, 0, 0)
        assert warehouse.execute("SELECT batch, rank, earlier_rank, quote IS NOT NULL FROM core.alert") == [
            ("mau2", 16, 20, True)
        ]


def test_the_first_load_of_a_history_is_no_news(settings: Settings) -> None:
    with writer(settings) as warehouse:
        settled = judged(warehouse, edition(1, 20, "2018"), edition(2, 16, "2019", day=1))

        assert settled.alerts == 0


def test_a_figure_kept_back_is_not_told_until_a_person_accepts_it(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, edition(1, 20, "2018"))
        kept = judged(warehouse, edition(2, 62, "2019", day=1))
        key = str(warehouse.scalar("SELECT observation FROM pending_figure"))
        accepted = apply_review(warehouse, key, "accept", "as printed", "An", NOON, told)

        assert (kept.alerts, accepted.alerts) == (0, 1)


def test_a_better_source_that_revises_a_rank_is_told(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, edition(1, 20, "2018"))
        revised = judged(
            warehouse,
            edition(2, 21, "2018", portal="moi", day=1),
            edition(3, 21, "2018", portal="khac", day=1),
        )

        assert revised.alerts == 1
        assert alerts(warehouse) == ["revision SIPAS ha-giang 2018 21"]


def test_an_official_table_that_comes_with_an_update_is_told_once(settings: Settings) -> None:
    with writer(settings) as warehouse:  # as an installation that knew all but one table
        warehouse.execute("DELETE FROM core.official_figure WHERE indicator = 'PAPI' AND period = '2024'")
        warehouse.execute("UPDATE core.reference_file SET sha256 = 'older' WHERE name = 'core.official_figure'")
    for _ in range(2):
        with writer(settings) as warehouse:
            rows = warehouse.execute("SELECT reason, severity, subject, period, rank_of FROM core.alert")

    assert rows == [("official_table", "wake", "PAPI", "2024", 61)]


@pytest.mark.parametrize(("published", "alerts_made"), [(date(2020, 4, 1), 0), (date(2022, 5, 1), 1)])
def test_an_edition_told_by_an_old_page_that_is_found_late_is_history(
    settings: Settings, published: date, alerts_made: int
) -> None:
    def told_by(number: int, period: str, published: date) -> Batch:
        figure = rank(10 * number, subject="SIPAS", entity="ha-giang", period=period)
        return batch(f"b{number}", [read(number, [figure], published=published)], day=number)

    with writer(settings) as warehouse:
        judged(warehouse, told_by(1, "2018", date(2019, 4, 1)))
        judged(warehouse, told_by(2, "2021", date(2022, 4, 1)))

        assert judged(warehouse, told_by(3, "2019", published)).alerts == alerts_made


def test_two_portals_that_disagree_are_told_once(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, *(edition(n, 20, "2018", portal=f"cong{n}") for n in (1, 2, 6)))
        judged(warehouse, edition(3, 33, "2019", portal="khac", day=1))
        again = [judged(warehouse, edition(n, 25, "2018", portal="khac", day=n)) for n in (4, 5)]

        assert [each.alerts for each in again] == [1, 0]
        assert alerts(warehouse)[0] == "contradiction SIPAS ha-giang 2018 25"


def test_a_rank_that_is_revised_and_comes_back_is_told_as_such(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, edition(1, 20, "2018"))
        for day, (number, place) in enumerate([(2, 21), (3, 21), (4, 20), (5, 20)], start=1):
            judged(warehouse, edition(number, place, "2018", portal=f"cong{number}", day=day))

        rows = warehouse.execute(
            "SELECT earlier_rank, rank, is_back FROM core.alert WHERE reason = 'revision' ORDER BY created_at, is_back"
        )
        assert rows == [(20, 21, False), (21, 20, True)]


def test_a_claim_against_the_official_table_is_told_but_not_a_portal_s_history(settings: Settings) -> None:
    def claim(number: int, place: int, day: int, published: date = date(2022, 9, 15)) -> Batch:
        article = read(number, [rank(place, subject="PCI", entity="ha-giang", period="2014")], published=published)
        return batch(f"b{number}", [article], day=day)

    with writer(settings) as warehouse:
        judged(warehouse, batch("b0", []))  # tried, and nothing could be read
        first = judged(warehouse, claim(1, 3, 1))
        later = judged(warehouse, claim(2, 4, 2))
        old_page = judged(warehouse, claim(3, 5, 3, published=date(2022, 6, 16)))  # 91 days before the newest

        assert (first.alerts, later.alerts, old_page.alerts) == (0, 1, 0)
        assert alerts(warehouse) == ["claim_contradicts_official PCI ha-giang 2014 4"]


def test_alerts_come_with_the_change_or_not_at_all(settings: Settings) -> None:
    def fails(changes: list[RankChange]) -> list[Alert]:
        raise RuntimeError(str(len(changes)))

    with writer(settings) as warehouse:
        judged(warehouse, edition(1, 20, "2018"))
        load(warehouse, edition(2, 16, "2019", day=1))
        found(warehouse, HIGH, ["mau2"])
        with pytest.raises(RuntimeError, match="1"):
            settle(warehouse, ["mau2"], ["high"], fails, NOON)

        assert unsettled(warehouse) == ["mau2"]
        assert settle(warehouse, ["mau2"], ["high"], told, NOON).alerts == 1


# --- decisions -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decision", "status"), [("accept", "accepted"), ("reject", "rejected"), ("later", "quarantined")]
)
def test_a_decision_holds_whatever_checks_say_later(settings: Settings, decision: str, status: str) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, batch("b1", [read(1, [rank(61)])]))
        key = str(warehouse.scalar("SELECT observation FROM core.observation"))
        apply_review(warehouse, key, decision, "seen", "An", NOON)
        found(warehouse, HIGH, ["b1"])
        settle(warehouse, ["b1"], ["high"], told, NOON)

        assert statuses(warehouse) == {61: status}


def test_the_last_decision_counts(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, batch("b1", [read(1, [rank(61)])]))
        key = str(warehouse.scalar("SELECT observation FROM core.observation"))
        apply_review(warehouse, key, "accept", "seen", "An", NOON)
        apply_review(warehouse, key, "reject", "seen again", "Bình", NOON + timedelta(hours=1))

        assert statuses(warehouse) == {61: "rejected"}


def test_a_decision_said_again_is_one_decision(settings: Settings) -> None:
    """As by a person whose command was killed after the decision was kept, and before it was answered."""
    with writer(settings) as warehouse:
        judged(warehouse, batch("b1", [read(1, [rank(61)])]))
        key = str(warehouse.scalar("SELECT observation FROM core.observation"))
        for hour, decision in enumerate(("accept", "accept", "reject", "accept")):
            apply_review(warehouse, key, decision, "seen", "An", NOON + timedelta(hours=hour))
        rows = warehouse.execute("SELECT decision FROM core.review ORDER BY decided_at")

    assert rows == [("accept",), ("reject",), ("accept",)]


def test_a_decision_holds_for_another_version_of_the_page_but_not_for_another_reading(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, batch("b1", [read(1, [rank(61)])]))
        key = str(warehouse.scalar("SELECT observation FROM core.observation"))
        apply_review(warehouse, key, "accept", "as printed", "An", NOON)
        other = read(1, [rank(61), rank(62)], body="the page in other words")
        judged(warehouse, batch("b2", [other], day=1))
        rows = warehouse.execute("SELECT batch, value, status FROM core.observation ORDER BY batch, value")

    assert rows == [("b1", 61, "accepted"), ("b2", 61, "accepted"), ("b2", 62, "quarantined")]


def test_a_decision_needs_a_figure_a_reason_and_a_name(settings: Settings) -> None:
    with writer(settings) as warehouse:
        judged(warehouse, batch("b1", [read(1, [rank(61)])]))
        with pytest.raises(UsageError, match="no such observation"):
            apply_review(warehouse, "none", "accept", "seen", "An", NOON)
        with pytest.raises(UsageError, match="with a reason"):
            apply_review(warehouse, "none", "accept", " ", "An", NOON)


# --- rebuilding ------------------------------------------------------------------------------


def fill(warehouse: Warehouse) -> None:
    judged(warehouse, edition(1, 20, "2018"))
    judged(warehouse, edition(2, 62, "2019", day=1))


def half_a_rebuild(warehouse: Warehouse) -> None:
    load(warehouse, edition(1, 20, "2018"))
    raise RuntimeError


def decided_home(settings: Settings) -> None:
    with writer(settings) as warehouse:
        fill(warehouse)
        key = str(warehouse.scalar("SELECT observation FROM pending_figure"))
        apply_review(warehouse, key, "accept", "as printed", "An", NOON, told)
    publish(settings)


def test_a_rebuild_of_a_damaged_file_keeps_decisions_and_tells_nothing_again(settings: Settings) -> None:
    """tests/test_rebuild.py rebuilds a sound one."""
    decided_home(settings)
    settings.warehouse.write_bytes(b"damaged" * 999)
    with rebuilding(settings) as warehouse:
        assert warehouse.count("SELECT count(*) FROM core.article") == 0
        fill(warehouse)
    with writer(settings) as warehouse:
        kept = (statuses(warehouse), alerts(warehouse))
    published = publish(settings)

    assert kept == ({20: "accepted", 62: "accepted"}, ["new_edition SIPAS ha-giang 2019 62"])
    assert settings.published_copy.resolve() == published
    with reader(settings) as warehouse:
        assert warehouse.count("SELECT count(*) FROM core.publication") == 2


def test_a_rebuild_that_fails_changes_nothing(settings: Settings) -> None:
    decided_home(settings)
    before = settings.warehouse.read_bytes()
    with pytest.raises(RuntimeError), rebuilding(settings) as warehouse:
        half_a_rebuild(warehouse)

    assert settings.warehouse.read_bytes() == before
    assert sorted(path.name for path in settings.state.iterdir() if "rebuild" in path.name) == []
