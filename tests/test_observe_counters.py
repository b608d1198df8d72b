"""Administrative counters as portals print them: what is read, of whom and when, and what is refused."""

from datetime import date
from decimal import Decimal

import pytest

from pipeline.model import Bound, Measure, Observation
from pipeline.normalise import canonical, nfc
from pipeline.observe.counters import CounterReading, read_counters
from pipeline.observe.marks import sentences
from pipeline.observe.numbers import read_numbers
from pipeline.observe.periods import read_periods
from pipeline.observe.words import lexicon
from pipeline.reference import load_reference

PUBLISHED = date(2022, 9, 15)


def read(text: str, entity: str = "lai-chau", published: date | None = PUBLISHED) -> CounterReading:
    text = nfc(text)
    low = canonical(text)
    reference = load_reference()
    told = sentences(text, low, lexicon(reference), read_numbers(text, low), read_periods(low))
    return read_counters(text, low, told, entity=entity, published=published, reference=reference)


def counted(text: str) -> dict[str, Decimal | None]:
    return {one.subject: one.value for one in read(text).observations}


def only(text: str) -> Observation:
    (one,) = read(text).observations
    return one


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Toàn tỉnh tiếp nhận 48.215 hồ sơ.", "dossiers_received", "48215"),
        ("Đã giải quyết 46.900 hồ sơ.", "dossiers_resolved", "46900"),
        ("Có 1.312 hồ sơ quá hạn.", "dossiers_late", "1312"),
        ("Giải quyết đúng hạn 45.100 hồ sơ.", "dossiers_on_time", "45100"),
        ("Trả trước hạn 21.400 hồ sơ.", "dossiers_early", "21400"),
        ("Tỷ lệ hồ sơ giải quyết đúng hạn đạt 98,4%.", "dossiers_on_time_rate", "98.4"),
        ("98,4% số hồ sơ được giải quyết trước và đúng hạn.", "dossiers_on_time_rate", "98.4"),
        ("Tỷ lệ hồ sơ nộp trực tuyến tăng từ 40% lên 71,5%.", "dossiers_online_rate", "71.5"),
        ("Số hóa 12.400 hồ sơ.", "dossiers_digitised", "12400"),
        ("Tổng số TTHC thuộc thẩm quyền của tỉnh là 1.874.", "procedures_total", "1874"),
        ("Bãi bỏ 63 thủ tục hành chính.", "procedures_abolished", "63"),
        ("Công bố danh mục 214 TTHC.", "procedures_published", "214"),
        ("Cung cấp 2.950 dịch vụ công trực tuyến mức độ 3, 4.", "services_level_3_4", "2950"),
        ("Cung cấp 811 dịch vụ công trực tuyến toàn trình.", "services_online_full", "811"),
        ("Tích hợp 905 dịch vụ công lên Cổng Dịch vụ công quốc gia.", "services_integrated", "905"),
        ("Kích hoạt 320.500 tài khoản định danh điện tử.", "eid_accounts_activated", "320500"),
        ("Hơn 5,2 triệu tài khoản đăng ký.", "accounts", "5200000"),
        ("Có 84 nghìn giao dịch thanh toán trực tuyến.", "payment_transactions", "84000"),
        ("Tỷ lệ thanh toán trực tuyến đạt 61%.", "payments_online_rate", "61"),
        ("Cả nước có 10.900 Bộ phận Một cửa.", "one_stop_units", "10900"),
        ("Cắt giảm, đơn giản hóa 940 quy định kinh doanh.", "business_regulations_cut", "940"),
        ("Duyệt phương án cắt giảm, đơn giản hóa 212 quy định kinh doanh.", "regulations_cut_plan_approved", "212"),
        ("Số văn bản điện tử gửi, nhận là 4,4 triệu văn bản.", "edocuments_exchanged", "4400000"),
        ("97% văn bản được ký số.", "documents_signed_rate", "97"),
        ("Cấp 1.640 chứng thư số.", "digital_signatures", "1640"),
        ("Chứng thực 3.310 bản sao điện tử.", "certified_e_copies", "3310"),
        ("Tinh giản 415 biên chế.", "posts_cut", "415"),
        ("Giảm 27 đơn vị sự nghiệp công lập.", "public_units_cut", "27"),
        ("Tiếp nhận 96 phản ánh, kiến nghị.", "feedback_received", "96"),
        ("Cổng ghi nhận 1,9 triệu lượt truy cập.", "visits", "1900000"),
        ("Mỗi ngày có 12.000 lượt truy cập.", "visits_per_day", "12000"),
        ("Nền tảng NDXP có 1,3 tỷ giao dịch.", "data_exchange_transactions", "1300000000"),
        ("Thủ tướng duyệt 12 phương án cắt 310 thủ tục.", "procedures_planned_to_cut", "310"),
    ],
)
def test_named_counters(text: str, name: str, value: str) -> None:
    assert counted(text) == {name: Decimal(value)}


def test_a_report_line_by_line() -> None:
    text = (
        "Trong 9 tháng đầu năm 2021, toàn tỉnh tiếp nhận 61.400 hồ sơ (trực tuyến 40.200 hồ sơ, đạt 65,5%). "
        "Đã giải quyết 60.100 hồ sơ, trong đó đúng hạn 59.800 (99,5%), quá hạn 300 hồ sơ (0,5%)."
    )

    assert counted(text) == {
        "dossiers_received": Decimal(61400),
        "dossiers_online": Decimal(40200),
        "dossiers_online_rate": Decimal("65.5"),
        "dossiers_resolved": Decimal(60100),
        "dossiers_on_time": Decimal(59800),
        "dossiers_on_time_rate": Decimal("99.5"),
        "dossiers_late": Decimal(300),
        "dossiers_late_rate": Decimal("0.5"),
    }
    assert {one.period for one in read(text).observations} == {"2021-9M"}


def test_a_list_that_says_its_noun_once() -> None:
    assert counted("- Số hồ sơ tiếp nhận: 5.310; đã giải quyết: 5.200; quá hạn: 12.") == {
        "dossiers_received": Decimal(5310),
        "dossiers_resolved": Decimal(5200),
        "dossiers_late": Decimal(12),
    }
    assert counted("Tổng số TTHC là 1.600 thủ tục (cấp tỉnh 1.250, cấp huyện 230, cấp xã 120).") == {
        "procedures_total": Decimal(1600),
        "procedures_of_province": Decimal(1250),
        "procedures_of_district": Decimal(230),
        "procedures_of_commune": Decimal(120),
    }


def test_an_extreme_belongs_to_the_ministry_that_has_it() -> None:
    reading = read("Các bộ có 3.100 thủ tục hành chính, nhiều nhất là Bộ Tài chính với 640.")

    assert [(one.entity, one.value) for one in reading.observations] == [
        ("viet-nam", Decimal(3100)),
        ("bo-tai-chinh", Decimal(640)),
    ]


def test_a_national_report_on_a_provincial_portal() -> None:
    """The country's figures stay the country's, sentence after sentence."""
    reading = read(
        "Theo báo cáo của Văn phòng Chính phủ, đã cắt giảm 1.340 quy định kinh doanh tại 98 văn bản. "
        "Đã có 47/63 địa phương kết nối Cổng dịch vụ công. Có hơn 1,9 triệu tài khoản.\n"
        "Toàn tỉnh tiếp nhận 3.200 hồ sơ."
    )

    assert [(one.subject, one.entity, one.of) for one in reading.observations] == [
        ("business_regulations_cut", "viet-nam", None),
        ("legal_documents_with_cut_regulations", "viet-nam", None),
        ("localities_doing", "viet-nam", Decimal(63)),
        ("accounts", "viet-nam", None),
        ("dossiers_received", "lai-chau", None),
    ]


@pytest.mark.parametrize(
    ("text", "amount", "unit", "versus"),
    [
        ("Có 2 triệu tài khoản, tăng hơn 4 lần so với cùng kỳ năm 2021.", "4", "factor", "2021"),
        ("Có 2 triệu tài khoản, gấp đôi năm 2020.", "2", "factor", "2020"),
        ("Tiếp nhận 900 hồ sơ, tăng 12,5% so với năm 2021.", "12.5", "percent", "2021"),
        ("Tiếp nhận 900 hồ sơ, giảm 30% so với cùng kỳ.", "-30", "percent", None),
        ("Tiếp nhận 900 hồ sơ (ít hơn tháng 7-2022 45 hồ sơ).", "-45", "count", "2022-07"),
        ("Quý III nhận 900 hồ sơ, hơn quý II-2022 120 hồ sơ.", "120", "count", "2022-Q2"),
        ("Năm 2021 tiếp nhận 900 hồ sơ, tăng 20% so với năm trước.", "20", "percent", "2020"),
        ("Số hồ sơ tăng 25% so với năm 2020, đạt 125.000 hồ sơ.", "25", "percent", "2020"),
        ("Tỷ lệ hồ sơ trực tuyến đạt 70%, tăng 9% so với năm 2021.", "9", "points", "2021"),
    ],
)
def test_growth(text: str, amount: str, unit: str, versus: str | None) -> None:
    (change,) = only(text).changes

    assert (change.amount, change.unit, change.versus) == (Decimal(amount), unit, versus)


def test_money_is_in_dong_and_knows_its_bound() -> None:
    one = read("Có 2 triệu giao dịch thanh toán với số tiền gần 3,1 nghìn tỷ đồng.").observations[1]

    assert (one.subject, one.measure, one.unit) == ("online_payment_amount", Measure.AMOUNT, "VND")
    assert (one.value, one.bound) == (Decimal(3_100_000_000_000), Bound.NEARLY)


def test_a_yearly_amount_says_so() -> None:
    one = only("Tiết kiệm chi phí tuân thủ khoảng 18 tỷ đồng/năm.")

    assert (one.subject, one.unit, one.bound) == ("compliance_cost_saved_per_year", "VND/year", Bound.ABOUT)


@pytest.mark.parametrize(
    ("text", "period", "basis"),
    [
        ("Đến ngày 7/5/2020, có 500 tài khoản.", "2020-05-07", "stated"),
        ("Từ 1.2.2018 đến 20.09.2018 tiếp nhận 500 hồ sơ.", "2018-02/2018-09", "stated"),
        ("Năm 2021, tỉnh đã hoàn thành. Tiếp nhận 500 hồ sơ.", "2021", "inherited"),
        ("Năm 2021, tỉnh đã hoàn thành.\nTiếp nhận 500 hồ sơ.", None, "unknown"),
        ("Từ năm 2021 đến nay, tiếp nhận 500 hồ sơ.", None, "unknown"),
        ("Trong 6 tháng đầu năm, tiếp nhận 500 hồ sơ.", "2022-6M", "relative"),
        ("Năm 2020 tốt. Quý III tiếp nhận 500 hồ sơ.", "2020-Q3", "relative"),
        ("Tiếp nhận 500 hồ sơ trong quý II/2021.", "2021-Q2", "stated"),
        ("Tiếp nhận 500 hồ sơ trong tháng 5, tăng 8% so tháng 4.", "2022-05", "relative"),
        ("Tới ngày 1-3, đã cấp 500 chứng thư số.", "2022-03-01", "relative"),
    ],
)
def test_periods(text: str, period: str | None, basis: str) -> None:
    one = only(text)

    assert (one.period, one.basis) == (period, basis)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Khảo sát 19.000 cử tri.", "unknown_noun"),
        ("Bộ tiêu chí có 43 tiêu chí.", "unknown_noun"),
        ("Mục tiêu năm 2025: 80% hồ sơ được nộp trực tuyến.", "target"),
        ("Tỉnh phấn đấu cung cấp 900 dịch vụ công trực tuyến.", "target"),
        ("Giải ngân vốn đầu tư công 7.100 tỷ đồng.", "money_unrelated"),
        ("Tiết kiệm 350 triệu USD.", "foreign_money"),
        ("Số hồ sơ tăng 15% so với cùng kỳ.", "change_without_level"),
        ("Cắt giảm 30% thời gian làm thủ tục.", "share_of_unknown"),
        ("Tỷ lệ hài lòng đạt 91,2%.", "index_score"),
        ("Có 57 địa phương tăng điểm.", "unnamed_locality"),
        ("Rà soát các TTHC của 63 tỉnh, thành phố.", "unnamed_locality"),
        ("Tập huấn cho 240 cán bộ.", "unnamed_post"),
        ("Mỗi sở phải rút ngắn 12 thủ tục.", "target"),
        ("Người dân chỉ làm hai thủ tục.", "in_words"),
        ("Sở Tư pháp đã tiếp nhận 900 hồ sơ.", "inside"),
        ("Bộ chỉ số 766: tỷ lệ thanh toán trực tuyến 45%.", "component"),
        ("Nhờ giảm phí, đã có 500 tổ chức nộp thuế.", "unnamed_organisation"),
        ("Có 22 địa phương chưa đủ 30% hồ sơ trực tuyến.", "condition"),
        ("Toàn huyện tiếp nhận 900 hồ sơ.", "inside"),
        ("Tỷ lệ hồ sơ trực tuyến tăng từ 40% lên 70%.", "earlier_level"),
    ],
)
def test_refused_with_a_reason(text: str, reason: str) -> None:
    reading = read(text)

    assert len(reading.observations) == (reason == "earlier_level")
    assert reason in {refusal.reason for refusal in reading.refusals}


def test_a_share_in_brackets_behind_a_fraction_is_not_counted_twice() -> None:
    reading = read("Đã cắt giảm 310/620 TTHC (50%).")

    assert [(one.value, one.of) for one in reading.observations] == [(Decimal(310), Decimal(620))]
    assert [refusal.reason for refusal in reading.refusals] == ["restates_fraction"]


def test_a_whole_named_in_words() -> None:
    count, share = read("Đã cắt giảm 310 TTHC trên tổng số 620 TTHC, đạt 50%.").observations

    assert (count.value, count.of) == (Decimal(310), Decimal(620))
    assert (share.value, share.measure) == (Decimal(50), Measure.SHARE)


def test_what_nobody_has_to_do_is_no_target() -> None:
    assert counted("Người dân không phải đi lại, tỷ lệ hồ sơ trực tuyến đạt 85%.") == {
        "dossiers_online_rate": Decimal(85)
    }


def test_a_list_of_targets_is_no_list_of_figures() -> None:
    reading = read("Mục tiêu đến năm 2025:\n- 80% hồ sơ trực tuyến;\n- 50% hồ sơ được số hóa.\nĐã tiếp nhận 500 hồ sơ.")

    assert [one.value for one in reading.observations] == [Decimal(500)]
    assert [refusal.reason for refusal in reading.refusals] == ["target", "target"]


def test_a_sentence_without_numbers_tells_whose_figures_follow() -> None:
    reading = read("Theo Văn phòng Chính phủ, việc này có nhiều tiến bộ. Đã cắt giảm 1.340 quy định kinh doanh.")

    assert [one.entity for one in reading.observations] == ["viet-nam"]


def test_a_whole_that_alone_has_the_noun() -> None:
    count, share = read("Tỉnh tích hợp 310 trên tổng số 620 thủ tục, tức 50%.").observations

    assert (count.subject, count.value, count.of) == ("procedures_total", Decimal(310), Decimal(620))
    assert (share.subject, share.value) == ("procedures_total_rate", Decimal(50))


def test_a_bare_list() -> None:
    assert counted("Tháng 5/2022: hồ sơ 21.300, trực tuyến 16.100, đúng hạn 98,7%.") == {
        "dossiers": Decimal(21300),
        "dossiers_online": Decimal(16100),
        "dossiers_on_time_rate": Decimal("98.7"),
    }


def test_the_level_behind_a_change() -> None:
    one = only("Số hồ sơ nộp qua mạng tăng gấp 2,5 lần, lên 45.000.")

    assert (one.subject, one.value) == ("dossiers_online", Decimal(45000))
    assert [(change.amount, change.unit) for change in one.changes] == [(Decimal("2.5"), "factor")]


def test_what_was_reached_is_no_target() -> None:
    reading = read("Mục tiêu là 80% hồ sơ trực tuyến, đến nay đã đạt 84% hồ sơ trực tuyến.")

    assert [one.value for one in reading.observations] == [Decimal(84)]


def test_a_repeated_body_counts_once() -> None:
    line = "Năm 2021, toàn tỉnh tiếp nhận 500 hồ sơ."

    assert len(read(f"{line}\n{line}").observations) == 1


def test_the_receipt_says_whose_things_were_counted() -> None:
    one = only("Thủ tướng duyệt phương án cắt giảm 1.020 quy định của 08 bộ, cơ quan.")

    assert one.quote.endswith("1.020 quy định của 08 bộ, cơ quan")


def test_a_list_that_names_its_noun_at_the_end() -> None:
    assert counted("Năm 2021, tỉnh bãi bỏ 41, sửa đổi 86 và ban hành mới 15 thủ tục.") == {
        "procedures_abolished": Decimal(41),
        "procedures_amended": Decimal(86),
        "procedures_new": Decimal(15),
    }


def test_quotes_are_cut_from_the_text() -> None:
    text = nfc("Trong năm 2021, tỉnh tiếp nhận 500 hồ sơ (trực tuyến 400), tăng 5% so với năm 2020.")

    for one in read(text).observations:
        assert text[one.start : one.end] == one.quote
        assert one.quote == one.quote.strip(" (,")


def test_numbers_that_a_ranking_claims_are_left_alone() -> None:
    text = nfc("Tỷ lệ hồ sơ trực tuyến đạt 70%.")
    low = canonical(text)
    reference = load_reference()
    numbers = read_numbers(text, low)
    told = sentences(text, low, lexicon(reference), numbers, [])

    reading = read_counters(
        text, low, told, entity="", published=None, reference=reference, taken=frozenset({numbers[0].start})
    )

    assert reading == CounterReading((), ())


def test_the_list_of_counters_is_sound() -> None:
    """Every noun is printed somehow, no counter stands twice for one noun, and every row says what it means."""
    rows = load_reference().counters
    printed = {row["noun"] for row in rows if row["printed"]}

    assert {row["noun"] for row in rows} == printed | {"money"}  # money is known by its sign
    assert len({(row["name"], row["noun"], row["marks"]) for row in rows}) == len(rows)
    assert all(row["unit"] and row["meaning"] for row in rows)
    assert all(row["name"].isidentifier() and row["name"].islower() for row in rows)


def test_what_takes_fewer_days_is_no_change_of_the_procedures() -> None:
    cut = only("Tỉnh cắt giảm 245 thủ tục hành chính, giảm 2.150 ngày làm việc.")

    assert (cut.value, cut.changes) == (Decimal(245), ())
