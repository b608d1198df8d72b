"""Periods printed without their year: canonical text and a year in, the period out. Pure, linear time."""

import re

_YEARLESS = re.compile(
    r"(?P<months>\d{1,2}|sáu|chín|ba) tháng (?:đầu )?(?:năm(?: nay)?|qua)|(?:qua|trong|sau) (?P<span>\d{1,2}) tháng"
    r"(?! cuối| \d)|(?P<same>(?:trong |cùng )?năm (?:này|đó))|quý (?P<quarter>iii|ii|iv|i|[1-4])(?![\w/-])|"
    r"(?:đến|tới) (?:hết )?(?:ngày )?(?P<day>\d{1,2})[-/.](?P<of>\d{1,2})(?![-/.\d])|"
    r"(?<!\d )tháng (?P<month>\d{1,2})(?![-/.\d]| năm)"
)
_WORDS = {"ba": 3, "sáu": 6, "chín": 9}
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_VERSUS = re.compile(r"(?<!\w)(?:so(?: với)?|hơn|cùng kỳ|bằng|kém)(?: cùng kỳ)?(?: với)? ?$")


def is_compared(low: str, at: int) -> bool:
    """Whether a period is only what a figure is compared with: so với năm 2021."""
    return bool(_VERSUS.search(low[max(0, at - 24) : at]))


def yearless(low: str, since: int, at: int, year: str) -> str | None:
    """The last such period between two places, in the year the text speaks of."""
    printed_all = [found for found in _YEARLESS.finditer(low, since, at) if not is_compared(low, found.start())]
    if not printed_all or not year:
        return None
    found = printed_all[-1]
    if found["same"]:
        return year
    if printed := found["months"] or found["span"]:
        months = _WORDS.get(printed) or int(printed)
        return f"{year}-{months}M" if 1 <= months < 12 else year
    if found["quarter"]:
        return f"{year}-Q{_ROMAN.get(found['quarter']) or int(found['quarter'])}"
    month = int(found["of"] or found["month"])
    if not 1 <= month <= 12:
        return None
    return f"{year}-{month:02}-{int(found['day']):02}" if found["day"] else f"{year}-{month:02}"
