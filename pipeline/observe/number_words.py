"""Number words in front of something countable: canonical text in, tokens out. Pure, linear time."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.observe.number_context import counts_time, dressed
from pipeline.observe.numerals import ONES, spoken
from pipeline.observe.tokens import Number, NumberKind

_COUNTED = (
    r"(?=\s(?:địa phương|tỉnh|thành phố|bộ|cơ quan|đơn vị|sở|huyện|xã|nơi|bậc|hạng|lần|điểm|thủ tục|tthc|hồ sơ|dịch vụ|"
    r"quy định|văn bản|nhóm|chỉ số|lĩnh vực|nội dung|tiêu chí|tháng|quý|tuần|phần trăm)(?!\w))"
)
_SPOKEN = re.compile(
    r"(?:(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) mươi(?: (?:mốt|hai|ba|tư|bốn|lăm|nhăm|sáu|bảy|bẩy|tám|chín))?"
    r"|mười(?: (?:một|hai|ba|bốn|tư|lăm|sáu|bảy|bẩy|tám|chín))?|" + "|".join(ONES) + ")" + _COUNTED
)
_STARTS = (*ONES, "mười")
# After these, năm is the year: trong năm tỉnh đã tiếp nhận.
_TIME_BEFORE = frozenset(
    "trong của các những mỗi hàng hằng cả đầu cuối số nhiều từng qua sang theo đến".split()  # noqa: SIM905
)


def read_words(low: str) -> Iterator[Number]:
    """Number words in front of something countable: sáu địa phương, mười bộ."""
    for word in _STARTS:
        at = low.find(word)
        while at >= 0:
            if (at == 0 or not low[at - 1].isalnum()) and (found := _SPOKEN.match(low, at)):
                yield from _spoken(low, at, found)
            at = low.find(word, at + len(word))


def _spoken(low: str, at: int, found: re.Match[str]) -> Iterator[Number]:
    before = low[max(0, at - 20) : at].replace("(", " ").split()
    value = spoken(found[0])
    last = before[-1] if before else ""
    if value is None or last in {*_STARTS, "mươi", "thứ"} or (found[0] == "năm" and last in _TIME_BEFORE):
        return
    doubt = "five_or_year" if found[0].split()[0] == "năm" and "mươi" not in found[0] else ""
    plain = Number(at, found.end(), Decimal(value), NumberKind.PLAIN, doubt=doubt)
    number = dressed(low, before, plain)
    yield number._replace(kind=NumberKind.PERIOD) if counts_time(low, found.end()) else number
