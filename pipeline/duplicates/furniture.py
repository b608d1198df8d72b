"""What stands around an article's text and differs from print to print: counters, bylines, related news. Pure."""

import re

LONGEST = 140  # characters; a longer line is text, whatever it mentions
LONGEST_TITLE = 250

_STAMP = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d"
_FURNITURE = re.compile(
    rf"""
      \d[\d.,\s]*\s*(?:lượt\s+)?(?:xem|đọc|truy\s+cập|views?|bình\s+luận|thích|chia\s+sẻ)\s*\W*$
    | ^\W*(?:số\s+)?(?:lượt\s+(?:xem|đọc|truy\s+cập|thích)|lần\s+(?:xem|đọc)|view(?:s|ed)?|hits?|bình\s+luận
        |đang\s+online|trực\s+tuyến|tổng\s+(?:số\s+)?(?:lượt\s+)?truy\s+cập|đánh\s+giá)\s*[:(]
    | ^\W*(?:ngày\s+(?:đăng|cập\s+nhật|xuất\s+bản|tạo|viết|gửi)|đăng\s+(?:lúc|ngày|bởi)|cập\s+nhật|thời\s+gian
        |xuất\s+bản)\b.*\d
    | ^\W*(?:thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ\s+nhật)\s*,?\s*(?:ngày\s+)?{_STAMP}
    | ^\W*(?:\d{{1,2}}[:hg]\d{{0,2}}\W*)?{_STAMP}\W*(?:\d{{1,2}}[:hg]\d{{0,2}})?(?:\s*(?:gmt|utc)\W*\d*)?\W*$
    | ^\W*(?:yên|hà)?\W*(?:nguồn(?:\s+tin)?|tác\s+giả|bài\s+viết|người\s+(?:đăng|viết)|biên\s+tập|theo\s+dõi)\s*:
    | ^\W*(?:ảnh|hình|video|đồ\s+họa|clip)(?:\s+(?:minh\s+h[oọ]a|\d+))?\s*[:.]
    | (?:điện\s+thoại|đường\s+dây\s+nóng|hotline|fax|e-?mail|tel|đt)\s*[:.(]
    | (?:giấy\s+phép|bản\s+quyền|copyright|©|ghi\s+rõ\s+nguồn|chịu\s+trách\s+nhiệm|tổng\s+biên\s+tập|all\s+rights)
    | ^\W*(?:in\s+(?:trang|bài)|gửi\s+email|quay\s+lại|trở\s+về|về\s+đầu\s+trang|chia\s+sẻ|từ\s+khóa|tags?
        |facebook|zalo|twitter)\b
    | ^\W*trang\s*(?:trước|sau|\d+\s*/\s*\d+)
    | ^\W*\d+\s+phút\s+đọc
    | ^\W*địa\s+chỉ\s*:
    | \(\W*{_STAMP}(?:\W+\d{{1,2}}[:hg]\d\d)?\W*\)\W*$
    """,
    re.VERBOSE | re.IGNORECASE,
)
_RELATED = re.compile(
    r"^\W*(?:(?:các\s+)?(?:tin|bài)(?:\s+viết|\s+bài|\s+tức)?\s+(?:khác|cũ|mới|đã\s+đưa|liên\s+quan|cùng|nổi\s+bật|đọc\s+nhiều|xem\s+nhiều)"
    r"|xem\s+thêm|đọc\s+thêm|có\s+thể\s+bạn\s+quan\s+tâm|đọc\s+nhiều|xem\s+nhiều|mới\s+nhất)[^.]{0,30}$",
    re.IGNORECASE,
)
# "Yên Bái, ngày 15/9/2022 (TTXVN) - ": where and when a text was sent; each paper writes its own.
_DATELINE = re.compile(
    r"^\W*[^\d\n.]{0,50}?(?<!thứ )(?<!hạng )\b(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])(?:[/.-](?:19|20)\d\d)?"
    r"(?:\s*\([^)\d\n]{1,40}\))?\W*?\s*[-–—:]\s+"
)
_LIST_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s+")
_ENDS = (".", "!", "?", "…", ";", ":", '."', ".”")


def text_lines(body: str) -> list[str]:
    """The lines that are the article's own, or all lines where none would be left."""
    lines = [line for line in map(str.strip, body.split("\n")) if line]
    kept: list[str] = []
    in_related = False
    for line in lines:
        in_related = _in_related(line, after=in_related)
        if not (in_related or is_furniture(line)):
            kept.append(_LIST_NUMBER.sub("", line))
    if not kept:
        return lines
    kept[0] = _DATELINE.sub("", kept[0]) or kept[0]
    return kept


def is_furniture(line: str) -> bool:
    return len(line) <= LONGEST and _FURNITURE.search(line) is not None


def is_prose(line: str) -> bool:
    """A sentence or a table row, and no title, caption or label."""
    words = line.count(" ") + 1
    return "\t" in line or words >= 20 or (words >= 5 and line.endswith(_ENDS))


def _in_related(line: str, *, after: bool) -> bool:
    """A list of related news lasts until a line that is prose again."""
    return (len(line) <= 60 and _RELATED.search(line) is not None) or (
        after and len(line) <= LONGEST_TITLE and not line.endswith((".", "!", "?", "…"))
    )
