"""What holds of every text: figures survive rendering, spelling changes nothing, nothing crashes, time stays linear."""

import gc
import time
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import Reading
from pipeline.normalise import nfc
from pipeline.observe import observe
from pipeline.observe.numbers import read_numbers
from pipeline.reference import load_reference

FAST = settings(derandomize=True, max_examples=60, deadline=None, database=None)


def read(text: str) -> Reading:
    return observe(nfc(text), entity="lai-chau", published=None, reference=load_reference())


def facts(text: str) -> list[tuple[object, ...]]:
    reading = read(text)
    return [
        (one.subject, one.entity, one.period, one.measure, one.value, one.unit, one.bound, one.rank_of, one.changes)
        for one in reading.observations
    ]


def grouped(value: int, mark: str) -> str:
    return f"{value:,}".replace(",", mark)


@FAST
@given(st.integers(0, 10**12))
def test_a_whole_number_survives_each_style(value: int) -> None:
    for printed in (grouped(value, "."), grouped(value, ","), str(value), f"0{value}"):
        read_as = {number.value for number in read_numbers(f"có {printed} hồ sơ")}
        others = {number.other for number in read_numbers(f"có {printed} hồ sơ")}

        assert Decimal(value) in read_as | others, printed


@FAST
@given(st.integers(0, 10**7), st.integers(1, 9999))
def test_a_decimal_survives_comma_and_point(whole: int, small: int) -> None:
    value = Decimal(f"{whole}.{small:04}")

    for printed in (f"{whole},{small:04}", f"{whole}.{small:04}", f"{grouped(whole, '.')},{small:04}"):
        (number,) = read_numbers(f"đạt {printed}%")
        assert number.value == value, printed


@FAST
@given(
    st.integers(1, 999),
    st.integers(0, 9),
    st.sampled_from([("nghìn", 10**3), ("ngàn", 10**3), ("triệu", 10**6), ("tỷ", 10**9), ("nghìn tỷ", 10**12)]),
)
def test_a_scale_word_multiplies(whole: int, tenth: int, scale: tuple[str, int]) -> None:
    (number,) = read_numbers(f"gần {whole},{tenth} {scale[0]} đồng")

    assert number.value == Decimal(f"{whole}.{tenth}") * scale[1]


@FAST
@given(st.integers(1, 5 * 10**8), st.sampled_from(["hồ sơ", "thủ tục hành chính", "tài khoản", "lượt truy cập"]))
def test_a_counter_survives_rendering(value: int, noun: str) -> None:
    for printed in {grouped(value, "."), str(value)} - {str(year) for year in range(1945, 2061)}:
        reading = read(f"Toàn tỉnh ghi nhận {printed} {noun}.")

        assert [one.value for one in reading.counters] == [Decimal(value)], printed


@FAST
@given(st.integers(1, 63), st.sampled_from(["xếp thứ {}/63", "xếp hạng {}/63 tỉnh, thành phố", "đứng thứ {}/63"]))
def test_a_rank_survives_rendering(rank: int, phrase: str) -> None:
    for printed in (str(rank), f"{rank:02}"):
        (one,) = read(f"Chỉ số PAPI năm 2021 của tỉnh {phrase.format(printed)}.").rankings

        assert (one.subject, one.period, one.value, one.rank_of) == ("PAPI", "2021", Decimal(rank), 63)


SENTENCES = [
    "Năm 2021, Chỉ số PAPI của tỉnh Hòa Bình xếp thứ 21/63, tăng 03 bậc so với năm 2020.",
    "Chỉ số cải cách hành chính năm 2022 của Khánh Hòa đạt 84,35%, xếp thứ 17/63.",
    "Tỉnh đã số hóa 12.400 hồ sơ, tăng 15% so với năm 2021.",
    "Đã cắt giảm, đơn giản hóa 940 quy định kinh doanh.",
    "Có gần 3,1 nghìn tỷ đồng thanh toán trực tuyến.",
]
OLD_TONES = {"òa": "oà", "óa": "oá", "ủy": "uỷ", "ỏa": "oả"}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_spelling_changes_nothing(sentence: str) -> None:
    told = facts(sentence)
    old = sentence
    for new_tone, old_tone in OLD_TONES.items():
        old = old.replace(new_tone, old_tone)

    assert told
    assert facts(unicodedata.normalize("NFD", sentence)) == told
    assert facts(unicodedata.normalize("NFKD", old)) == told
    assert facts(old) == told
    assert facts(sentence.upper()) == told
    assert facts(sentence.lower()) == told
    assert facts(sentence.replace(" ", "\u00a0")) == told


@pytest.mark.parametrize(
    "piece",
    ["1", "1/", "1 ", "1.234,", "(1%", "5 triệu hồ sơ ", "từ 45% lên ", "tháng 8 năm ", "Hà Giang 5 ", "1\t2\n",
     "Tỉnh\tHạng\nHà Giang\t1\nx\n", "PAPI thứ 5, ", "hai mươi ", "\t \t", "( ", "mục tiêu 5 hồ sơ, "],
)  # fmt: skip
@pytest.mark.endurance
def test_time_grows_with_length_only(piece: str) -> None:
    """Eight times the text may take eight times as long; squares would take sixty-four times."""

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size]
        gc.collect()  # or it would come in between, over all that other tests left
        start = time.process_time()
        read(text)
        return time.process_time() - start

    assert min(seconds(16_000), seconds(16_000)) < 24 * max(min(seconds(2_000), seconds(2_000)), 0.004)


def test_a_megabyte_of_digits_and_slashes() -> None:
    for text in ("1" * 1_000_000, "1/2" * 333_333, "/1" * 500_000):
        start = time.process_time()
        read(text)

        assert time.process_time() - start < 8
