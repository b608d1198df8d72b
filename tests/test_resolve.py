"""Which of several values becomes the figure, and what follows from it: changes, breaks, contradictions, revisions."""

import random
from decimal import Decimal

import pytest

from pipeline.warehouse.connection import Warehouse
from sql_world import world

# Two papers and the province itself; the ministry's own portal counts more than all of them.
SPEAKERS = """
INSERT INTO core.portal BY NAME FROM heads('paper', entity := 'ha-giang', authority := 'press');
INSERT INTO core.portal BY NAME FROM heads('ministry', entity := 'bo-noi-vu', authority := 'publisher');
"""

PAPI_2023 = "subject = 'PAPI' AND entity = 'yen-bai' AND period = '2023' AND measure = 'rank'"
SIPAS_2022 = "subject = 'SIPAS' AND entity = 'yen-bai' AND period = '2022'"


def page(
    key: str,
    portal: str,
    value: str,
    *,
    day: str = "2022-06-01",
    group: str | None = None,
    where: str = "",
    status: str = "accepted",
    url: str | None = None,
    seen: str = "2022-06-02",
) -> str:
    """One page that states one figure of SIPAS 2022 for Yên Bái, unless `where` says otherwise."""
    both = f"portal := '{portal}', published := DATE '{day}', seen := TIMESTAMPTZ '{seen} 08:00:00Z'"
    return f"""
        INSERT INTO core.article BY NAME
        FROM wrote('{key}', {both}, one_group := '{group or key}', url := 'https://{portal}.example/{url or key}');
        INSERT INTO core.observation BY NAME
        FROM said('{key}', {both}, article := '{key}', subject := 'SIPAS', period := '2022', value := {value},
                  status := '{status}' {where});
    """


def rank(warehouse: Warehouse) -> tuple[object, ...]:
    (row,) = warehouse.execute(
        f"SELECT value, why, sources, values_against, authority FROM figure WHERE {SIPAS_2022} AND measure = 'rank'"
    )
    return row


def test_the_publisher_is_believed_before_any_number_of_others() -> None:
    with world(SPEAKERS, page("a", "ministry", "20"), page("b", "paper", "21"), page("c", "paper", "21")) as warehouse:
        assert rank(warehouse) == (20, "authority", 1, 1, "publisher")


def test_an_official_table_is_believed_before_the_publishers_page() -> None:
    said = """
        INSERT INTO core.observation BY NAME
        FROM said('a', portal := 'ministry', subject := 'PAPI', period := '2023', value := 30, status := 'accepted');
    """
    with world(SPEAKERS, said) as warehouse:
        found = warehouse.execute(f"SELECT value, why FROM figure WHERE {PAPI_2023}")

    assert found == [(28, "authority")]


def test_a_province_is_believed_last_about_itself() -> None:
    with world(SPEAKERS, page("a", "north", "20"), page("b", "north", "20"), page("c", "paper", "21")) as warehouse:
        assert rank(warehouse) == (21, "authority", 1, 1, "press and other portals")


def test_copies_are_one_source() -> None:
    copies = [page(f"copy-{number}", "paper", "20", group="copy-0") for number in range(5)]
    with world(SPEAKERS, *copies, page("b", "paper", "21"), page("c", "paper", "21")) as warehouse:
        assert rank(warehouse) == (21, "more_sources", 2, 1, "press and other portals")


def test_the_newest_is_believed_among_equals() -> None:
    with world(SPEAKERS, page("a", "paper", "20"), page("b", "paper", "21", day="2022-07-01")) as warehouse:
        assert rank(warehouse)[:2] == (21, "newest")


def test_only_accepted_rows_are_believed() -> None:
    refused = [page(status, "paper", "9", status=status) for status in ("new", "quarantined", "rejected")]
    with world(SPEAKERS, page("a", "paper", "20"), *refused) as warehouse:
        assert rank(warehouse)[:2] == (20, "only_source")


def test_a_page_that_was_corrected_speaks_with_its_newest_version() -> None:
    before = page("a", "paper", "20", url="page")
    after = page("b", "paper", "21", url="page", group="a", seen="2022-07-01")

    with world(SPEAKERS, before, after) as warehouse:
        revised = warehouse.execute(f"SELECT reason, earlier_rank, rank FROM rank_change WHERE {SIPAS_2022}")
        assert rank(warehouse)[:2] == (21, "only_source")
        assert revised == [("revision", 20, 21)]
        assert warehouse.execute("SELECT count(*) FROM contradiction WHERE subject = 'SIPAS'") == [(0,)]


def test_what_was_known_at_a_moment_stays_known() -> None:
    with world(SPEAKERS, page("a", "north", "20"), page("b", "paper", "21", seen="2023-01-01")) as warehouse:
        sql = f"SELECT value FROM as_of(TIMESTAMPTZ '2022-12-31') WHERE {SIPAS_2022}"
        assert warehouse.execute(sql) == [(20,)]
        assert rank(warehouse)[0] == 21


@pytest.mark.parametrize(
    ("values", "chosen", "against"),
    [
        (("89.24", "89.2"), "89.24", 0),  # rounded
        (("89.24", "89.2", "89"), "89.24", 0),
        (("89.246", "89.24"), "89.246", 0),  # cut off
        (("89.24", "89.42"), "89.24", 1),
        (("89.24", "89.25"), "89.24", 1),
    ],
)
def test_values_within_rounding_are_one(values: tuple[str, ...], chosen: str, against: int) -> None:
    pages = [page(value, "paper", value, where=", measure := 'score'") for value in values]
    with world(SPEAKERS, *pages) as warehouse:
        rows = warehouse.execute(
            f"SELECT value, values_against, sources FROM figure WHERE {SIPAS_2022} AND measure = 'score'"
        )

    assert rows == [(Decimal(chosen), against, len(values) - against)]


@pytest.mark.parametrize(
    ("subject", "value", "unit", "scaled"),
    [
        ("DTI", "67.35", "points", "0.6735"),
        ("DTI", "0.6735", "ratio", "0.6735"),
        ("SIPAS", "9.12", "points", "91.2"),
        ("SIPAS", "91.17", "percent", "91.17"),
        ("PAR_INDEX", "87.24", "points", "87.24"),
        ("PAPI", "50.77", "percent", "40.616"),
    ],
)
def test_a_score_stands_on_the_scale_of_its_index(subject: str, value: str, unit: str, scaled: str) -> None:
    said = f"""
        INSERT INTO core.observation BY NAME
        FROM said('a', subject := '{subject}', measure := 'score', value := {value}, unit := '{unit}',
                  status := 'accepted')
    """
    with world(said) as warehouse:
        (found,) = warehouse.execute("SELECT value FROM accepted_observation WHERE observation = 'a'")

    assert found == (Decimal(scaled),)


def test_the_order_of_arrival_does_not_matter() -> None:
    pages = [
        page(f"{portal}-{value}-{number}", portal, value, day=f"2022-06-0{number + 1}", where=measure)
        for portal in ("north", "paper", "ministry")
        for number, value in enumerate(("20", "21", "20", "22"))
        for measure in ("", ", measure := 'score', entity := 'ha-giang'")
    ]
    answers = []
    for seed in range(4):
        random.Random(seed).shuffle(pages)
        with world(SPEAKERS, *pages) as warehouse:
            answers.append(
                [
                    warehouse.execute(f"SELECT * FROM {view} ORDER BY ALL")
                    for view in ("figure", "contradiction", "rank_change")
                ]
            )

    assert all(answer == answers[0] for answer in answers)


def test_no_rank_change_crosses_the_merger() -> None:
    """Yên Bái, 21st of 63, is now a part of Lào Cai, 5th of 34."""
    said = """
        INSERT INTO core.observation BY NAME
        FROM said('a', period := '2024', value := 21, rank_of := 63, status := 'accepted');
        INSERT INTO core.observation BY NAME
        FROM said('b', entity := 'lao-cai~2025', period := '2025', value := 5, rank_of := 34, status := 'accepted');
    """
    ours = "subject = 'PAR_INDEX' AND entity IN ('yen-bai', 'lao-cai~2025')"
    with world(said) as warehouse:
        changes = warehouse.execute(f"SELECT * FROM rank_change WHERE {ours}")
        breaks = warehouse.execute(
            "SELECT entity, rank, rank_of, list_filter(parts, lambda one: one.entity = 'yen-bai') "
            f"FROM series_break WHERE kind = 'merger' AND {ours}"
        )

    part = {"entity": "yen-bai", "name": "Yên Bái", "period": "2024", "rank": 21, "rank_of": 63}
    assert changes == []
    assert breaks == [("lao-cai~2025", 5, 34, [part])]


def test_a_province_that_the_merger_left_alone_is_not_compared_across_it() -> None:
    """Hà Nội in an index without editions: third of 63 in May, fifth of 34 in August."""
    said = "".join(
        f"""
        INSERT INTO core.observation BY NAME
        FROM said('{period}', subject := 'QD766', entity := 'ha-noi', period := '{period}', value := {place},
                  rank_of := {field}, status := 'accepted');
        """
        for period, place, field in (("2025-05", 3, 63), ("2025-08", 5, 34))
    )
    with world(said) as warehouse:
        ours = "subject = 'QD766' AND entity = 'ha-noi' AND period >= '2025'"
        ranks = f"SELECT period, table_version, earlier_period FROM rank_history WHERE {ours} ORDER BY period"

        assert warehouse.execute(ranks) == [("2025-05", "63", None), ("2025-08", "34", None)]


def test_no_rank_change_crosses_a_new_method_or_a_missing_edition() -> None:
    said = """
        INSERT INTO core.observation BY NAME
        FROM said('a', subject := 'SIPAS', entity := 'ha-giang', period := '2021', value := 50, status := 'accepted');
        INSERT INTO core.observation BY NAME
        FROM said('b', subject := 'SIPAS', entity := 'ha-giang', period := '2022', value := 40, status := 'accepted');
        INSERT INTO core.observation BY NAME
        FROM said('c', subject := 'SIPAS', entity := 'ha-giang', period := '2024', value := 30, status := 'accepted');
    """
    with world(said) as warehouse:
        history = warehouse.execute(
            "SELECT period, earlier_period FROM rank_history "
            "WHERE subject = 'SIPAS' AND entity = 'ha-giang' AND period > '2020' ORDER BY period"
        )

    assert history == [("2021", None), ("2022", None), ("2024", None)]


def test_a_wrong_stated_change_is_one_contradiction_and_no_alert() -> None:
    """The page says 44th and five places up since 2022; it was 53rd then."""
    said = """
        INSERT INTO core.observation BY NAME
        FROM said('a', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44, status := 'accepted',
                  changes := [{'amount': 5, 'unit': 'ranks', 'versus': '2022'}]);
        INSERT INTO core.observation BY NAME
        FROM said('b', subject := 'PAPI', entity := 'kien-giang', period := '2022', value := 49, kind := 'implied',
                  status := 'accepted');
    """
    ours = "subject = 'PAPI' AND entity = 'kien-giang' AND period IN ('2022', '2023')"
    with world(said) as warehouse:
        found = warehouse.execute(
            f"SELECT value, other_value, other_kind, quote, other_quote FROM contradiction WHERE {ours}"
        )
        changes = warehouse.execute(f"SELECT reason, places_up FROM rank_change WHERE {ours}")

    assert found == [(53, 49, "implied", None, "a sentence")]
    assert sorted(changes) == [("new_edition", 4), ("new_edition", 9)]


def test_two_pages_that_disagree_make_one_contradiction_with_both_sentences() -> None:
    first = page("a", "paper", "20", where=", quote := 'xếp thứ 20'")
    second = page("b", "north", "21", where=", quote := 'xếp thứ 21'")
    with world(SPEAKERS, first, second, page("c", "north", "21", group="b")) as warehouse:
        rows = warehouse.execute(
            "SELECT value, sources, quote, other_value, other_sources, other_quote, why "
            f"FROM contradiction WHERE {SIPAS_2022}"
        )

    assert rows == [(20, 1, "xếp thứ 20", 21, 1, "xếp thứ 21", "authority")]


def test_a_rank_that_contradicts_the_official_table_is_a_change_worth_telling() -> None:
    said = """
        INSERT INTO core.observation BY NAME
        FROM said('a', subject := 'PAPI', entity := 'tien-giang', period := '2018', value := 40, status := 'accepted');
    """
    with world(said) as warehouse:
        rows = warehouse.execute(
            "SELECT earlier_rank, rank, portal, known_batch FROM rank_change "
            "WHERE reason = 'claim_contradicts_official'"
        )

    assert rows == [(57, 40, "north", "new")]


def test_a_correction_of_ours_stands_in_for_the_printed_value() -> None:
    said = """
        INSERT INTO core.correction VALUES
            ('SIPAS', 'yen-bai', '2022', 'rank', 'https://paper.example/a', 12, 21,
             'digits swapped', 'An', DATE '2022-07-01');
    """
    with world(SPEAKERS, said, page("a", "paper", "12")) as warehouse:
        assert rank(warehouse)[0] == 21


def test_every_view_and_column_is_explained() -> None:
    with world() as warehouse:
        silent = warehouse.execute(
            "SELECT v.view_name, c.column_name FROM duckdb_views() AS v JOIN duckdb_columns() AS c "
            "ON c.table_oid = v.view_oid AND c.database_oid = v.database_oid "
            "WHERE v.database_name = 'wh' AND v.schema_name = 'main' AND (v.comment IS NULL OR c.comment IS NULL)"
        )

    assert silent == []
