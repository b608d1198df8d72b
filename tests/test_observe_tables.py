"""Rank tables in a body: what their headers, captions and rows say."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.model import Measure, Observation
from pipeline.normalise import canonical, nfc
from pipeline.observe.marks import sentences
from pipeline.observe.numbers import read_numbers
from pipeline.observe.periods import read_periods
from pipeline.observe.tables import TableReading, read_tables
from pipeline.observe.words import lexicon
from pipeline.reference import load_reference


def read(text: str, published: date | None = date(2023, 6, 1)) -> TableReading:
    text = nfc(text)
    low = canonical(text)
    reference = load_reference()
    told = sentences(text, low, lexicon(reference), read_numbers(text, low), read_periods(low))
    return read_tables(text, low, told, entity="yen-bai", published=published, reference=reference)


def figures(reading: TableReading) -> list[tuple[str, str, str | None, Measure, Decimal | None]]:
    return [(one.subject, one.entity, one.period, one.measure, one.value) for one in reading.observations]


CAPTIONED = """Bảng xếp hạng Chỉ số CCHC năm 2022
TT\tTỉnh, thành phố\tĐiểm\tXếp hạng
1\tHà Giang\t88,15\t01
2\tTP. Cần Thơ\t87.9\t2/63
\tTrung bình cả nước\t84,79\t"""


def test_scores_and_ranks_by_the_header_index_and_year_by_the_caption() -> None:
    assert figures(read(CAPTIONED)) == [
        ("PAR_INDEX", "ha-giang", "2022", Measure.SCORE, Decimal("88.15")),
        ("PAR_INDEX", "ha-giang", "2022", Measure.RANK, Decimal(1)),
        ("PAR_INDEX", "can-tho", "2022", Measure.SCORE, Decimal("87.9")),
        ("PAR_INDEX", "can-tho", "2022", Measure.RANK, Decimal(2)),
        ("PAR_INDEX", "viet-nam", "2022", Measure.SCORE, Decimal("84.79")),
    ]


def test_the_receipt_of_a_cell_is_its_line() -> None:
    def is_its_line(one: Observation) -> bool:
        return CAPTIONED[one.start : one.end] == one.quote and "\n" not in one.quote

    reading = read(CAPTIONED)

    assert all(is_its_line(one) for one in reading.observations)
    assert reading.observations[3].rank_of == 63
    (span,) = reading.covered
    assert CAPTIONED[slice(*span)].startswith("TT\t")


def test_two_header_lines_name_several_indices() -> None:
    reading = read(
        "Kết quả các chỉ số\n"
        "STT\tĐịa phương\tSIPAS 2021\tSIPAS 2021\tPAPI 2021\tPAPI 2021\n"
        "STT\tĐịa phương\tTỷ lệ (%)\tXếp hạng\tĐiểm\tXếp hạng\n"
        "1\tLai Châu\t88,01\t15\t42.118\t25"
    )

    assert figures(reading) == [
        ("SIPAS", "lai-chau", "2021", Measure.SCORE, Decimal("88.01")),
        ("SIPAS", "lai-chau", "2021", Measure.RANK, Decimal(15)),
        ("PAPI", "lai-chau", "2021", Measure.SCORE, Decimal("42.118")),
        ("PAPI", "lai-chau", "2021", Measure.RANK, Decimal(25)),
    ]


def test_a_rank_column_for_each_year() -> None:
    reading = read("PCI qua hai năm\nTỉnh\tHạng 2021\tHạng 2022\tTăng/giảm hạng\nĐiện Biên\t41\t30\t+11")

    assert [(one.period, one.value) for one in reading.observations] == [("2021", Decimal(41)), ("2022", Decimal(30))]
    assert [refusal.reason for refusal in reading.refusals] == ["change"]


def test_ministries_have_tables_too() -> None:
    reading = read("PAR INDEX 2022 của các bộ\nTT\tBộ, cơ quan\tChỉ số\n1\tBộ Tư pháp\t90,63\n2\tBộ Tài chính\t89,76")

    assert [one.entity for one in reading.observations] == ["bo-tu-phap", "bo-tai-chinh"]


def test_all_63_rows_are_read() -> None:
    names = [one.name for one in load_reference().provinces.values() if one.stood(date(2023, 1, 1))]
    rows = "\n".join(f"{rank}\t{name}\t{90 - rank * 0.5}" for rank, name in enumerate(names, 1))

    reading = read("Xếp hạng DTI\nPCI năm 2022\nHạng\tTỉnh\tĐiểm\n" + rows)

    assert len(names) == 63
    assert len(reading.observations) == 126
    assert {one.subject for one in reading.observations} == {"PCI"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Chỉ số CCHC năm 2022 của các sở\nTT\tĐơn vị\tĐiểm\n1\tSở Y tế\t91,2\n2\tSở Nội vụ\t90,1", "inside"),
        ("PAR INDEX cấp huyện\nTT\tĐơn vị\tĐiểm\n1\tMinh Hóa\t88,9\n2\tQuảng Ninh\t88,5\n3\tBố Trạch\t87", "inside"),
        ("PCI 2022 của tỉnh\nChỉ số thành phần\tĐiểm\tHạng\nGia nhập thị trường\t7,2\t12", "component"),
        ("Trụ cột chính quyền số của DTI 2022\nTỉnh\tĐiểm\tHạng\nĐà Nẵng\t0,61\t1", "component"),
        ("PCI 2022 vùng Tây Nguyên\nTỉnh\tHạng\nKon Tum\t2", "region"),
        ("Kết quả năm 2022\nTỉnh\tHạng\nKon Tum\t2", "no_indicator"),
        ("DTI năm 2022\nTỉnh\tĐiểm\nKon Tum\t45,2", "unreadable"),
        ("DTI năm 2022\nTỉnh\tMục tiêu 2025\nKon Tum\t0,8", "other"),
    ],
)
def test_other_tables_are_refused_with_a_reason(text: str, reason: str) -> None:
    reading = read(text)

    assert reading.observations == ()
    assert reason in {refusal.reason for refusal in reading.refusals}


def test_lines_without_a_header_are_left_to_prose() -> None:
    assert read("PCI năm 2022\n1\tKon Tum\t60,1\n2\tGia Lai\t59,8").covered == ()
