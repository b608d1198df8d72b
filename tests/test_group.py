"""Which articles tell the same: copies, excerpts, revisions, and texts of their own."""

import unicodedata
from datetime import date

import pytest

from pipeline.duplicates.group import group, group_texts
from pipeline.duplicates.index import Member
from pipeline.model import Relation

ARTICLE = """Sáng nay, Sở Nội vụ tỉnh Hòa Bình họp báo về kết quả cải cách hành chính của tỉnh trong năm 2023.
Theo kết quả vừa được công bố, chỉ số cải cách hành chính của tỉnh đạt 86,45%, đứng thứ 27/63 tỉnh, thành phố, \
cao hơn 4 bậc so với năm trước đó. Mức độ hài lòng của người dân dừng ở 81,9%, xếp thứ 33/63.
Bộ phận Một cửa các cấp đã tiếp nhận 214.530 hồ sơ, trong đó 98,7% được trả đúng hẹn hoặc sớm hẹn; còn lại chủ yếu \
là hồ sơ đất đai phải bổ sung giấy tờ.
Lãnh đạo tỉnh yêu cầu các sở, ngành rà soát từng tiêu chí còn mất điểm, phân công rõ người chịu trách nhiệm và \
báo cáo việc khắc phục trước khi kỳ đánh giá mới bắt đầu."""


def relation(changed: str, original: str = ARTICLE) -> Relation:
    return group_texts([("first", original), ("second", changed)])[1].relation


@pytest.mark.parametrize(
    "changed",
    [
        unicodedata.normalize("NFD", ARTICLE),
        ARTICLE.replace("Hòa", "Hoà"),
        ARTICLE.upper(),
        ARTICLE.replace("\n", " "),
        "Hòa Bình tăng bậc cải cách hành chính\n" + ARTICLE,
        ARTICLE + "\n1.204 lượt xem\nNguồn: Cổng tin tỉnh\nTin liên quan\nCả nước có 34 tỉnh từ tháng 7",
        "Hòa Bình, 12/4/2024 (TTX) - " + ARTICLE,
        ARTICLE.replace("86,45%", "86.45 %").replace("4 bậc", "04 bậc"),
    ],
)
def test_what_stands_around_a_text_leaves_it_a_copy(changed: str) -> None:
    assert relation(changed) is Relation.COPY


@pytest.mark.parametrize(
    ("printed", "instead"),
    [
        ("27/63", "28/63"),
        ("86,45", "86,54"),
        ("214.530", "214.350"),
        ("cao hơn 4 bậc", "thấp hơn 4 bậc"),
        ("4 bậc", "5 bậc"),
        ("năm 2023", "năm 2022"),
        ("tiếp nhận 214.530 hồ sơ", "tiếp nhận gần 214.530 hồ sơ, 61 hồ sơ quá hạn"),
    ],
)
def test_another_figure_makes_a_revision(printed: str, instead: str) -> None:
    assert relation(ARTICLE.replace(printed, instead)) is Relation.REVISION


def test_a_figure_corrected_in_one_of_two_places_makes_a_revision() -> None:
    """The other place, with all words before it, still agrees with the figure."""
    told = "Chỉ số cải cách hành chính của tỉnh đạt 86,45%"
    text = f"{told} trong năm qua.\n{ARTICLE}\n{told}"
    corrected = text.replace("86,45", "86,54", 1)

    assert relation(text, corrected) is Relation.REVISION
    assert relation(corrected, text) is Relation.REVISION


def test_a_part_is_an_excerpt() -> None:
    assert relation("\n".join(ARTICLE.split("\n")[:2])) is Relation.EXCERPT


def test_a_paragraph_with_new_figures_makes_a_revision() -> None:
    assert (
        relation(ARTICLE + "\nRiêng chỉ số chuyển đổi số của tỉnh được 0,6512 điểm và đứng thứ 41.")
        is Relation.REVISION
    )


def test_a_template_filled_anew_is_an_original() -> None:
    quarter = "Trong quý {}, toàn tỉnh tiếp nhận {} hồ sơ, giải quyết {} hồ sơ, đạt {}%. Hồ sơ quá hạn còn {} hồ sơ."

    assert relation(quarter.format("II", 5120, 4980, "97,3", 61), quarter.format("I", 4410, 4377, "99,2", 33)) is (
        Relation.ORIGINAL
    )


def test_the_earliest_stands_for_its_group_whatever_the_order() -> None:
    early, late = date(2024, 4, 1), date(2024, 4, 2)
    members = [
        Member("a", "one", "https://one.example/1", late, "province", ARTICLE),
        Member("b", "two", "https://two.example/1", early, "press", ARTICLE + "\nTheo báo tỉnh"),
        Member("c", "three", "https://three.example/1", late, "publisher", "Tin mới\n" + ARTICLE),
    ]

    assert {found.canonical for found in group(members)} == {found.canonical for found in group(members[::-1])} == {"b"}
