"""Which changes are told, how urgently, and under which key."""

from dataclasses import replace

import pytest

from pipeline.alert import Moves, PortalState, crosses, decide, incidents, new_tables, red_checks, report
from pipeline.model import Incident, OfficialTable
from samples import CHANGE

MOVES = {"PAPI": Moves(p75=17, p95=34)}


@pytest.mark.parametrize(
    ("earlier", "severity"), [(40, "weekly"), (46, "weekly"), (47, "digest"), (63, "digest"), (64, "wake")]
)
def test_severity_follows_the_indexs_own_percentiles(earlier: int, severity: str) -> None:
    [alert] = decide([replace(CHANGE, earlier_rank=earlier)], MOVES)

    assert alert.severity == severity


def test_without_percentiles_a_change_is_told_the_same_day() -> None:
    assert [alert.severity for alert in decide([CHANGE], {})] == ["digest"]


@pytest.mark.parametrize("reason", ["revision", "claim_contradicts_official"])
def test_a_revision_and_a_false_claim_wake(reason: str) -> None:
    assert [alert.severity for alert in decide([replace(CHANGE, reason=reason)], MOVES)] == ["wake"]


def test_forty_portals_telling_one_change_give_one_alert() -> None:
    told = [replace(CHANGE, portal=f"portal{n}", url=f"https://example.org/{n}") for n in range(40)]

    assert len(decide(told, MOVES)) == 1


def test_back_to_the_old_rank_is_another_alert() -> None:
    back = replace(CHANGE, reason="revision", rank=40, earlier_rank=30)

    assert len(decide([replace(CHANGE, reason="revision"), back], MOVES)) == 2


def test_a_rank_that_did_not_move_is_no_news() -> None:
    assert decide([replace(CHANGE, earlier_rank=30)], MOVES) == []


@pytest.mark.parametrize(("earlier", "count"), [(12, 0), (15, 0), (31, 1)])
def test_a_continuous_index_is_told_only_from_ten_places_on(earlier: int, count: int) -> None:
    monthly = replace(
        CHANGE, subject="QD766", period="2024-02", earlier_period="2024-01", rank=21, earlier_rank=earlier
    )

    assert [alert.severity for alert in decide([monthly], MOVES)] == ["weekly"] * count


@pytest.mark.parametrize(("earlier", "now", "told"), [(6, 5, True), (10, 11, True), (57, 56, True), (30, 20, False)])
def test_entering_or_leaving_the_top_or_the_bottom_counts(earlier: int, now: int, told: bool) -> None:
    assert crosses(replace(CHANGE, earlier_rank=earlier, rank=now)) is told


def test_an_open_incident_comes_up_once_a_day() -> None:
    broken = Incident("portal_broken", "angiang", "north-desk", "no article for 9 days", "look at the portal")

    keys = {report([broken], day)[0].key for day in ("2026-01-01", "2026-01-01", "2026-01-02")}

    assert len(keys) == 2


def test_a_portal_is_told_broken_while_it_is_and_recovered_once() -> None:
    states = [PortalState("a", "desk", "broken", "503"), PortalState("b", "desk", "well", None)]

    first = incidents(states, open_at=())
    later = incidents([PortalState("a", "desk", "well", None), states[1]], open_at={"a"})

    assert [(each.kind, each.where, each.what) for each in first] == [("portal_broken", "a", "broken: 503")]
    assert [(each.kind, each.where) for each in later] == [("portal_recovered", "a")]


def test_a_new_official_table_wakes_once_an_edition_but_a_first_installation_tells_none() -> None:
    old, new = (OfficialTable("PAPI", year, 61, "https://example.org/papi") for year in ("2023", "2024"))

    assert [(each.reason, each.severity, each.table) for each in new_tables([old, new], [old])] == [
        ("official_table", "wake", new)
    ]
    assert new_tables([old, new], []) == []


def test_sources_that_differ_are_told_the_same_day() -> None:
    assert [alert.severity for alert in decide([replace(CHANGE, reason="contradiction")], MOVES)] == ["digest"]


def test_a_red_check_is_an_incident_for_ops() -> None:
    [told] = red_checks([("score_jump", 3)])

    assert (told.kind, told.where, told.what) == ("check_red", "score_jump", "figures wait for a person: 3")
