"""Pages that are wrong in the ways of real pages, through the real way: none of their figures reaches a reader."""

from datetime import date

import pytest
from typer.testing import CliRunner

from page_world import run_rounds
from pipeline.cli import app
from pipeline.settings import Settings
from pipeline.warehouse.access import inspect

SPRING_2024 = date(2024, 5, 10)
BEFORE = (
    (
        "thainguyen",
        "count",
        date(2024, 1, 20),
        "Năm 2023, tỉnh Thái Nguyên tiếp nhận 245.318 hồ sơ ở các bộ phận một cửa.",
    ),
    (
        "thainguyen",
        "paid",
        date(2024, 1, 20),
        "Năm 2023, tỉnh Thái Nguyên thu 35 tỷ đồng thanh toán trực tuyến lệ phí.",
    ),
    ("yenbai", "DTI 2020", date(2021, 11, 10), "Chỉ số DTI năm 2020 của tỉnh Yên Bái đạt 0,2991 điểm."),
)
# What each page says, and which of its figures waits for a person (none: the reader refused the number).
FAULTS = {
    "swapped": ("Chỉ số PAPI năm 2023 của tỉnh Yên Bái xếp thứ 42/63 tỉnh, thành phố, đạt 28 điểm.", {42, 28}),
    "beyond the field": ("Chỉ số PAR INDEX năm 2022 của tỉnh Yên Bái xếp thứ 64/64 tỉnh, thành phố.", {64}),
    "far beyond the field": ("Chỉ số PAR INDEX năm 2022 của tỉnh Yên Bái xếp thứ 71/63 tỉnh, thành phố.", {71}),
    "beyond any field": ("Chỉ số PAR INDEX năm 2021 của tỉnh Yên Bái đứng thứ 103 cả nước.", {103}),
    "no place": ("Chỉ số PAR INDEX năm 2020 của tỉnh Yên Bái xếp hạng 0/63 tỉnh, thành phố.", {0}),
    "thousandfold score": ("Chỉ số PCI năm 2019 của tỉnh Yên Bái đạt 64.980,5 điểm, theo thông cáo.", {64980.5}),
    "a share printed as a tenth": ("Chỉ số SIPAS năm 2019 của tỉnh Yên Bái đạt 8,355%, theo báo cáo.", {8.355}),
    "a share printed as a ratio": ("Chỉ số SIPAS năm 2020 của tỉnh Yên Bái đạt 0,8355 điểm, theo báo cáo.", {0.8355}),
    "a comma too far left": ("Chỉ số DTI năm 2022 của tỉnh Yên Bái đạt 0,0612 điểm sau khi rà soát.", {0.0612}),
    "a comma too far right": ("Chỉ số PAPI năm 2022 của tỉnh Yên Bái đạt 418,3 điểm, tăng nhẹ.", {418.3}),
    "an edition of the future": ("Chỉ số SIPAS năm 2036 của tỉnh Yên Bái xếp thứ 9/63 tỉnh, thành phố.", {9}),
    "an edition not announced yet": ("Chỉ số SIPAS năm 2024 của tỉnh Yên Bái xếp thứ 8/63 tỉnh, thành phố.", {8}),
    "two values": (
        """Chỉ số SIPAS năm 2023 của tỉnh Yên Bái xếp thứ 11/63 tỉnh, thành phố.
        Như vậy, Chỉ số SIPAS năm 2023 của tỉnh Yên Bái xếp thứ 17/63 tỉnh, thành phố.""",
        {11, 17},
    ),
}
COUNTS = {
    "thousandfold count": (
        "Năm 2023, tỉnh Thái Nguyên tiếp nhận 245.318.000 hồ sơ các loại tại một cửa.",
        {245_318_000},
    ),
    "a point read as a comma": (
        "Năm 2023, tỉnh Thái Nguyên tiếp nhận 245,318 hồ sơ ở các bộ phận một cửa, theo phòng kiểm soát.",
        {245.318},
    ),
    "thousandfold amount": ("Năm 2023, tỉnh Thái Nguyên thu 35 nghìn tỷ đồng thanh toán trực tuyến.", {35e12}),
    "another currency": ("Năm 2023, tỉnh Thái Nguyên thu 35 triệu USD thanh toán trực tuyến.", set()),
}
GOOD = {
    "fine": ("Chỉ số PAPI năm 2023 của tỉnh Yên Bái xếp thứ 28/61, đạt 42,49 điểm.", {28, 42.49}),
    "also fine": ("Chỉ số PCI năm 2019 của tỉnh Yên Bái đạt 64,98 điểm, đứng thứ 36/63 cả nước.", {64.98, 36}),
    "fine count": ("Năm 2023, tỉnh Yên Bái tiếp nhận 198.204 hồ sơ, trả đúng hạn gần hết.", {198_204}),
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    pages = [("yenbai", name, SPRING_2024, text) for name, (text, _) in (FAULTS | GOOD).items()]
    pages += [("thainguyen", name, SPRING_2024, text) for name, (text, _) in COUNTS.items()]
    return run_rounds(tmp_path_factory.mktemp("faults"), BEFORE, pages)


@pytest.fixture(scope="module")
def read(settings: Settings) -> dict[str, dict[float, str]]:
    """By page: each value that was read, and its status."""
    sql = """
        SELECT url, CAST(value AS DOUBLE), status FROM core.observation JOIN core.article USING (article)
        WHERE kind = 'stated' AND value IS NOT NULL
    """
    found: dict[str, dict[float, str]] = {}
    with inspect(settings) as warehouse:
        for url, value, status in warehouse.execute(sql):
            found.setdefault(url.rsplit("/", 1)[1], {})[value] = status
    return found


@pytest.mark.parametrize("name", FAULTS | COUNTS)
def test_a_fault_is_refused_by_the_reader_or_waits_for_a_person(read: dict[str, dict[float, str]], name: str) -> None:
    _, waiting = (FAULTS | COUNTS)[name]

    assert read.get(name, {}) == dict.fromkeys(waiting, "quarantined")


@pytest.mark.parametrize("name", GOOD)
def test_what_came_with_the_faults_is_shown(read: dict[str, dict[float, str]], name: str) -> None:
    assert read[name] == dict.fromkeys(GOOD[name][1], "accepted")


def test_the_review_in_a_terminal_shows_all_that_a_decision_needs(settings: Settings) -> None:
    shown = CliRunner().invoke(app, ["--home", str(settings.home), "review"])

    told = " ".join(shown.output.split())
    assert shown.exit_code == 1
    assert "DTI 2022, Yên Bái: score 0.0612 (ratio)" in told
    assert "doubted (digits_slipped): ten, a hundred or a thousand times this score" in told
    assert "held: 2020: 0.2991, 2022: 0.0612" not in told
    assert "held: 2020: 0.2991" in told


def test_a_person_sees_the_sentence_the_reason_and_what_is_held(settings: Settings) -> None:
    with inspect(settings) as warehouse:
        (row,) = warehouse.query("SELECT * FROM pending_figure WHERE subject = 'DTI'").records()

    assert "0,0612 điểm" in str(row["quote"])
    assert row["checks"] == ["digits_slipped"]
    assert "a comma or a point was misread" in str(row["reasons"])
    assert row["todo"]
    assert row["held"]
