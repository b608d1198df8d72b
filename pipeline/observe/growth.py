"""Changes of counters: the words before and behind a number in, the printed change or None out. Pure, linear time."""

import re
from decimal import Decimal

from pipeline.model import Change
from pipeline.observe.tokens import Number, NumberKind

_GAP = (
    r"(?:thêm|lên|tới|đến|được|nhẹ|mạnh|gần|hơn|khoảng|so|với|cùng|kỳ|cả|năm|tháng|quý|tuần|kì|trước|ngoái|nay|của|là|"
    r"bình|quân|trung|tương|ứng|nữa|đầu|cuối|\d[\d/.\-–]*|(?:iv|i{1,3})(?:[-/]\d{4})?)"
)
_TIMED = r"(?= (?:quý|tháng|năm|cùng|tuần))"  # hơn quý II-2022 120 hồ sơ
_BEFORE = re.compile(
    r"(?:^|[\s(,;])(?P<verb>tăng trưởng|tăng|giảm|gấp|nhiều hơn|ít hơn|cao hơn|thấp hơn|lớn hơn|vượt|"
    rf"hơn{_TIMED}|kém{_TIMED})(?P<gap>(?: {_GAP})*) ?\(?$"
)
_NO_GROWTH = re.compile(r"(?:cắt|tinh|miễn|suy|tài) giảm$|gia tăng$")
_DOWN = frozenset(["giảm", "ít hơn", "thấp hơn", "kém"])
_VERSUS = re.compile(
    r"quý (?P<quarter>i{1,3}|iv|[1-4])(?:[-/ ]| năm )+(?P<quarter_year>20\d\d)|"
    r"tháng (?P<month>\d{1,2})(?:[-/ ]| năm )+(?P<month_year>20\d\d)|"
    r"(?:năm|kỳ|so) (?P<year>20\d\d)|(?P<last>năm (?:trước|ngoái))"
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_TIME = re.compile(r"\s*(?:ngày|giờ|phút)(?!\w)")
_DOUBLED = re.compile(r"gấp (đôi|ba|bốn|năm|rưỡi)(?= |,|\.|;|$)")
_TIMES = {"đôi": Decimal(2), "ba": Decimal(3), "bốn": Decimal(4), "năm": Decimal(5), "rưỡi": Decimal("1.5")}


def change_before(left: str) -> re.Match[str] | None:
    """The verb of change that governs a number, if the words right before it hold one."""
    clause = left[max(0, len(left) - 60) :]
    found = _BEFORE.search(clause)
    if found and _NO_GROWTH.search(clause[: found.end("verb")]):
        return None
    return found


def is_of_time(number: Number, behind: str) -> bool:
    """cắt giảm 245 thủ tục, giảm 2.150 ngày làm việc: of what takes less time, not of the procedures"""
    return number.kind is NumberKind.PLAIN and _TIME.match(behind) is not None


def change(number: Number, verb: re.Match[str], behind: str, period: str | None, *, is_share: bool) -> Change:
    """The change a number states, signed, with the period it is measured against where the text names one.

    A share that grows by 2% grows by points: that is how these texts print it.
    """
    unit = "points" if is_share and number.kind is NumberKind.PERCENT else _unit(number.kind)
    amount = -number.value if verb["verb"] in _DOWN else number.value
    return Change(amount, unit, versus(verb["gap"], period) or versus(behind, period))


def _unit(kind: NumberKind) -> str:
    if kind is NumberKind.FACTOR:
        return "factor"
    if kind is NumberKind.PERCENT:
        return "percent"
    return "points" if kind is NumberKind.PERCENT_POINTS else "count"


def doubled(tail: str, period: str | None) -> Change | None:
    """`gấp đôi` and its like, which print no digit."""
    found = _DOUBLED.search(tail)
    return Change(_TIMES[found[1]], "factor", versus(tail[found.end() :], period)) if found else None


def versus(words: str, period: str | None) -> str | None:
    """The period a change is measured against; `năm trước` needs the year of the figure itself."""
    found = _VERSUS.search(words)
    if found is None:
        return None
    if found["quarter"]:
        quarter = _ROMAN.get(found["quarter"]) or int(found["quarter"])
        return f"{found['quarter_year']}-Q{quarter}"
    if found["month"]:
        return f"{found['month_year']}-{int(found['month']):02d}"
    if found["year"]:
        return found["year"]
    return str(int(period[:4]) - 1) if period else None
