"""What several pages say together, through the real way: contradictions, the merger, and names in every spelling."""

import unicodedata
from collections.abc import Iterator
from datetime import date

import pytest

from page_world import Page, address, run_rounds
from pipeline.settings import Settings
from pipeline.warehouse.access import inspect
from pipeline.warehouse.connection import Warehouse

SIPAS_20 = """Chỉ số SIPAS năm 2022 của tỉnh Lạng Sơn xếp thứ 20/63 tỉnh, thành phố.
Người dân khen thái độ của cán bộ, chê thời gian chờ ở khâu đất đai; sở sẽ thêm hai quầy vào buổi sáng.
"""
NFD = unicodedata.normalize("NFD", "Yên Bái")
BEFORE: tuple[Page, ...] = (
    (
        "kiengiang",
        "before",
        date(2023, 5, 20),
        "Chỉ số PAPI năm 2022 của tỉnh Kiên Giang xếp thứ 53/61 tỉnh, thành phố.",
    ),
    (
        "yenbai",
        "before",
        date(2025, 5, 20),
        "Chỉ số PAR INDEX năm 2024 của tỉnh Yên Bái xếp thứ 21/63 tỉnh, thành phố.",
    ),
)
# Each name of a page is what it is about.
PAGES: tuple[Page, ...] = (
    ("langson", "own", date(2023, 5, 20), SIPAS_20),
    ("vietnamplus", "copy", date(2023, 5, 21), f"(Theo Cổng Lạng Sơn) {SIPAS_20}"),
    (
        "langson",
        "other",
        date(2023, 5, 22),
        "Tại cuộc họp giao ban, đại diện sở nhắc rằng Chỉ số SIPAS năm 2022 của tỉnh Lạng Sơn xếp thứ 20/63.",
    ),
    (
        "baochinhphu",
        "against",
        date(2023, 6, 2),
        "Chỉ số SIPAS năm 2022 của tỉnh Lạng Sơn xếp thứ 26/63, theo bảng đầy đủ.",
    ),
    (
        "kiengiang",
        "five places",
        date(2024, 5, 20),
        "Chỉ số PAPI năm 2023 của tỉnh Kiên Giang xếp thứ 44/61, tăng 05 bậc so với năm 2022.",
    ),
    ("laocai", "merged", date(2026, 6, 10), "Chỉ số PAR INDEX năm 2025 của tỉnh Lào Cai xếp thứ 5/34 tỉnh, thành phố."),
    (
        "laocai",
        "old year",
        date(2025, 12, 10),
        "Nhìn lại, Chỉ số PAR INDEX năm 2024 của tỉnh Lào Cai xếp thứ 26/63 tỉnh, thành phố.",
    ),
    (
        "danang",
        "DTI of 63",
        date(2025, 10, 5),
        "Chỉ số DTI năm 2024 của thành phố Đà Nẵng xếp thứ 2/63 tỉnh, thành phố.",
    ),
    (
        "danang",
        "DTI of 34",
        date(2025, 12, 5),
        "Chỉ số DTI năm 2024 của thành phố Đà Nẵng xếp thứ 17/34 tỉnh, thành phố.",
    ),
    ("baochinhphu", "NFD", date(2020, 8, 1), f"Chỉ số SIPAS năm 2019 của {NFD} xếp thứ 41/63 tỉnh, thành phố."),
    ("baochinhphu", "upper", date(2021, 8, 1), "CHỈ SỐ SIPAS NĂM 2020 CỦA YÊN BÁI XẾP THỨ 42/63 TỈNH, THÀNH PHỐ."),
    (
        "baochinhphu",
        "with tỉnh",
        date(2022, 8, 1),
        "Chỉ số SIPAS năm 2021 của tỉnh Yên Bái xếp thứ 43/63 tỉnh, thành phố.",
    ),
    ("baochinhphu", "bare", date(2023, 8, 1), "Yên Bái xếp thứ 44/63 tỉnh, thành phố về Chỉ số SIPAS năm 2022."),
)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return run_rounds(tmp_path_factory.mktemp("together"), BEFORE, PAGES)


@pytest.fixture(scope="module")
def held(settings: Settings) -> Iterator[Warehouse]:
    with inspect(settings) as warehouse:
        yield warehouse


def entity(warehouse: Warehouse, portal: str, name: str) -> str:
    """Whom the page is about."""
    sql = "SELECT entity FROM core.observation JOIN core.article USING (article) WHERE url = $1 AND kind = 'stated'"
    ((found,),) = warehouse.execute(sql, [address(portal, name)])
    return str(found)


def test_two_pages_that_disagree_make_one_contradiction(held: Warehouse) -> None:
    """Two papers print 20 (one of them copied twice), one 26."""
    (row,) = held.query("SELECT * FROM contradiction WHERE subject = 'SIPAS' AND entity = 'lang-son'").records()

    assert (row["value"], row["sources"], row["why"]) == (20, 2, "more_sources")
    assert (row["other_value"], row["other_sources"]) == (26, 1)
    assert "xếp thứ 20/63" in str(row["quote"])
    assert row["other_quote"] == "Chỉ số SIPAS năm 2022 của tỉnh Lạng Sơn xếp thứ 26/63"


def test_a_wrong_stated_change_is_one_contradiction_and_nobody_is_told_of_it(held: Warehouse) -> None:
    """Up five places, says the page; it was nine. What is told is the move that the tables know."""
    ours = "entity = 'kien-giang' AND period IN ('2022', '2023')"
    found = held.execute(f"SELECT value, other_value, other_kind, other_quote FROM contradiction WHERE {ours}")
    told = held.execute(f"SELECT reason, earlier_rank, rank FROM core.alert WHERE {ours}")

    assert [row[:3] for row in found] == [(53, 49, "implied")]
    assert "tăng 05 bậc" in found[0][3]
    assert told == [("new_edition", 53, 44)]
    assert held.execute("SELECT count(*) FROM core.finding WHERE check_name = 'stated_change'") == [(1,)]


def test_the_merger_is_one_series_break_and_no_rank_change(held: Warehouse) -> None:
    changes = "SELECT count(*) FROM rank_change WHERE entity IN ('yen-bai', 'lao-cai~2025') AND subject = 'PAR_INDEX'"
    breaks = held.execute(
        "SELECT rank, rank_of, parts FROM series_break WHERE kind = 'merger' AND entity = 'lao-cai~2025'"
    )

    assert held.execute(changes) == [(0,)]
    ((rank, rank_of, parts),) = breaks
    assert (rank, rank_of) == (5, 34)
    assert [(part["entity"], part["rank"], part["rank_of"]) for part in parts] == [
        ("lao-cai", 26, 63),
        ("yen-bai", 21, 63),
    ]


def test_a_late_article_about_an_old_year_speaks_of_the_old_province(held: Warehouse) -> None:
    assert entity(held, "laocai", "old year") == "lao-cai"
    assert entity(held, "laocai", "merged") == "lao-cai~2025"


def test_an_edition_with_two_tables_is_compared_within_one_only(held: Warehouse) -> None:
    ours = "subject = 'DTI' AND starts_with(entity, 'da-nang') AND period = '2024'"
    ranks = held.execute(f"SELECT table_version, value FROM figure WHERE {ours} AND measure = 'rank' ORDER BY ALL")
    changes = held.execute(f"SELECT table_version, earlier_rank, rank FROM rank_change WHERE {ours}")

    assert ranks == [("34", 17), ("63", 2)]
    assert changes == [("63", 1, 2)]


@pytest.mark.parametrize("name", ["NFD", "upper", "with tỉnh", "bare"])
def test_a_name_is_one_province_however_it_is_written(held: Warehouse, name: str) -> None:
    assert entity(held, "baochinhphu", name) == "yen-bai"
