"""What happens to an article on its way to other portals: edits that keep it a copy, and edits that do not."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

from benchmarks.articles import FRAMES, GIVEN, LINKS, PROVINCES, TRADE, article, figure, filled, prose

Edit = Callable[[str, Random], str]
_NUMBER = re.compile(r"(?<![\w/])\d+(?:[.,]\d+)*(?![\w]|/(?:19|20|KH))")


def _lines(text: str) -> list[str]:
    return text.split("\n")


def _stamp(rng: Random) -> str:
    return f"{rng.randint(1, 28):02d}/{rng.randint(1, 12):02d}/{rng.randint(2018, 2025)}"


# --- still a copy ----------------------------------------------------------------------------


def same(text: str, _: Random) -> str:
    return text


def composed_apart(text: str, _: Random) -> str:
    return unicodedata.normalize("NFD", text)


def other_tone_marks(text: str, _: Random) -> str:
    return (
        text.replace("hóa", "hoá").replace("Hóa", "Hoá").replace("Hòa", "Hoà").replace("hòa", "hoà").replace("ủy", "uỷ")
    )


def other_case(text: str, rng: Random) -> str:
    return text.upper() if rng.random() < 0.5 else text.lower()


def one_line(text: str, rng: Random) -> str:
    return text.replace("\n", " " if rng.random() < 0.5 else "\u00a0\n\n ")


def other_title(text: str, rng: Random) -> str:
    return f"{rng.choice(PROVINCES)}: {prose(rng)[:-1]}\n{text}"


def other_lead(text: str, rng: Random) -> str:
    leads = (
        f"({rng.choice(('TTX', 'Báo tỉnh', 'CTTĐT', 'Dân sinh'))}) - ",
        f"{rng.choice(PROVINCES)}, ngày {_stamp(rng)} - ",
        f"{rng.choice(PROVINCES)} ({_stamp(rng)}): ",
        f"Sáng {rng.randint(1, 28)}/{rng.randint(1, 12)}, {prose(rng)} ",
        f"Theo tin từ {rng.choice(PROVINCES)}, ",
    )
    return rng.choice(leads) + text


def captions(text: str, rng: Random) -> str:
    lines = _lines(text)
    for _ in range(rng.randint(1, 3)):
        caption = rng.choice(
            (f"Ảnh: {rng.choice(GIVEN)}", f"{prose(rng)[:-1]} (ảnh minh họa)", f"Ảnh {rng.randint(1, 9)}. {prose(rng)}")
        )
        lines.insert(rng.randint(0, len(lines)), caption)
    return "\n".join(lines)


def boilerplate(text: str, rng: Random) -> str:
    """Two to five things that pages print around an article, with figures of their own."""
    related = [
        f"{prose(rng)[:-1]} ({_stamp(rng)})",
        filled(FRAMES[0], rng, rng.choice(PROVINCES)).rstrip("."),
        prose(rng)[:-1],
    ]
    before = [
        f"{_stamp(rng)} {rng.randint(7, 21)}:{rng.randint(10, 59)}",
        f"Ngày đăng: {_stamp(rng)}",
        f"Lượt xem: {rng.randint(9, 9999)}",
        f"Thứ Ba, {_stamp(rng)}, 08:15 GMT+7",
        "Trang chủ > Tin tức > Cải cách hành chính",
        "A- A A+ Đọc bài viết",
    ]
    behind = [
        f"{rng.randint(20, 9000)} lượt xem",
        "Nguồn: Cổng thông tin điện tử",
        f"Tác giả: {rng.choice(GIVEN)}",
        "Tin liên quan\n" + "\n".join(rng.sample(related, 2)),
        "Các tin khác\n" + "\n".join(related),
        f"Giấy phép số {rng.randint(10, 400)}/GP-TTĐT cấp ngày {_stamp(rng)}",
        f"Điện thoại: 02{rng.randint(10, 99)}.3{rng.randint(100000, 999999)}",
        "Chia sẻ: Facebook Zalo In trang",
        f"Bình luận ({rng.randint(0, 40)})",
        f"© {rng.randint(2018, 2025)} Bản quyền thuộc về Văn phòng Ủy ban",
        f"Tổng số truy cập: {rng.randint(1, 9)}.{rng.randint(100, 999)}.{rng.randint(100, 999)}",
    ]
    tail = rng.sample(behind, rng.randint(1, 3))
    return "\n".join(
        [*rng.sample(before, rng.randint(1, 2)), text, *sorted(tail, key=lambda part: part.startswith(("Tin", "Các")))]
    )


def truncated(text: str, rng: Random) -> str:
    """The first half or more, cut behind a sentence, as readers of feeds print it."""
    sentences = re.split(r"(?<=\.)\s", text)
    kept = max(2, round(len(sentences) * rng.uniform(0.5, 0.8)))
    return " ".join(sentences[:kept]) + rng.choice(("", " ...", "\nXem tiếp"))


def reworded(text: str, rng: Random) -> str:
    """Every twentieth word, no figure and no figure's neighbour."""
    words = text.split(" ")
    for place in range(2, len(words) - 2):
        if rng.random() < 0.05 and not re.search(r"[\d\n.,%]", "".join(words[place - 1 : place + 2])):
            words[place] = rng.choice(rng.choice(TRADE).split() + LINKS)
    return " ".join(words)


def syndicated(text: str, rng: Random) -> str:
    return boilerplate(other_title(other_lead(captions(text, rng), rng), rng), rng)


def syndicated_part(text: str, rng: Random) -> str:
    return other_title(boilerplate(truncated(text, rng), rng), rng)


# --- no copy ---------------------------------------------------------------------------------


def _another(printed: str, rng: Random) -> str:
    digits = [place for place, letter in enumerate(printed) if letter.isdigit()]
    while True:
        place = rng.choice(digits)
        changed = printed[:place] + str(rng.randint(1, 9)) + printed[place + 1 :]
        if changed.lstrip("0") != printed.lstrip("0"):
            return changed


def one_figure(text: str, rng: Random) -> str:
    found = rng.choice(list(_NUMBER.finditer(text)))
    return text[: found.start()] + _another(found[0], rng) + text[found.end() :]


def some_figures(text: str, rng: Random) -> str:
    while (edited := one_figure(one_figure(text, rng), rng)) == text:
        continue
    return edited


def figure_in_copy(text: str, rng: Random) -> str:
    """A corrected figure on a page with other surroundings."""
    return boilerplate(one_figure(text, rng), rng)


def added_paragraph(text: str, rng: Random) -> str:
    """One paragraph with one to three figures that the article lacks, at any place."""
    paragraphs = (
        f"Riêng huyện vùng cao có {figure('many', rng)} hộ được cấp tài khoản, {prose(rng).lower()}",
        f"Ngoài ra, tỉnh còn được {figure('score', rng)} điểm chính quyền số và đứng thứ {figure('rank', rng)} ở đây.",
        f"Cơ quan thống kê cho biết {figure('many', rng)} hồ sơ đã số hóa, bằng {figure('score', rng)}% kế hoạch.",
        filled(FRAMES[rng.choice((0, 1, 2, 4, 5))], rng, rng.choice(PROVINCES)),
    )
    lines = _lines(text)
    lines.insert(rng.randint(0, len(lines)), rng.choice(paragraphs))
    return "\n".join(lines)


def refilled(text: str, rng: Random) -> str:
    """The same report of another period: every figure anew."""
    return _NUMBER.sub(lambda found: _another(found[0], rng), text)


def unrelated(_: str, rng: Random) -> str:
    return article(rng)


COPIES: dict[str, Edit] = {
    edit.__name__: edit
    for edit in (
        same,
        composed_apart,
        other_tone_marks,
        other_case,
        one_line,
        other_title,
        other_lead,
        captions,
        boilerplate,
        truncated,
        reworded,
        syndicated,
        syndicated_part,
    )
}
OTHERS: dict[str, Edit] = {
    edit.__name__: edit for edit in (one_figure, some_figures, figure_in_copy, added_paragraph, refilled, unrelated)
}
