"""An answer with 200 that is no page: soft 404, login, challenge, maintenance, error page, half a page. Pure."""

import re
from urllib.parse import urlsplit

from pipeline.model import Outcome

Verdict = tuple[Outcome, str]

_LOOKED_AT = 300_000  # bytes of a page
_SHORT = 600  # characters of visible text that a notice may have
_STUB = 250
_PARAGRAPH = 200  # characters of one piece of text: a notice is made of shorter ones
_ENOUGH = 1_500  # characters of a text to see that it is long

_FLAGS = re.DOTALL | re.IGNORECASE
_HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", _FLAGS)
_IS_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", _FLAGS)
_HEADING = re.compile(r"<h1[^<>]*>([^<]{0,300})", _FLAGS)
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password", _FLAGS)
_FORWARD = re.compile(r"<meta\b[^<>]{0,200}http-equiv\s*=\s*[\"']?refresh\b[^<>]{0,200}url\s*=", _FLAGS)
_COOKIE_SCRIPT = re.compile(
    r"document\.cookie\s*=|location\.reload\s*\(|/cdn-cgi/challenge|cf[-_]chl|_Incapsula_|slowAES|toNumbers\(",
    _FLAGS,
)
_CHALLENGE = re.compile(
    r"just a moment|checking your browser|enable javascript and cookies|verify (?:that )?you are (?:a )?human"
    r"|ddos protection|bật javascript|xác (?:minh|nhận) (?:bạn|rằng bạn|không phải)"
    r"|không phải (?:là )?(?:robot|người máy)",
    _FLAGS,
)
_LOGIN_TITLE = re.compile(r"^\s*(?:đăng nhập|log ?in|sign ?in)\b", _FLAGS)
_LOGIN_PATH = re.compile(r"/(?:log-?in|sign-?in|dang-nhap|wp-login\.php|authenticate\.aspx|c/portal/login)\b", _FLAGS)
_GONE = re.compile(
    r"không (?:tìm thấy|tồn tại)|not (?:be )?found|no longer (?:exists|available)|(?:đã|vừa) bị (?:xóa|xoá|gỡ)"
    r"|(?:^|\b(?:lỗi|error|mã)\s*:?\s*)404\b|\b404\s*(?:[-–|:]|error|lỗi|$)",
    _FLAGS,
)
# In the title or heading of a long page; an article may speak of such errors too.
_GONE_TITLE = re.compile(
    r"^\W*(?:mã )?(?:lỗi|error)?\W*404\b|^\W*(?:page |file )?not found\b"
    r"|không tìm thấy (?:trang|nội dung|bài viết|đường dẫn|dữ liệu)"
    r"|(?:trang|bài viết|nội dung|đường dẫn|địa chỉ)[^.]{0,20} không (?:được tìm thấy|tồn tại)|page (?:was )?not found",
    _FLAGS,
)
_AWAY = re.compile(
    r"(?:đang|tạm|sẽ)\s+(?:thời\s+|được\s+)?(?:bảo trì|nâng cấp|ngừng|ngưng|dừng|gián đoạn)"
    r"|bảo trì hệ thống|hệ thống bảo trì"
    r"|under maintenance|scheduled maintenance|be back (?:soon|shortly)|temporarily (?:unavailable|down)",
    _FLAGS,
)
_ERROR = re.compile(
    r"internal server error|server error in '|runtime error|service unavailable|bad gateway|gateway time-?out"
    r"|fatal error|database (?:connection )?error|error establishing"
    r"|lỗi (?:hệ thống|máy chủ|kết nối)|(?:đã )?(?:có|xảy ra) lỗi",
    _FLAGS,
)


def judge_page(body: bytes, content_type: str, final_url: str, *, has_length: bool) -> Verdict | None:
    """Why the answer is not the page that was asked for, or None. `has_length`: the head said where it ends."""
    if not body.strip():
        return Outcome.BROKEN, "an empty answer"
    if "html" not in content_type.lower() and not _IS_HTML.match(body):
        return None
    if not has_length and _is_half(body):
        return Outcome.TRUNCATED, "the page ends before its closing tag"
    source = body[:_LOOKED_AT].decode("utf-8", "replace")
    text, longest = _visible(source)
    return _as_visitor(source, text, final_url) or _as_notice(source, text, longest)


def _as_visitor(source: str, text: str, final_url: str) -> Verdict | None:
    """The page wants something of its visitor first."""
    title = _first(_TITLE, source)
    if len(text) < _SHORT and _PASSWORD.search(source):
        return Outcome.BLOCKED, "a login page"
    if _PASSWORD.search(source) and (_LOGIN_TITLE.search(title) or _LOGIN_PATH.search(urlsplit(final_url).path)):
        return Outcome.BLOCKED, "a login page"
    if len(text) < _SHORT and (_CHALLENGE.search(text) or _CHALLENGE.search(title)):
        return Outcome.BLOCKED, "a challenge for browsers"
    if len(text) < _STUB and _COOKIE_SCRIPT.search(source):
        return Outcome.BLOCKED, "a challenge stub that sets a cookie by script"
    if len(text) < _STUB and _FORWARD.search(source):
        return Outcome.BLOCKED, "a stub that forwards by meta refresh"
    return None


def _as_notice(source: str, text: str, longest: int) -> Verdict | None:
    """The page says itself that it is not there. A long page must say so in its title or heading."""
    heads = (_first(_TITLE, source), _first(_HEADING, source))
    if len(text) >= _SHORT or longest >= _PARAGRAPH:
        found = next((one for head in heads if len(head) < _STUB and (one := _GONE_TITLE.search(head))), None)
        return (Outcome.MISSING, f"a soft 404 ({found[0].strip()!r})") if found else None
    said = "\n".join((*heads, text))
    for pattern, outcome, what in (
        (_AWAY, Outcome.BROKEN, "a maintenance page"),
        (_ERROR, Outcome.BROKEN, "an error page with status 200"),
        (_GONE, Outcome.MISSING, "a soft 404"),
    ):
        if found := pattern.search(said):
            return outcome, f"{what} ({found[0].strip()!r})"
    return None


def _visible(source: str) -> tuple[str, int]:
    """Text outside tags and scripts, no further than it takes to know that it is long; and its longest piece."""
    words, size, position, longest = [], 0, 0, 0
    for hidden in _HIDDEN.finditer(source):
        found = source[position : min(hidden.start(), position + _ENOUGH)].split()
        position = hidden.end()
        words += found
        piece = sum(map(len, found)) + len(found)
        size += piece
        longest = max(longest, piece)
        if size > 2 * _SHORT:
            break
    return " ".join([*words, *source[position : position + _ENOUGH].split()]), longest


def _first(pattern: re.Pattern[str], source: str) -> str:
    found = pattern.search(source)
    return found[1].strip() if found else ""


def _is_half(body: bytes) -> bool:
    """Only where nothing said the length: many a page that is whole lacks its closing tag."""
    start, end = body[:4000].lower(), body[-2000:].lower()
    return b"<html" in start and b"</html" not in end and b"</body" not in end
