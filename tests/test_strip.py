"""A body printed more than once is kept once: the fullest copy whole, no number lost, no figure merged."""

import random
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.duplicates.figures import numbers
from pipeline.duplicates.strip import CONFLICT, strip
from pipeline.duplicates.trimmings import is_name
from pipeline.model import Article, Removal

LEAD = (
    "Sáng 6/3, UBND tỉnh tổ chức hội nghị đánh giá công tác cải cách hành chính năm 2022, "
    "triển khai nhiệm vụ năm 2023 tới 14 sở, ngành và 9 huyện."
)
RANKS = (
    "Chỉ số cải cách hành chính của tỉnh đạt 84,15 điểm, xếp thứ 31/63 tỉnh, thành phố, tăng 02 bậc so với năm 2021; "
    "chỉ số hài lòng của người dân đứng thứ 22/63."
)
ORDERS = (
    "Chủ tịch UBND tỉnh giao các sở rà soát 120 thủ tục, mỗi đơn vị chọn một khâu chậm nhất để sửa trước, "
    "báo cáo kết quả vào ngày 15 hằng tháng."
)
CAPTION = "Quang cảnh hội nghị"
BODY = [LEAD, CAPTION, RANKS, ORDERS]


def article(*lines: str, author: str | None = None, title: str | None = None) -> Article:
    return Article("mau", "https://mau.example/1", title, None, author, "\n".join(lines), "text")


def lines(stripped: Article) -> list[str]:
    return stripped.body.split("\n")


def test_a_clean_body_is_left_as_it_is() -> None:
    assert strip(article(*BODY)) == article(*BODY)


def test_a_second_copy_under_another_lead_in_goes() -> None:
    stripped = strip(article(*BODY, "Cổng thông tin điện tử tỉnh - " + LEAD + RANKS, ORDERS))

    assert (lines(stripped), stripped.copies, stripped.flags) == (BODY, 2, ())


def test_the_fuller_copy_is_kept_where_it_stands() -> None:
    assert lines(strip(article(LEAD, RANKS, ORDERS, *BODY))) == BODY


def test_a_table_is_kept_with_the_copy_that_has_it() -> None:
    table = ["Đơn vị\tĐiểm", "Sở Y tế\t91,5", "Sở Giao thông\t88,2", "Sở Công Thương\t87,9"]

    stripped = strip(article(LEAD, RANKS, ORDERS, LEAD, RANKS, *table, ORDERS))

    assert lines(stripped) == [LEAD, RANKS, *table, ORDERS]


def test_a_copied_table_goes_as_a_whole() -> None:
    table = ["Đơn vị\tĐiểm", "Sở Y tế\t91,5", "Sở Giao thông\t88,2", "Sở Công Thương\t87,9"]

    assert lines(strip(article(LEAD, *table, ORDERS, LEAD, *table, ORDERS))) == [LEAD, *table, ORDERS]


def test_a_table_that_differs_in_one_cell_stays_whole() -> None:
    table = ["Đơn vị\tĐiểm", "Sở Y tế\t91,5", "Sở Giao thông\t88,2", "Sở Công Thương\t87,9"]
    other = [*table[:2], "Sở Giao thông\t88,7", table[3]]

    stripped = strip(article(LEAD, *table, ORDERS, LEAD, *other, ORDERS))

    assert lines(stripped) == [LEAD, *table, *other, ORDERS]
    assert CONFLICT in stripped.flags


@pytest.mark.parametrize("figure", [("31/63", "13/63"), ("84,15", "84,51"), ("tăng 02", "giảm 02"), ("2021", "2020")])
def test_copies_that_differ_in_a_figure_both_stay(figure: tuple[str, str]) -> None:
    other = RANKS.replace(*figure)

    stripped = strip(article(LEAD, RANKS, ORDERS, LEAD, other, ORDERS))

    assert lines(stripped) == [LEAD, RANKS, other, ORDERS]
    assert (stripped.copies, stripped.flags) == (2, (CONFLICT,))


@pytest.mark.parametrize("figure", [("QL14", "QL15"), ("08:30", "09:30"), ("83053114", "83053115")])
def test_copies_that_differ_in_a_code_a_time_or_a_long_number_both_stay(figure: tuple[str, str]) -> None:
    told = ORDERS + f" Lễ thông xe tuyến {figure[0]} sẽ do sở chủ trì cùng các huyện dọc tuyến."
    other = told.replace(*figure)

    assert lines(strip(article(LEAD, told, RANKS, LEAD, other, RANKS))) == [LEAD, told, other, RANKS]


def test_figures_that_swap_places_are_a_difference() -> None:
    swapped = RANKS.replace("31/63", "@").replace("22/63", "31/63").replace("@", "22/63")

    assert swapped in lines(strip(article(LEAD, RANKS, ORDERS, LEAD, swapped, ORDERS)))


def test_sentences_built_alike_are_no_copies() -> None:
    quarters = [
        f"Quý {name} năm 2023, toàn tỉnh nhận {count} hồ sơ trực tuyến, giải quyết đúng hạn {share}% hồ sơ đã nhận."
        for name, count, share in (("I", "12.450", "97,1"), ("II", "15.380", "98,4"), ("III", "16.027", "98,8"))
    ]

    stripped = strip(article(LEAD, *quarters, ORDERS))

    assert (lines(stripped), stripped.flags) == ([LEAD, *quarters, ORDERS], ())


def test_a_heading_that_its_paragraph_repeats_stays() -> None:
    heading = "Chỉ số cải cách hành chính của tỉnh đạt 84,15 điểm, xếp thứ 31/63 tỉnh, thành phố"

    assert lines(strip(article(LEAD, heading, RANKS, ORDERS))) == [LEAD, heading, RANKS, ORDERS]


def test_what_only_the_other_copy_says_stays() -> None:
    extra = "Nhân dịp này, 17 tập thể được tặng bằng khen vì có cách làm hay trong tiếp công dân."

    assert lines(strip(article(*BODY, LEAD, RANKS, extra, ORDERS))) == [LEAD, CAPTION, RANKS, extra, ORDERS]


def test_counter_and_name_between_the_copies_are_told_apart() -> None:
    stripped = strip(article(*BODY, "1.024 lượt xem", "Hoài Phương", LEAD, RANKS, ORDERS))

    assert (lines(stripped), stripped.author, stripped.copies) == (BODY, "Hoài Phương", 2)
    assert stripped.removed[:2] == (Removal("furniture", "1.024 lượt xem"), Removal("furniture", "Hoài Phương"))


@pytest.mark.parametrize(
    "line",
    [
        "2429 lượt xem",
        "Lượt xem: 1.234",
        "Số lượt xem: 88",
        "Đã xem: 15 lần",
        "Views: 2,101",
        "Ngày đăng: 15/09/2022 10:30",
        "Thứ năm, 15/9/2022 | 10:30",
        "Cập nhật lúc 08:15 ngày 3/4/2023",
        "Thứ hai, 07/04/2025 | Lượt xem: 627",
        "17/04/2025 09:00:00 AM",
        "In trang",
        "Chia sẻ Facebook",
        "Nguồn: Cổng thông tin điện tử tỉnh",
        "Tin, ảnh: Thu Hà",
    ],
)
def test_a_line_of_furniture_goes_and_is_logged(line: str) -> None:
    stripped = strip(article(*BODY, line))

    assert (lines(stripped), stripped.removed) == (BODY, (Removal("furniture", line),))


@pytest.mark.parametrize(
    "line",
    [
        "Cổng Dịch vụ công quốc gia đã có 2,8 triệu lượt truy cập trong năm.",
        "Đến ngày 15/9/2022 có 120 hồ sơ quá hạn",
        "Kết quả xếp hạng năm 2022:",
        "Tổng số lượt truy cập đạt 3,5 triệu, tăng 12%",
        "Nguồn: theo báo cáo số 15/BC-UBND, tỉnh xếp thứ 21/63 về chỉ số này, tăng 3 bậc so với năm trước đó nữa",
    ],
)
def test_text_that_mentions_counters_or_days_stays(line: str) -> None:
    assert line in lines(strip(article(LEAD, line, ORDERS)))


@pytest.mark.parametrize("line", ["Thanh Hương", "Nguyễn Văn An - Lê Thị Bình", "Quỳnh Chi (t/h)", "PV"])
def test_a_name_alone_at_the_end_is_the_author(line: str) -> None:
    assert is_name(line)
    assert lines(strip(article(*BODY, line))) == BODY


def test_an_office_that_signs_is_the_author_but_a_heading_is_not() -> None:
    stripped = strip(article(*BODY, "Văn phòng Sở Nội vụ"))

    assert (lines(stripped), stripped.author) == (BODY, "Văn phòng Sở Nội vụ")
    assert "Ban Chỉ đạo" in lines(strip(article(LEAD, "Ban Chỉ đạo", ORDERS)))


def test_a_list_of_people_at_the_end_stays() -> None:
    people = ["Danh sách cá nhân được khen:", "Nguyễn Văn An", "Lê Thị Bình"]

    assert lines(strip(article(*BODY, *people))) == [*BODY, *people]


def test_an_author_known_from_the_page_is_no_part_of_the_body() -> None:
    stripped = strip(article(LEAD, "thu hà", RANKS, ORDERS, author="Thu Hà"))

    assert (lines(stripped), stripped.author) == ([LEAD, RANKS, ORDERS], "Thu Hà")


def test_a_body_of_furniture_alone_is_kept() -> None:
    assert strip(article("2429 lượt xem")).body == "2429 lượt xem"


# --- any page ---------------------------------------------------------------------------------

_WORDS = [
    "tỉnh",
    "huyện",
    "xã",
    "sở",
    "ngành",
    "hồ",
    "sơ",
    "thủ",
    "tục",
    "công",
    "dân",
    "doanh",
    "nghiệp",
    "trực",
    "tuyến",
    "giải",
    "quyết",
    "đúng",
    "hạn",
    "xếp",
    "thứ",
    "tăng",
    "giảm",
    "bậc",
    "điểm",
    "hội",
    "nghị",
    "báo",
    "cáo",
    "kế",
    "hoạch",
    "chỉ",
    "số",
    "hài",
    "lòng",
    "phục",
    "vụ",
    "cải",
    "cách",
    "hành",
    "chính",
    "năm",
    "quý",
    "tháng",
    "cổng",
    "dịch",
    "vụ",
    "một",
    "cửa",
]


@st.composite
def paragraphs(draw: st.DrawFn) -> list[str]:
    chance = random.Random(draw(st.integers(0, 10**6)))
    made = []
    for _ in range(draw(st.integers(1, 7))):
        words = [chance.choice(_WORDS) for _ in range(chance.randint(2, 40))]
        for place in range(0, len(words), chance.randint(4, 9)):
            words[place] = chance.choice(
                [str(chance.randint(1, 999)), f"{chance.randint(1, 99)},{chance.randint(0, 9)}%"]
            )
        mark = chance.choice([".", "", ";", ","])
        made.append(f"{words[0].capitalize()} {' '.join(words[1:])}{mark}")
    return made


@st.composite
def pages(draw: st.DrawFn) -> Article:
    """A body and changed copies of it, in some order, with furniture between."""
    body = draw(paragraphs())
    chance = random.Random(draw(st.integers(0, 10**6)))
    printed = list(body)
    for _ in range(draw(st.integers(0, 3))):
        copy = [line for line in body if chance.random() > 0.15]
        kind = chance.choice(["same", "lead", "fused", "figure", "shuffled", "cells"])
        if kind == "lead" and copy:
            copy[0] = "Cổng thông tin - " + copy[0]
        elif kind == "fused" and len(copy) > 1:
            copy = [copy[0] + copy[1], *copy[2:]]
        elif kind == "figure":
            copy = [line.replace(chance.choice("123456789"), chance.choice("123456789"), 1) for line in copy]
        elif kind == "shuffled":
            chance.shuffle(copy)
        elif kind == "cells":
            copy = [line.replace(" ", "\t", 3) for line in copy]
        printed += [*chance.choice([[], ["12 lượt xem"], ["Thu Hà"], ["15 lượt xem", "Văn An"]]), *copy]
    return article(*printed)


def counted(*texts: str) -> Counter[str]:
    return Counter(number for text in texts for number in numbers(text))


@settings(max_examples=300, deadline=None)
@given(pages())
def test_no_number_is_lost_without_a_record(page: Article) -> None:
    stripped = strip(page)

    assert counted(page.body) == counted(stripped.body, *(removal.text for removal in stripped.removed))


@settings(max_examples=300, deadline=None)
@given(pages())
def test_stripping_twice_is_stripping_once(page: Article) -> None:
    stripped = strip(page)

    assert strip(stripped) == stripped


@settings(max_examples=300, deadline=None)
@given(pages())
def test_every_different_number_of_the_page_is_still_in_the_body(page: Article) -> None:
    stripped = strip(page)
    furniture = [removal.text for removal in stripped.removed if removal.reason == "furniture"]

    assert stripped.body
    assert set(counted(page.body)) <= set(counted(stripped.body, *furniture))


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_any_text_survives(text: str) -> None:
    stripped = strip(article(text))

    assert stripped.body or not text
    assert strip(stripped) == stripped


@pytest.mark.parametrize(
    "printed",
    [[LEAD] * 20_000, [LEAD, RANKS, ORDERS] * 5_000, ["Cột\tSố"] * 50_000, ["ngắn"] * 50_000, [LEAD * 20_000]],
    ids=range(5),
)
def test_endless_repetition_takes_bounded_time(printed: list[str]) -> None:
    started = time.process_time()

    strip(article(*printed))

    assert time.process_time() - started < 5
