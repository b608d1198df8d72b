"""A body's lines -> those that are text; view counters, stamps, buttons and bylines are told apart. Pure.

Stricter than `furniture`, which only compares: what goes here is gone from the body, so a line must be nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Removal

LONGEST = 90  # characters

_COUNTER = re.compile(
    r"\W*(?:(?:số|tổng(?:\s+số)?)\s+)?(?:lượt|lần)\s+(?:xem|đọc|truy\s+cập|thích|tải)(?:\s+bài(?:\s+viết)?)?\W*[\d.,\s]*\W*"
    r"|\W*(?:đã\s+xem|lượt\s+xem|views?|hits|số\s+lần\s+đọc)\W*[\d.,\s]*(?:lượt|lần)?\W*"
    r"|\W*\d[\d.,\s]*(?:lượt|lần)\s+(?:xem|đọc|truy\s+cập|thích|tải|chia\s+sẻ)(?:\s+bài(?:\s+viết)?)?\W*"
    r"|\W*\d[\d.,\s]*(?:views?|bình\s+luận|thích|chia\s+sẻ)\W*",
    re.IGNORECASE,
)
_DAY = r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
_TIME = r"\d{1,2}\s*(?:[:hg]|giờ)\s*\d{0,2}(?::\d\d)?(?:\s*phút)?(?:\s*[ap]m)?"
_STAMP = re.compile(
    rf"\W*(?:(?:ngày\s+(?:đăng|cập\s+nhật|xuất\s+bản|tạo|gửi)|đăng\s+(?:lúc|ngày)|cập\s+nhật(?:\s+(?:lúc|ngày))?|xuất\s+bản|thời\s+gian)\W*)?"
    rf"(?:(?:thứ\s+\w+|chủ\s+nhật)\W*)?(?:ngày\s+)?(?:{_TIME}\W*)?(?:ngày\s+)?{_DAY}\W*(?:{_TIME}\W*)?(?:\(?\s*gmt\s*[+\d:]*\s*\)?)?\W*",
    re.IGNORECASE,
)
_BUTTON = re.compile(
    r"\W*(?:in(?:\s+(?:trang|bài|ấn|bài\s+viết))?|gửi\s+(?:email|mail|bài\s+viết|phản\s+hồi)|chia\s+sẻ(?:\s+(?:facebook|zalo|bài\s+viết))?|quay\s+lại|trở\s+(?:về|lại)"
    r"|(?:về|lên)\s+đầu\s+trang|facebook|zalo|twitter|email|tweet|like|share|print|bình\s+luận|nghe\s+đọc\s+bài|cỡ\s+chữ|tương\s+phản"
    r"|đánh\s+giá\s+bài\s+viết|từ\s+khóa|tags?)\W*",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"\W*(?P<role>tác\s+giả|người\s+(?:viết|đăng)|thực\s+hiện|(?:tin|bài|nội\s+dung)(?:\s*(?:,|và|-|&)\s*ảnh)?|nguồn(?:\s+tin)?|biên\s+tập)\s*:\s*"
    r"(?P<name>[^:]{2,60})",
    re.IGNORECASE,
)
_SIGNATURES = frozenset({"pv", "p.v", "bbt", "bt", "ctv", "btv", "ban biên tập", "phóng viên"})
# An office that signs: "Trung tâm Công nghệ thông tin", "Văn phòng Sở Nội vụ".
_OFFICE = re.compile(r"(?:Trung tâm|Văn phòng|Ban|Phòng|Cổng|Báo|Đài|Sở|Bộ|TTXVN)(?: [\w-]+){0,5}")
_ENDS = (".", "!", "?", "…", '."', ".”")
_BARS = re.compile(r"\s*[|•]\s*")
_JOINTS = re.compile(r"\s*(?:[-–,/&]|\bvà\b)\s*")
_NOTE = re.compile(r"\s*\((?:t/h|th|tổng hợp|theo|st|sưu tầm|ttxvn|bt|biên tập)[^)]{0,30}\)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Trimmed:
    lines: list[str]
    removed: tuple[Removal, ...]
    author: str | None


def trim(lines: Sequence[str], author: str | None) -> Trimmed:
    """At least one line stays. The author is the first named by a byline, or by a name alone where bylines stand."""
    kinds = [_kind(line, author) for line in lines]
    for place in range(len(lines)):
        if kinds[place] == "" and _is_signature(lines, kinds, place):
            kinds[place] = "name"
    kept = [line for line, kind in zip(lines, kinds, strict=True) if not kind]
    if not kept or len(kept) == len(lines):
        return Trimmed(list(lines), (), None)
    names = [_name(line) for line, kind in zip(lines, kinds, strict=True) if kind in {"name", "byline"}]
    removed = (Removal("furniture", line) for line, kind in zip(lines, kinds, strict=True) if kind)
    return Trimmed(kept, tuple(removed), next(filter(None, names), None))


def _kind(line: str, author: str | None) -> str:
    if len(line) > LONGEST or "\t" in line:
        return ""
    if _is_counter(line) or all(map(_is_counter, _BARS.split(line))):
        return "counter"
    if author and line.casefold() == author.casefold():
        return "known"
    return "byline" if _BYLINE.fullmatch(line) and not line.endswith(".") else ""


def _is_counter(text: str) -> bool:
    return bool(_COUNTER.fullmatch(text) or _STAMP.fullmatch(text) or _BUTTON.fullmatch(text))


def _is_signature(lines: Sequence[str], kinds: Sequence[str], place: int) -> bool:
    """A name alone, next to a counter or as the last line; two names in a row are a list of people."""
    if not is_name(lines[place]) and not _OFFICE.fullmatch(lines[place]):
        return False
    if place and is_name(lines[place - 1]):
        return False
    is_last = all(kinds[place + 1 :]) and place > 0
    if _OFFICE.fullmatch(lines[place]):
        return is_last and lines[place - 1].endswith(_ENDS)
    near = [kinds[other] for other in (place - 1, place + 1) if 0 <= other < len(lines)]
    return is_last or "counter" in near


def is_name(line: str) -> bool:
    if len(line) > LONGEST // 2:
        return False
    plain = _NOTE.sub("", line).strip(" .")
    if plain.casefold() in _SIGNATURES:
        return True
    people = [part for part in _JOINTS.split(plain) if part]
    return 1 <= len(people) <= 3 and all(map(_is_person, people))


def _is_person(text: str) -> bool:
    words = text.split()
    return 2 <= len(words) <= 5 and all(word.isalpha() and word.istitle() for word in words)


def _name(line: str) -> str | None:
    byline = _BYLINE.fullmatch(line)
    if byline is None:
        return None if line.casefold().strip(" .") in _SIGNATURES else _NOTE.sub("", line).strip(" .")
    return None if byline["role"].casefold().startswith("nguồn") else byline["name"].strip(" .")
