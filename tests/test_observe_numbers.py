"""How numbers are printed in Vietnamese articles, and what each is read as."""

from decimal import Decimal

import pytest

from pipeline.model import Bound
from pipeline.normalise import nfc
from pipeline.observe.numbers import Number, NumberKind, read_numbers


def only(text: str) -> Number:
    (number,) = read_numbers(text)
    return number


@pytest.mark.parametrize(
    ("printed", "value", "kind"),
    [
        ("1.438 thủ tục", "1438", NumberKind.PLAIN),
        ("91,24%", "91.24", NumberKind.PERCENT),
        ("46.31 điểm", "46.31", NumberKind.POINTS),
        ("0.714", "0.714", NumberKind.PLAIN),
        ("1.254.300 hồ sơ", "1254300", NumberKind.PLAIN),
        ("1,254,300 hồ sơ", "1254300", NumberKind.PLAIN),
        ("1.254,75 điểm", "1254.75", NumberKind.POINTS),
        ("3,6 nghìn tỷ đồng", "3600000000000", NumberKind.MONEY),
        ("750 tỉ đồng", "750000000000", NumberKind.MONEY),
        ("45.000đ", "45000", NumberKind.MONEY),
        ("218 nghìn tài khoản", "218000", NumberKind.PLAIN),
        ("18,7 ngàn", "18700", NumberKind.PLAIN),
        ("4,1 triệu hồ sơ", "4100000", NumberKind.PLAIN),
        ("05 bậc", "5", NumberKind.RANKS),
        ("gấp 7 lần", "7", NumberKind.FACTOR),
        ("1,85 điểm phần trăm", "1.85", NumberKind.PERCENT_POINTS),
        ("2,1 điểm %", "2.1", NumberKind.PERCENT_POINTS),
        ("95 phần trăm", "95", NumberKind.PERCENT),
        ("7, 45%", "7.45", NumberKind.PERCENT),
        ("sáu địa phương", "6", NumberKind.PLAIN),
        ("Mười bốn bộ", "14", NumberKind.PLAIN),
        ("hai mươi ba tỉnh", "23", NumberKind.PLAIN),
        ("xuống một bậc", "1", NumberKind.RANKS),
        ("5 tỷ lệ", "5", NumberKind.PLAIN),
        ("8 đồng chí", "8", NumberKind.PLAIN),
        ("63 điểm cầu", "63", NumberKind.PLAIN),
    ],
)
def test_value_and_kind(printed: str, value: str, kind: NumberKind) -> None:
    number = only(printed)

    assert (number.value, number.kind) == (Decimal(value), kind)


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("sáng 15/9", NumberKind.DATE),
        ("ngày 5/12", NumberKind.DATE),
        ("ngày 23.8", NumberKind.DATE),
        ("Ngày19-4", NumberKind.DATE),
        ("23/6/2022", NumberKind.DATE),
        ("15.08.2019", NumberKind.DATE),
        ("từ 6/2018", NumberKind.DATE),
        ("tháng 10-2020", NumberKind.DATE),
        ("54/63 tỉnh", NumberKind.FRACTION),
        ("5/12 huyện", NumberKind.FRACTION),
        ("58/61/63", NumberKind.FRACTION),
        ("766/QĐ-TTg", NumberKind.LAW),
        ("61/2018/NĐ-CP", NumberKind.LAW),
        ("4338/BTTTT-CĐSQG", NumberKind.LAW),
        ("Đề án 06", NumberKind.LAW),
        ("Nghị quyết số 68", NumberKind.LAW),
        ("năm 2021", NumberKind.PERIOD),
        ("9 tháng", NumberKind.PERIOD),
        ("quý 3", NumberKind.PERIOD),
        ("tuần 03", NumberKind.PERIOD),
        ("giai đoạn 2016-2020", NumberKind.PERIOD),
        ("thứ 12", NumberKind.ORDINAL),
        ("vị trí số 2", NumberKind.ORDINAL),
        ("hạng 9", NumberKind.ORDINAL),
        ("mức độ 4", NumberKind.LEVEL),
        ("Covid-19", NumberKind.NAME),
        ("4G", NumberKind.NAME),
        ("02460.711.222", NumberKind.NAME),
        ("192.168.1.1", NumberKind.NAME),
    ],
)
def test_numbers_that_count_nothing_are_told_apart(printed: str, kind: NumberKind) -> None:
    assert only(printed).kind is kind


@pytest.mark.parametrize("text", ["mức độ 3, 4", "mức 3 và 4", "mức độ 3,4"])
def test_levels_in_a_list(text: str) -> None:
    assert {number.kind for number in read_numbers(text)} == {NumberKind.LEVEL}


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("hơn 40 nghìn", Bound.MORE_THAN),
        ("trên 40 nghìn", Bound.MORE_THAN),
        ("từ 80% trở lên", Bound.MORE_THAN),
        ("không dưới 80%", Bound.MORE_THAN),
        ("gần 40 nghìn", Bound.NEARLY),
        ("khoảng 40 nghìn", Bound.ABOUT),
        ("xấp xỉ 40 nghìn", Bound.ABOUT),
        ("dưới 40 nghìn", Bound.LESS_THAN),
        ("chưa tới 70%", Bound.LESS_THAN),
        ("cao hơn 2,65%", Bound.EXACT),
        ("thứ 5 trên 63", Bound.EXACT),
        ("đạt 63", Bound.EXACT),
    ],
)
def test_bounds(text: str, bound: Bound) -> None:
    assert read_numbers(text)[-1].bound is bound


@pytest.mark.parametrize(
    ("text", "doubt", "other"),
    [
        ("44.318 điểm", "thousands_or_decimal", Decimal("44.318")),
        ("46,205 điểm", "thousands_or_decimal", Decimal(46205)),
        ("7, 45%", "joined", None),
        ("hồ sơ năm nay 2019", "year_or_count", None),
        ("5/12 huyện", "day_or_fraction", None),
        ("Năm tỉnh", "five_or_year", None),
    ],
)
def test_ambiguous_numbers_say_so(text: str, doubt: str, other: Decimal | None) -> None:
    number = read_numbers(text)[0]

    assert (number.doubt, number.other) == (doubt, other)


def test_parts_of_fractions_and_ranges() -> None:
    assert only("1.310/2.620 TTHC").parts == (Decimal(1310), Decimal(2620))
    assert only("58/61/63").parts == (Decimal(58), Decimal(61), Decimal(63))
    assert [number.parts for number in read_numbers("tăng 2-4 bậc")] == [(Decimal(2), Decimal(4))] * 2


@pytest.mark.parametrize(
    "text", ["trong năm tỉnh đã tiếp nhận", "một cửa", "một số đơn vị", "bộ phận một cửa", "thứ ba"]
)
def test_words_that_only_look_like_numbers(text: str) -> None:
    assert read_numbers(text) == ()


def test_spans_point_into_the_text() -> None:
    text = nfc("Có gần 2,6 nghìn tỷ đồng, tức 12,5%.")

    money, share = read_numbers(text)

    assert text[money.start : money.end] == "2,6 nghìn tỷ đồng"
    assert text[money.opens : money.start] == "gần "
    assert text[share.start : share.end] == "12,5%"
