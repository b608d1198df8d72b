"""One text as a whole: receipts, refusals, implied ranks, entities by the day, spelling, speed."""

import time
from datetime import date
from decimal import Decimal

import pytest

from pipeline.model import Kind, Measure, Observation, Reading
from pipeline.normalise import canonical, nfc
from pipeline.observe import observe
from pipeline.observe.corpus import to_corpus
from pipeline.observe.numbers import read_numbers
from pipeline.reference import load_reference

REFERENCE = load_reference()

# The shape of a portal's report of a conference: counters, a headline, three indices, and one that never rests.
REPORT = """Sáng 15/9, tỉnh Yên Bái dự hội nghị trực tuyến về cải cách thủ tục hành chính.
Đã có 53/63 địa phương hợp nhất cổng dịch vụ công và hệ thống một cửa; trung tâm của tỉnh hoạt động từ tháng 6/2018.
Yên Bái năm 2021: Chỉ số CCHC xếp thứ 21/63
Năm 2021, Chỉ số CCHC của tỉnh đứng thứ 21/63 tỉnh, thành phố (tăng 03 bậc so với năm 2020); Chỉ số hài lòng của \
người dân đứng thứ 14/63 (tăng 02 bậc so với năm 2020), tỷ lệ hài lòng 89,24%. Chỉ số PAPI xếp vị trí 29/63 và mới \
nhất, tỉnh đang xếp thứ 12/63 trên bảng xếp hạng Bộ chỉ số phục vụ người dân, doanh nghiệp theo Quyết định số 766 \
ngày 23/6/2022."""


def read(text: str, own: str = "yen-bai", published: date | None = date(2022, 9, 15)) -> Reading:
    return observe(nfc(text), entity=own, published=published, reference=REFERENCE)


def ranks(reading: Reading, kind: Kind = Kind.STATED) -> set[tuple[str, str, str | None, Decimal | None, int | None]]:
    return {
        (one.subject, one.entity, one.period, one.value, one.rank_of)
        for one in reading.rankings
        if one.measure is Measure.RANK and one.kind is kind
    }


def test_a_report_states_four_ranks_and_no_other() -> None:
    assert ranks(read(REPORT)) == {
        ("PAR_INDEX", "yen-bai", "2021", Decimal(21), 63),
        ("SIPAS", "yen-bai", "2021", Decimal(14), 63),
        ("PAPI", "yen-bai", "2021", Decimal(29), 63),
        ("QD766", "yen-bai", "2022-09-15", Decimal(12), 63),
    }


def test_a_continuous_index_without_a_day_is_as_of_the_article() -> None:
    (one,) = (one for one in read(REPORT).rankings if one.subject == "QD766")

    assert one.basis == "article_day"
    assert ("QD766", "yen-bai", None, Decimal(12), 63) in ranks(read(REPORT, published=None))


def test_a_printed_change_implies_the_earlier_rank() -> None:
    assert ranks(read(REPORT), Kind.IMPLIED) == {
        ("PAR_INDEX", "yen-bai", "2020", Decimal(24), None),
        ("SIPAS", "yen-bai", "2020", Decimal(16), None),
    }


def test_a_printed_earlier_rank_is_not_implied_again() -> None:
    reading = read("PAPI năm 2021 của tỉnh xếp thứ 30/63, tăng 9 bậc so với năm 2020 (39/63).")

    assert ranks(reading, Kind.IMPLIED) == set()


def test_the_receipt_of_a_figure_is_the_clause_that_states_it() -> None:
    (rank,) = (one for one in read(REPORT).rankings if one.subject == "SIPAS" and one.value == 14)

    assert rank.quote.startswith("Chỉ số hài lòng")
    assert "tăng 02 bậc so với năm 2020" in rank.quote


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("PAR INDEX 2022 của tỉnh đạt 8,312%, xếp thứ 48/63.", "8.312"),
        ("PAR INDEX 2022 của tỉnh đạt 83,12%, xếp thứ 84/63.", "84"),
        ("SIPAS 2022 của tỉnh đạt 0,7989 điểm.", "0.7989"),
        ("DTI năm 2022 của tỉnh đạt 1,2345.", "1.2345"),
        ("PAPI năm 2022 của tỉnh đứng thứ 130 cả nước.", "130"),
    ],
)
def test_what_the_named_index_cannot_have_is_told_apart_from_rankings(text: str, value: str) -> None:
    reading = read(text)

    assert [str(one.value) for one in reading.impossible] == [value]
    assert value not in {str(one.value) for one in reading.rankings}


def test_every_number_is_a_figure_or_refused_with_a_reason() -> None:
    text = nfc(REPORT)
    reading = read(text)
    refused = {refusal.start: refusal.reason for refusal in reading.refusals}
    told = [(one.start, one.end) for one in reading.observations]

    for number in read_numbers(text, canonical(text)):
        assert number.start in refused or any(start <= number.start < end for start, end in told)
    assert all(refused.values())


@pytest.mark.parametrize(
    ("text", "printed", "reason"),
    [
        ("DTI 2022: chính quyền số xếp thứ 12/63.", "12/63", "component"),
        ("PCI năm 2022: tỉnh xếp thứ 3/14 tỉnh miền núi.", "3/14", "region"),
        ("Chỉ số CCHC năm 2022 của các sở, ngành: Sở Y tế xếp thứ 3.", "3", "inside"),
        ("PAR INDEX 2022: 53/63 địa phương tăng điểm.", "53/63", "unnamed_locality"),
        ("Phấn đấu PAPI năm 2025 xếp thứ 20/63.", "20/63", "target"),
        ("GRDP năm 2022 xếp thứ 7/63 cả nước.", "7/63", "other_index"),
        ("PAPI năm 2022 của tỉnh lọt vào Top 16.", "16", "group"),
        ("Đây là năm thứ 5 liên tiếp PCI tăng điểm.", "5", "streak"),
        ("PAR INDEX năm 2022 có 53/63 tỉnh đạt trên 80%.", "53/63", "unnamed_locality"),
        ("PAPI 2021 cao hơn mức trung bình cả nước 1,3 điểm.", "1,3 điểm", "distance"),
        ("Ngày 19-4 công bố PAR INDEX.", "19-4", "date"),
        ("Theo Nghị định 61/2018/NĐ-CP, tỉnh có PAR INDEX.", "61/2018/NĐ-CP", "law"),
        ("Tỉnh xếp thứ 5/63.", "5/63", "no_indicator"),
        ("SIPAS 2019: 8,60 điểm trong PAR INDEX.", "8,60 điểm", "out_of_scale"),
    ],
)
def test_a_number_that_is_no_figure_says_why(text: str, printed: str, reason: str) -> None:
    reading = read(text)

    assert (printed, reason) in {(refusal.quote, refusal.reason) for refusal in reading.refusals}
    assert reading.rankings == ()


@pytest.mark.parametrize(
    ("own", "text", "entity"),
    [
        ("yen-bai", "PAPI năm 2023 của tỉnh xếp thứ 28/63.", "yen-bai"),
        ("yen-bai", "PII năm 2025 của tỉnh xếp thứ 20/34.", "lao-cai~2025"),
        ("lao-cai~2025", "PAPI năm 2023 của tỉnh xếp thứ 30/63.", "lao-cai"),
        ("lao-cai~2025", "PAPI năm 2023 của Yên Bái xếp thứ 28/63.", "yen-bai"),
        ("", "DTI năm 2024: Đà Nẵng xếp thứ 2/63.", "da-nang"),
        ("", "DTI năm 2024: Đà Nẵng xếp thứ 17/34.", "da-nang~2025"),
        ("", "PAPI năm 2024: Huế xếp thứ 6/63.", "thua-thien-hue"),
        ("", "PII năm 2025: Huế xếp thứ 5/34.", "hue"),
        ("", "PCI năm 2007: Hà Tây xếp thứ 41/64.", "ha-tay"),
    ],
)
def test_the_index_year_and_the_field_say_which_unit_a_name_means(own: str, text: str, entity: str) -> None:
    (one,) = read(text, own, date(2025, 12, 5)).rankings

    assert one.entity == entity


def test_capitals_change_nothing() -> None:
    stated = ranks(read(REPORT))

    assert ranks(read(REPORT.upper())) == stated
    assert ranks(read(REPORT.lower())) == stated


def test_lines_wrapped_by_hand_are_one_sentence() -> None:
    assert ranks(read("Chỉ số PAPI năm 2021 của tỉnh xếp\nvị trí 29/63 tỉnh, thành phố.")) == {
        ("PAPI", "yen-bai", "2021", Decimal(29), 63)
    }


def test_the_corpus_shape_joins_rank_and_score_and_leaves_implied_figures_out() -> None:
    entry = to_corpus("a1", read(REPORT), REFERENCE)
    by_index = {ranking["indicator"]: ranking for ranking in entry["rankings"]}

    assert entry["id"] == "a1"
    assert by_index["SIPAS"]["rank"] == 14
    assert by_index["SIPAS"]["value"] == pytest.approx(89.24)
    assert by_index["SIPAS"]["change"] == {"ranks": 2, "value": None, "versus": "2020"}
    assert by_index["QD766"]["period"] is None
    assert len(entry["rankings"]) == 4


def test_the_corpus_names_hue_as_the_text_does() -> None:
    def name(text: str) -> str:
        return str(to_corpus("a1", read(text, ""), REFERENCE)["rankings"][0]["entity"])

    assert name("DTI năm 2023: TP. Huế xếp thứ 3.") == "Huế"
    assert name("DTI năm 2023: Thừa Thiên - Huế xếp thứ 3.") == "Thừa Thiên Huế"


def test_a_table_and_its_prose_state_a_figure_once() -> None:
    text = "Bảng xếp hạng PAPI năm 2021\nTỉnh\tHạng\nYên Bái\t29\nYên Bái xếp thứ 29 về PAPI năm 2021."

    assert [one.value for one in read(text).rankings] == [Decimal(29)]


def test_a_ministry_portal_speaks_of_the_provinces_it_ranks() -> None:
    reading = read("PAR INDEX 2023 trung bình đạt 86,9%. Dẫn đầu là Cần Thơ; tỉnh này tăng 2 bậc.", "bo-noi-vu")

    assert {(one.entity, one.measure) for one in reading.rankings} == {
        ("viet-nam", Measure.SCORE),
        ("can-tho", Measure.RANK),
    }


def test_a_heading_tells_index_and_year_but_states_nothing() -> None:
    text = "Tỉnh xếp thứ 29/63, tăng 2 bậc."
    reading = observe(text, entity="yen-bai", published=None, reference=REFERENCE, heading="PAPI 2021: hạng 28/63")

    assert ranks(reading) == {("PAPI", "yen-bai", "2021", Decimal(29), 63)}
    assert all(text[one.start : one.end] == one.quote for one in (*reading.rankings, *reading.refusals))


def _seconds(text: str) -> float:
    started = time.process_time()
    read(text, "")
    return time.process_time() - started


@pytest.mark.endurance  # a pause of the machine or the collector fails it beside other tests
@pytest.mark.parametrize("unit", ["12/63 ", "từ 1 lên 2, ", "PAPI 2021 và ", "(", "Hà Nội, "])
def test_time_grows_with_length_only(unit: str) -> None:
    short, long = unit * (20_000 // len(unit)), unit * (160_000 // len(unit))

    assert _seconds(long) < 25 * max(_seconds(short), 0.02)


def test_a_figure_says_the_same_wherever_it_stands() -> None:
    def shifted(one: Observation, by: int) -> tuple[int, int]:
        return one.start + by, one.end + by

    lead = "Bản tin sáng.\n"
    plain, moved = read(REPORT), read(lead + REPORT)

    assert [shifted(one, len(lead)) for one in plain.rankings] == [(one.start, one.end) for one in moved.rankings]
