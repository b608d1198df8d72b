"""What a page prints close before and after its body: its day, its author; pure."""

import html as entities
import re
from datetime import date

from pipeline.extract.dates import first_day
from pipeline.extract.heads import author_name

_BEFORE = 4000  # characters of markup
_AFTER = 3000
_PROBE = 40
_ENDS = 6  # lines of a body's start and end, where its day may stand
_LABEL_CHARACTERS = 80

_CODE = re.compile(r"<(?:script|style)\b.*?</(?:script|style)\s*>", re.IGNORECASE | re.DOTALL)
_MAY_BE_ENTITY = re.compile("[\"'&<>]")
_INLINE_TAG = re.compile(r"</?(?:b|strong|i|em|span|font|u|small|label|a)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>?")
_PRINTED_DAY = re.compile(
    r"(?:ngày\s*(?:đăng|xuất bản|cập nhật|tạo|gửi)|đăng\s*(?:lúc|ngày)|cập nhật(?: lúc| ngày)?|xuất bản"
    r"|thứ\s+\w+|chủ nhật)[^\d]{0,20}(?:\d{1,2}\s*[:hg]\s*\d{0,2}[^\d]{0,12})?"
    r"(?P<day>\d{1,2}\s*(?:[/.-]|tháng)\s*\d{1,2}\s*(?:[/.-]|,?\s*năm)\s*\d{4})",
    re.IGNORECASE,
)
_BARE_DAY = re.compile(r"^\W*(?:\d{1,2}:\d\d\W+)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\b.{0,40}$", re.MULTILINE)
_LABELS = ("ác giả", "gười viết", "hực hiện", "Tin", "Bài", "ảnh", "TÁC GIẢ")
_PRINTED_AUTHOR = re.compile(
    r"^\W*(?:tác giả(?: bài viết)?|người viết|thực hiện|(?:tin|bài)(?:\s*(?:,|và|-|&)\s*ảnh)?)\s*:"
    r"\s*(?P<name>[^\n:]{3,50})$",
    re.IGNORECASE | re.MULTILINE,
)


def day_nearby(source: str, lines: list[str], latest: date) -> date | None:
    """A day with its label, or alone on a line, between title and body or at the body's ends."""
    ends = [line for line in lines[:_ENDS] + lines[-_ENDS:] if len(line) < _LABEL_CHARACTERS]
    for text in (_before(source, lines[0]), "\n".join(ends)):
        if found := printed_day(text, latest):
            return found
    return None


def printed_day(text: str, latest: date) -> date | None:
    for printed in _PRINTED_DAY.finditer(text):
        if found := first_day(printed["day"], latest):
            return found
    bare = [found for line in _BARE_DAY.findall(text) if (found := first_day(line, latest))]
    return bare[-1] if bare else None


def author_nearby(source: str, lines: list[str]) -> str | None:
    wording = max(_MAY_BE_ENTITY.split(lines[-1]), key=len)
    place = source.rfind(wording[-_PROBE:])
    after = source[place : place + _AFTER] if place >= 0 else ""
    if not any(label in after for label in _LABELS):
        return None
    printed = _PRINTED_AUTHOR.search(_lines(after))
    return author_name(printed["name"]) if printed else None


def _before(source: str, first: str) -> str:
    place = source.find(first[:_PROBE])
    return _lines(source[max(0, place - _BEFORE) : place]) if place > 0 else ""


def _lines(markup: str) -> str:
    """The text of a piece of markup, roughly: a line for each block."""
    bare = _TAG.sub("\n", _INLINE_TAG.sub("", _CODE.sub("", markup).replace("\n", " ")))
    return "\n".join(filter(None, (" ".join(line.split()) for line in entities.unescape(bare).split("\n"))))
