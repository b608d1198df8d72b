"""Bytes in every encoding that portals were seen to send give the same Vietnamese text, or a refusal with a reason."""

import random
import unicodedata

import ftfy.bad_codecs  # the decoding of browsers, which knows no undefined byte
import pytest

from pipeline.encoding import decode
from pipeline.encoding.legacy import from_tcvn3, from_vni
from pipeline.encoding.syllables import is_syllable, score
from pipeline.errors import EncodingError

TEXT = (
    "Sáng 15/3, Ủy ban nhân dân tỉnh họp bàn việc sửa đổi quy trình tiếp nhận hồ sơ. Người dân phản ánh thời gian chờ "
    "đợi ở quầy giao dịch còn dài; nhiều giấy tờ phải nộp lại dù cơ quan nhà nước đã lưu giữ. Chủ tịch tỉnh nhấn mạnh: "
    "“Thủ tục phải gọn, dễ hiểu, đỡ tốn kém”. Kết quả chấm điểm cho thấy tỉnh đạt 84,56 điểm, tăng 3 bậc so với năm "
    "ngoái."
)
PAGE = f"<html><head><title>Tin tức</title></head><body><p>{TEXT}</p></body></html>"


def in_1258(text: str) -> bytes:
    """Base letters with hat and horn as one byte, tones as combining bytes, as Windows writes it."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    out = b""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(mark for mark in apart if mark not in tones))
        out += base.encode("cp1258") + "".join(mark for mark in apart if mark in tones).encode("cp1258")
    return out


def typed_for(convert, text: str, places: range, letters: str = "") -> str:
    """What a typist with a legacy font keyed in: the inverse of a conversion table."""
    keys = {convert(key): key for key in [*map(chr, places), *(a + b for a in letters for b in map(chr, places))]}
    return "".join(keys.get(letter, letter) for letter in text)


def in_tcvn3(text: str) -> str:
    return typed_for(from_tcvn3, text, range(0xA1, 0xFF))


def in_vni(text: str) -> str:
    return typed_for(from_vni, text, range(0xC0, 0xFD), "aeouyAEOUYôöÔÖ")


PLAIN = TEXT.replace("“", '"').replace("”", '"')
LOWER = PLAIN.lower()


ftfy.bad_codecs.ok()


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (PAGE.encode(), "text/html; charset=utf-8"),
        (PAGE.encode(), "text/html; charset=iso-8859-1"),
        (PAGE.encode(), ""),
        (b"\xef\xbb\xbf" + PAGE.encode(), "text/html; charset=windows-1258"),
        (unicodedata.normalize("NFD", PAGE).encode(), "text/html"),
        (PAGE.encode("utf-16"), "text/html"),
        (PAGE.encode("utf-16-le"), "text/html"),
        (PAGE.encode("utf-16-be"), "text/html; charset=utf-8"),
        (in_1258(PAGE), "text/html; charset=windows-1258"),
        (in_1258(PAGE), "text/html; charset=utf-8"),
        (in_1258(PAGE), ""),
        (PAGE.encode().decode("latin-1").encode(), "text/html; charset=utf-8"),
        (PAGE.encode().decode("sloppy-windows-1252").encode(), "text/html; charset=utf-8"),
        (PAGE.replace("Sáng", "S\x00áng").encode(), "text/html"),
    ],
    ids=lambda value: None,
)
def test_page_is_read(body: bytes, content_type: str) -> None:
    assert TEXT.split("“", maxsplit=1)[0] in decode(body, content_type)


def test_windows_1258_is_read_letter_by_letter() -> None:
    assert decode(in_1258(PAGE)) == PAGE


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_tcvn3_is_read_in_lower_case(encoding: str) -> None:
    body = in_tcvn3(f"<p>{LOWER}</p>").encode(encoding)

    assert decode(body) == f"<p>{LOWER}</p>"


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8"])
def test_vni_is_read_with_its_capitals(encoding: str) -> None:
    assert decode(in_vni(f"<p>{PLAIN}</p>").encode(encoding)) == f"<p>{PLAIN}</p>"


def test_legacy_letters_written_as_entities_are_read() -> None:
    keyed = in_tcvn3(LOWER)
    body = "".join(f"&#{ord(letter)};" if ord(letter) > 160 else letter for letter in keyed).encode()

    assert decode(b"<p>" + body + b"</p>", "", "tcvn3") == f"<p>{LOWER}</p>"
    assert decode(b"<p>" + body + b"</p>") == f"<p>{LOWER}</p>"


def test_vietnamese_written_as_entities_is_left_to_the_parser() -> None:
    body = "".join(f"&#{ord(letter)};" if ord(letter) > 127 else letter for letter in PAGE)

    assert decode(body.encode()) == body


@pytest.mark.parametrize("convert", [from_tcvn3, from_vni])
def test_every_vietnamese_letter_has_a_place_in_the_table(convert) -> None:
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    letters = {unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưy" for tone in tones} | {"đ"}
    made = {convert(first + chr(place)) for first in ["", *"aeouyôö"] for place in range(0xA1, 0xFF)}

    assert letters - set("aeiouy") <= made


def test_a_page_cut_inside_a_letter_keeps_its_text() -> None:
    body = PAGE.encode()
    cut = body[: body.index("nhấn".encode()) + 3]

    assert decode(cut).startswith(PAGE[: PAGE.index("nhấn")])


def test_a_few_bad_bytes_do_not_change_the_rest() -> None:
    body = PAGE.encode().replace("quầy".encode(), b"qu\xff\xfey")

    assert decode(body).replace("\ufffd", "") == PAGE.replace("quầy", "quy")


def test_lines_of_another_encoding_inside_utf8_are_read() -> None:
    body = b"\n".join([*([PAGE.encode()] * 2), in_1258(TEXT), PAGE.encode()])

    assert decode(body).split("\n")[2] == TEXT


def test_the_portal_files_word_wins() -> None:
    assert decode(in_tcvn3(LOWER).encode("latin-1"), "text/html; charset=utf-8", "TCVN3") == LOWER


@pytest.mark.parametrize("label", ["utf-9", "idna", "undefined", "a\0b", "hex"])
def test_a_declared_encoding_that_is_none_for_pages_is_said(label: str) -> None:
    with pytest.raises(EncodingError, match="is none for pages"):
        decode(b"abc", "", label)


def test_half_a_letter_stays_in_no_text() -> None:
    assert decode(b"a\\ud800b", "", "unicode_escape") == "a?b"


def test_bytes_of_no_known_encoding_are_refused() -> None:
    chance = random.Random(1)
    body = b"<p>" + b" ".join(bytes(chance.choice(range(0x80, 0xFF)) for _ in range(5)) for _ in range(200)) + b"</p>"

    with pytest.raises(EncodingError, match="no decoding gives Vietnamese words"):
        decode(body)


@pytest.mark.parametrize("losses", [("replace", "»"), ("ignore", ""), ("replace", "º")])
def test_text_encoded_twice_with_losses_is_refused(losses: tuple[str, str]) -> None:
    how, lost = losses
    broken = PAGE.encode().decode("cp1252", how).replace(lost, "?" if lost else "").encode()

    with pytest.raises(EncodingError, match="with losses"):
        decode(broken)


def test_english_and_french_pages_pass_untouched() -> None:
    page = "<p>The province’s café naïveté report: déjà vu, 21/63. Évaluation générale des procédures.</p>" * 5

    assert decode(page.encode()) == page
    assert "21/63" in decode(b"<p>The caf\xe9 report: 21/63.</p>", "text/html; charset=iso-8859-1")


def test_the_same_bytes_give_the_same_text_whatever_came_before() -> None:
    first = decode(in_1258(PAGE))
    decode(in_vni(PLAIN).encode("latin-1"))

    assert decode(in_1258(PAGE)) == first


@pytest.mark.parametrize("word", ["nghiệp", "tuyến", "khuỷu", "quốc", "Ủy", "gì", "giấy", "ưu", "hoà", "hòa", "oải"])
def test_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["ViÖt", "hoäi", "Ã¡ng", "crème", "đđa", "ngđ"])
def test_other_words_are_not(word: str) -> None:
    assert not is_syllable(word)


def test_a_text_without_marked_words_tells_nothing() -> None:
    assert score("plain words only") == 0.0
