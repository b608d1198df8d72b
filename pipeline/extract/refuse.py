"""Pages that hold no article, told by what they say: challenge, login, error, maintenance, nothing; pure."""

import re

from pipeline.model import Snapshot

_FILES = {
    b"%PDF": "a PDF file",
    b"PK\x03\x04": "an Office or zip file",
    b"\xd0\xcf\x11\xe0": "an Office file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "an archive file",
    b"\x1f\x8b": "an archive file",
}
_CHALLENGE = re.compile(
    r"<title>\s*(?:just a moment|attention required|checking your browser|ddos-guard|security check|access denied"
    r"|vui lòng chờ)|cf-browser-verification|cf_chl_|/cdn-cgi/challenge-platform|document\.cookie\s*=\s*[\"']D1N"
    r"|slowAES|_Incapsula_Resource"
    r"|xác (?:minh|thực) (?:bạn|rằng bạn) (?:là|không phải)",
    re.IGNORECASE,
)
_LOGIN = re.compile(r"<input[^>]{0,400}type\s*=\s*[\"']?password", re.IGNORECASE)
SHORT_TEXT = 250  # characters: a longer text is no mere notice
_MISSING = re.compile(
    r"không (?:tìm thấy|tồn tại)|(?:tìm|yêu cầu) không có"
    r"|đã bị (?:xóa|xoá|gỡ)|chưa được (?:xuất bản|duyệt)|404|page not found|not be found"
    r"|no longer available|đường dẫn (?:không|bị)|không có (?:dữ liệu|bài viết|nội dung)",
    re.IGNORECASE,
)
_MAINTENANCE = re.compile(
    r"(?:đang|tạm)\s+(?:được\s+)?(?:bảo trì|nâng cấp|ngừng|ngưng|dừng)|under maintenance|be back soon"
    r"|temporarily unavailable",
    re.IGNORECASE,
)
_FAULT = re.compile(
    r"server error in|runtime error|internal server error|fatal error|correlation id|đã (?:có|xảy ra) lỗi"
    r"|lỗi (?:hệ thống|máy chủ)|service unavailable|bad gateway|database error",
    re.IGNORECASE,
)


_TITLES = {
    "a page gone missing": r"(?:lỗi\s*)?404\b.*|.{0,40}(?:not found|không tìm thấy trang|trang không tồn tại).{0,40}",
    "an error page": r"(?:lỗi|error|runtime error|server error|internal server error)\b.{0,40}|5\d\d\b.{0,40}",
    "a login page": r"(?:đăng nhập|login|log in|sign in)\b.{0,60}",
    "a maintenance page": r"(?:website|trang|hệ thống|cổng)?.{0,40}đang (?:được )?(?:bảo trì|nâng cấp).{0,40}",
    "a challenge page for browsers": r"(?:just a moment|attention required|access denied|ddos-guard).{0,40}",
}
_REFUSED_TITLES = {what: re.compile(pattern, re.IGNORECASE) for what, pattern in _TITLES.items()}


def refused_bytes(snapshot: Snapshot) -> str | None:
    """Why these bytes hold no page at all."""
    if not snapshot.body.strip():
        return "an empty answer"
    if snapshot.status >= 300:
        return f"an answer of status {snapshot.status}"
    return next((what for start, what in _FILES.items() if snapshot.body.startswith(start)), None)


def refused_page(source: str) -> str | None:
    """Why a page without text is none, judged by its code."""
    if _CHALLENGE.search(source):
        return "a challenge page for browsers"
    return "a login page" if _LOGIN.search(source) else None


def refused_title(title: str) -> str | None:
    """Why a page is a notice, judged by a title that says nothing else."""
    return next((what for what, pattern in _REFUSED_TITLES.items() if pattern.fullmatch(title)), None)


def refused_text(text: str) -> str | None:
    """Why a short text is a notice and no article."""
    for pattern, what in (
        (_MAINTENANCE, "a maintenance page"),
        (_FAULT, "an error page"),
        (_MISSING, "a page gone missing"),
    ):
        if pattern.search(text):
            return what
    return None
