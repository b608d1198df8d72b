"""The words around a number: its scale, unit, bound, or the label that makes it no quantity. Pure."""

import re
from decimal import Decimal

from pipeline.model import Bound
from pipeline.observe.numerals import scale
from pipeline.observe.tokens import Number, NumberKind

_SCALE = r"(?P<scale>(?:(?:nghìn|ngàn|triệu|vạn) )?t[ỷỉ](?! lệ| trọng)|nghìn|ngàn|triệu|vạn|chục|trăm)(?!\w)"
_UNITS = {
    "percent_points": r"điểm (?:phần trăm|%)",
    "percent": r"%|phần trăm(?!\w)",
    "money": r"(?:đồng(?! chí| bộ| bào| thời)|vnđ|vnd|đ)(?!\w)",
    "foreign": r"(?:usd|đô la|đô-la|euro)(?!\w)|\$",
    "points": r"điểm(?!\w| cầu| phục vụ| giao dịch| bưu| tiếp nhận)",
    "factor": r"lần(?!\w| lượt)",
    "ranks": r"(?:bậc|hạng(?! mục))(?!\w)",
}
_BEHIND = re.compile(
    rf"\s{{0,2}}(?:{_SCALE})?\s{{0,2}}(?:" + "|".join(f"(?P<{name}>{sign})" for name, sign in _UNITS.items()) + ")?"
)
_TIME_UNIT = re.compile(r"\s{0,2}(?:tháng|năm|ngày|tuần|giờ|phút|quý|giây|h)(?!\w)")
_SUFFIX = re.compile(r"\s?trở (lên|xuống)")

_BOUNDS = {
    "hơn": Bound.MORE_THAN,
    "trên": Bound.MORE_THAN,
    "quá": Bound.MORE_THAN,
    "gần": Bound.NEARLY,
    "ngót": Bound.NEARLY,
    "khoảng": Bound.ABOUT,
    "chừng": Bound.ABOUT,
    "ước": Bound.ABOUT,
    "dưới": Bound.LESS_THAN,
}
_BOUND_PAIRS = {
    "xấp xỉ": Bound.ABOUT,
    "ước tính": Bound.ABOUT,
    "ước đạt": Bound.ABOUT,
    "chưa đến": Bound.LESS_THAN,
    "chưa tới": Bound.LESS_THAN,
    "không quá": Bound.LESS_THAN,
    "không đến": Bound.LESS_THAN,
    "tối đa": Bound.LESS_THAN,
    "không dưới": Bound.MORE_THAN,
    "ít nhất": Bound.MORE_THAN,
    "tối thiểu": Bound.MORE_THAN,
}
_BOUND_ENDS = frozenset(pair.split()[1] for pair in _BOUND_PAIRS)
# "cao hơn 2,65%" is a difference, no bound.
_COMPARED = frozenset(["cao", "thấp", "nhiều", "ít", "lớn", "nhỏ", "kém", "nhanh", "tốt", "sớm"])
DAY_WORDS = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "hôm", "mùng", "đêm"])
# The largest number that may follow the word and still tell a time.
_LARGEST = {"năm": 2100, "kỳ": 2100, "khóa": 30, "tháng": 12, "quý": 4, "tuần": 53, "ngày": 31, "lúc": 24}
_LEVELS = frozenset(["mức", "độ", "loại", "nhóm", "khoản", "điều", "chương", "bước", "đợt", "phiên", "mục"])
_TWO_LEVELS = re.compile(r"\d,\d")  # mức độ 3,4
_LISTS = frozenset(["danh mục", "hạng mục", "tốc độ", "chủng loại"])  # these end like a level and count
_LAWS = frozenset(
    (
        *("quyết định", "nghị định", "nghị quyết", "đề án", "chỉ thị", "thông tư", "công văn", "kế hoạch", "tờ trình"),
        *("dự án", "bộ chỉ", "văn bản", "pháp lệnh", "công điện", "thông báo", "kết luận", "luật số"),
    )
)
YEARS = range(1945, 2061)


def belongs_to_time(before: list[str]) -> bool:
    return bool(before) and (before[-1] in _LARGEST or before[-1] in _LEVELS)


def may_glue(before: list[str]) -> bool:
    """True of words that hard-wrapped pages print without a space: ngày19."""
    return bool(before) and (before[-1] in _LARGEST or before[-1] in DAY_WORDS or before[-1] in {"thứ", "hạng", "số"})


def has_unit(low: str, end: int) -> bool:
    found = _BEHIND.match(low, end)
    return bool(found and found.end() > end) or counts_time(low, end)


def counts_time(low: str, end: int) -> bool:
    return bool(_TIME_UNIT.match(low, end))


def label(low: str, end: int, printed: str, before: list[str]) -> NumberKind | None:
    """The kind of a number that names something instead of counting it, told by the words around it."""
    last, pair = (before[-1], " ".join(before[-2:])) if before else ("", "")
    is_law = pair in _LAWS or (last == "số" and " ".join(before[-3:-1]) in _LAWS)
    if is_law and printed.isdigit():
        return NumberKind.LAW
    if last in {"thứ", "hạng"} or pair in {"vị trí", "trí số"}:
        return NumberKind.ORDINAL
    if _is_time(last, printed) or (counts_time(low, end) and len(printed) <= 3):
        return NumberKind.PERIOD
    if last not in _LEVELS or pair in _LISTS or (len(printed) > 2 and not _TWO_LEVELS.fullmatch(printed)):
        return None
    behind = _BEHIND.match(low, end)
    return None if behind and behind.lastgroup else NumberKind.LEVEL


def _is_time(last: str, printed: str) -> bool:
    if last not in _LARGEST or not printed.isdigit() or int(printed) > _LARGEST[last]:
        return False
    return int(printed) in YEARS if last in {"năm", "kỳ"} else True


def dressed(low: str, before: list[str], number: Number) -> Number:
    """The number with its scale word, unit sign and bound."""
    behind = _BEHIND.match(low, number.end)
    end, factor, kind = number.end, 1, number.kind
    if behind and behind.lastgroup:
        end = behind.end(behind.lastgroup)
        factor = scale(behind["scale"] or "")
        if kind is NumberKind.PLAIN and behind.lastgroup != "scale":
            kind = NumberKind(behind.lastgroup)
    bound, opens = _bound(low, number.start, before)
    if low.startswith((" trở", "trở"), end) and (suffix := _SUFFIX.match(low, end)):
        bound = Bound.MORE_THAN if suffix[1] == "lên" else Bound.LESS_THAN
    if factor > 1:
        number = _scaled(number, factor)
    return number._replace(end=end, kind=kind, bound=bound, opens=opens)


def _scaled(number: Number, factor: int) -> Number:
    return number._replace(
        value=_plainly(number.value * factor),
        parts=tuple(_plainly(part * factor) for part in number.parts),
        other=number.other and _plainly(number.other * factor),
        scaled=True,
    )


def _plainly(value: Decimal) -> Decimal:
    """2800000 instead of 2800000.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _bound(low: str, start: int, before: list[str]) -> tuple[Bound, int]:
    if not before:
        return Bound.EXACT, start
    pair = " ".join(before[-2:]) if before[-1] in _BOUND_ENDS else ""
    if pair in _BOUND_PAIRS:
        return _BOUND_PAIRS[pair], low.rfind(before[-2], 0, start)
    if before[-1] not in _BOUNDS or (len(before) > 1 and _is_compared(before[-2], before[-1])):
        return Bound.EXACT, start
    return _BOUNDS[before[-1]], low.rfind(before[-1], 0, start)


def _is_compared(word: str, bound: str) -> bool:
    return (bound == "hơn" and word in _COMPARED) or (bound == "trên" and word[-1].isdigit())
