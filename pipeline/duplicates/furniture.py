"""What stands around an article's text and differs from print to print: counters, bylines, related news. Pure.

A line goes only if it is nothing else: a figure in a line that is dropped here would be guarded by nobody.
"""

import re

LONGEST = 140  # characters; a longer line is text, whatever it begins with
_LONGEST_TITLE = 250
_LONGEST_HEADING = 60

_STAMP = r"(?:ngày\s+)?\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d"
_CLOCK = r"\d{1,2}\s*(?::|h|g|giờ)\s*(?:\d\d)?(?:\s*phút|:\d\d)?(?:\s*(?:am|pm|sa|ch))?"
_WHEN = rf"(?:{_STAMP}(?:\W+(?:lúc\s+)?{_CLOCK})?|{_CLOCK}\W+{_STAMP})(?:\W*(?:gmt|utc)\W*\d*)?"
_COUNTED = r"(?:xem|đọc|truy\s+cập|thích|tải|bình\s+luận|chia\s+sẻ|views?|likes?|comments?|shares?)"

# The whole line is a label and a number, or a number and a label.
_COUNTER = re.compile(
    rf"""\W*(?:
      \d[\d.,\s]*(?:lượt\s+|người\s+)?{_COUNTED}
    | (?:tổng\s+)?(?:số\s+)?(?:đã\s+|lượt\s+|lần\s+|người\s+)?{_COUNTED}\W*\d[\d.,\s]*
    | (?:đang|khách)\s+(?:online|trực\s+tuyến|truy\s+cập)\W*\d[\d.,\s]*
    | (?:hôm\s+nay|hôm\s+qua|tuần\s+này|tháng\s+này|tất\s+cả)\s*:\s*\d[\d.,\s]*
    | đánh\s+giá(?:\s+bài(?:\s+viết)?)?\W*\d(?:[.,]\d)?\s*/\s*[51]0?\W*(?:\(\W*\d+(?:\s+\w+){{1,3}}\W*\))?
    | \d+\s+phút\s+(?:đọc|trước)
    | trang\s*:?\s*(?:\d+(?:\s*/\s*\d+)?|trước|sau)[\s\d.…>»|-]*
    )\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_BYLINE = re.compile(
    rf"""\W*
      (?:(?:ngày\s+)?(?:đăng|cập\s+nhật|xuất\s+bản|tạo|viết|gửi)(?:\s+(?:bài|tin|lần\s+cuối|lúc|bởi|ngày|vào))*\s*:?\s*
        |thời\s+gian(?:\s+đăng)?\s*:\s*|(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\W+)?
      (?:{_WHEN}|{_CLOCK})(?:\W+[^\W\d]+){{0,4}}\W*$""",
    re.VERBOSE | re.IGNORECASE,
)
_LEGAL = re.compile(
    r"""\W*(?:
      ©|copyright|all\s+rights
    | giấy\s+phép\s+(?:số|thiết\s+lập|hoạt\s+động|xuất\s+bản|báo\s+chí|mạng)
    | (?:bản\s+quyền|bản\s+quyền\s+nội\s+dung)\s+(?:©|thuộc)
    | (?:vui\s+lòng\s+|đề\s+nghị\s+)?ghi\s+rõ\s+nguồn
    | chịu\s+trách\s+nhiệm(?:\s+(?:nội\s+dung|chính|xuất\s+bản))?\s*:
    | (?:phó\s+)?tổng\s+biên\s+tập\s*:
    | (?:địa\s+chỉ|trụ\s+sở|điện\s+thoại|đường\s+dây\s+nóng|hotline|fax|e-?mail|tel|đt|website)\s*:
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(  # where the rest of the line has no digit
    r"""\W*(?:
      (?:nguồn(?:\s+tin)?|tác\s+giả|bài\s+viết|người\s+(?:đăng|viết|gửi)|biên\s+tập|từ\s+khóa|tags?
        |(?:ảnh|hình|video|đồ\s+họa|clip)(?:\s+(?:minh\s+h[oọ]a|tư\s+liệu|\d+))?)\s*[:.]
    | (?:in\s+(?:trang|bài)|gửi\s+email|quay\s+lại|trở\s+về|về\s+đầu\s+trang|lên\s+đầu\s+trang|chia\s+sẻ|xem\s+tiếp
        |facebook|zalo|twitter|trang\s+chủ|theo\s+dõi)\b
    )[^\d]*$""",
    re.VERBOSE | re.IGNORECASE,
)
_LINK = re.compile(rf"\(\W*{_WHEN}\W*\)\s*$", re.IGNORECASE)  # a title of other news, with its day
_RELATED = re.compile(
    r"""\W*(?:
      (?:các\s+)?(?:tin|bài)(?:\s+viết|\s+bài|\s+tức)?\s+
        (?:khác|cũ|mới|đã\s+đưa|liên\s+quan|cùng|nổi\s+bật|đọc\s+nhiều|xem\s+nhiều|tiếp\s+theo)
    | xem\s+thêm|đọc\s+thêm|có\s+thể\s+bạn\s+quan\s+tâm|đọc\s+nhiều|xem\s+nhiều|mới\s+nhất
    )[^.\d]{0,30}$""",
    re.VERBOSE | re.IGNORECASE,
)
_POINTER = re.compile(r"[>»\s]*(?:(?:xem|đọc|tin)\s+(?:thêm|liên\s+quan)\s*:|>>|»)", re.IGNORECASE)
# "Yên Bái, ngày 15/9/2022 (TTXVN) - ": where and when a text was sent; each paper writes its own.
_DATELINE = re.compile(
    r"\W*[^\d\n.]{0,50}?(?<!thứ )(?<!hạng )\b(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)\d\d)?"
    r"(?:\s*\([^)\d\n]{1,40}\))?\W*?\s*[-–—:]\s+"
)
_LIST_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_ENDS = (".", "!", "?", "…", ";", ":", '."', ".”")
_LONGEST_PROSE = 20  # words; a line without a full stop but with so many is no title


def text_lines(body: str) -> list[str]:
    """The lines that are the article's own, or all lines where none would be left."""
    lines = [line for line in map(str.strip, body.split("\n")) if line]
    kept: list[str] = []
    in_related = False
    for line in lines:
        in_related = _in_related(line, after=in_related)
        if not (in_related or is_furniture(line)):
            kept.append(_LIST_NUMBER.sub("", line, count=1) if _LIST_NUMBER.match(line) else line)
    if not kept:
        return lines
    dateline = _DATELINE.match(kept[0])
    if dateline:
        kept[0] = kept[0][dateline.end() :] or kept[0]
    return kept


def is_furniture(line: str) -> bool:
    if len(line) > _LONGEST_TITLE or "\t" in line:
        return False
    if line.endswith(")") and _LINK.search(line):
        return True
    return len(line) <= LONGEST and any(pattern.match(line) for pattern in (_COUNTER, _BYLINE, _LEGAL, _LABEL))


def is_link(line: str) -> bool:
    """A pointer to other news in one line: "Đọc thêm: …"."""
    return _POINTER.match(line) is not None


def is_prose(line: str) -> bool:
    """A sentence or a table row, and no title, caption or label."""
    words = line.count(" ") + 1
    return "\t" in line or words >= _LONGEST_PROSE or (words >= 5 and line.endswith(_ENDS))


def _in_related(line: str, *, after: bool) -> bool:
    """A list of related news lasts until a line that is prose or table again."""
    if len(line) <= _LONGEST_HEADING and _RELATED.match(line):
        return True
    return after and len(line) <= _LONGEST_TITLE and "\t" not in line and not line.endswith((".", "!", "?", "…"))
