"""One spelling: composed letters, one tone placement, offsets kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise import canonical, fold, nfc, tone, unwrap


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("THUỶ", "THỦY"),
        ("khoẻ", "khỏe"),
        ("Uỷ ban", "Ủy ban"),
        ("hoá", "hóa"),
        ("huỷ bỏ", "hủy bỏ"),
    ],
)
def test_tone_moves_to_the_first_vowel(old: str, new: str) -> None:
    assert tone(old) == new


@pytest.mark.parametrize("word", ["toàn", "quý", "QUỲ", "hoàng", "khoẻn", "xoài", "thủy", "loét"])
def test_tone_stays_where_both_habits_agree(word: str) -> None:
    assert tone(word) == word


def test_nfc_composes_and_drops_what_prints_nothing() -> None:
    printed = unicodedata.normalize("NFD", "Yên\u00a0Bái") + " 2\ufe0f016\u200b\n\tnăm"

    assert nfc(printed) == "Yên Bái 2016\n\tnăm"


def test_nfc_drops_what_steers_a_terminal_or_turns_the_writing() -> None:
    assert nfc("hạng\x1b[2J\x9b8m\x07 2\u202e1\u2066/63\x0cnăm\x852021\x00") == "hạng[2J8m 21/63 năm 2021"


def test_nfc_knows_one_line_break() -> None:
    assert nfc("một\r\nhai\rba\n") == "một\nhai\nba\n"


def test_fold_compares_names() -> None:
    assert fold("  Đắk   LẮK ") == fold("dak lak") == "dak lak"


@given(st.text())
def test_canonical_keeps_every_offset(text: str) -> None:
    assert len(canonical(text)) == len(text)


@given(st.text())
def test_spelling_once_is_enough(text: str) -> None:
    assert nfc(nfc(text)) == nfc(text)
    assert canonical(canonical(text)) == canonical(text)


def test_a_line_that_goes_on_in_a_small_letter_was_wrapped_by_hand() -> None:
    assert unwrap("Chỉ số PAPI xếp\nthứ 29.\nTin khác") == "Chỉ số PAPI xếp thứ 29.\nTin khác"


def test_a_full_line_goes_on_where_the_text_is_wrapped_throughout() -> None:
    text = "Năm 2021, Chỉ số PAPI của\ntỉnh xếp thứ 29, Chỉ số\nPCI của tỉnh và chỉ số\nkhác đều tăng."

    assert "\n" not in unwrap(text)


def test_rows_of_a_table_stay_apart() -> None:
    assert unwrap("tỉnh A\t1\ntỉnh B\t2\nxã C | 3\nxã D | 4").count("\n") == 3


@given(st.text(alphabet="aB \n\t.,"))
def test_unwrapping_keeps_every_offset(text: str) -> None:
    assert len(unwrap(text)) == len(text)
