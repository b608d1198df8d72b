"""An answer with 200 that is no page: soft 404, login, challenge, maintenance, error page, half a page. Pure."""

import re
from html import unescape
from urllib.parse import urlsplit

from pipeline.fetch import notices
from pipeline.model import Outcome
from pipeline.normalise import nfc

Verdict = tuple[Outcome, str]

_LOOKED_AT = 300_000  # bytes of a page
_SHORT = 600  # characters of visible text that a notice may have
_STUB = 250
_BARE = 120  # characters of a page that is nothing but its script, with its title and a word of patience
_PARAGRAPH = 200  # characters of one piece of text: a notice is made of shorter ones
_ENOUGH = 1_500  # characters of a text to see that it is long

_CONTROLS = bytes(set(range(32)) - set(b"\t\n\f\r"))
_TEXT_SHARE = 0.95

_HIDDEN = re.compile(r"<(script|style|noscript|template)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^<>]*>", notices.FLAGS)
_IS_HTML = re.compile(rb"\s*(?:\xef\xbb\xbf)?<(?:!doctype html|html)", re.IGNORECASE)
_TITLE = re.compile(r"<title[^<>]*>([^<]{0,300})", notices.FLAGS)
_HEADING = re.compile(r"<h1[^<>]*>([^<]{0,300})", notices.FLAGS)
_PASSWORD = re.compile(r"<input\b[^<>]{0,500}\btype\s*=\s*[\"']?password", notices.FLAGS)


def judge_page(
    body: bytes,
    content_type: str,
    final_url: str,
    *,
    has_length: bool,
    is_sent_on: bool = False,
    may_be_gz: bool = False,
) -> Verdict | None:
    """Why the answer is not the page that was asked for, or None.

    The head said where it ends (`has_length`), or to go on to another page (`is_sent_on`, by `Refresh`).
    `may_be_gz`: a sitemap may be meant, whose file is often called a page.
    """
    if not body.strip():
        return Outcome.BROKEN, "an empty answer"
    if "html" not in content_type.lower() and not _IS_HTML.match(body):
        return None
    if _is_no_text(body, may_be_gz=may_be_gz or urlsplit(final_url).path.endswith(".gz")):
        return Outcome.BROKEN, "bytes that are no text, though it is called a page: compressed without saying so?"
    if not has_length and _is_half(body):
        return Outcome.TRUNCATED, "the page ends before its closing tag"
    source = body[:_LOOKED_AT].decode("utf-8", "replace")
    seen, longest = _visible(source)
    text = _plain(seen)
    return (
        _as_visitor(source, text, final_url)
        or _as_stub(source, text, is_sent_on=is_sent_on)
        or _as_notice(source, text, longest)
    )


def judge_way(asked_for: str, final_url: str) -> Verdict | None:
    """Why the page that redirects led to is another one than was asked for, or None."""
    asked, final = urlsplit(asked_for), urlsplit(final_url)
    place = final.path + (f"?{final.query}" if final.query else "")
    if notices.LOGIN_PATH.search(final.path) and not notices.LOGIN_PATH.search(asked.path):
        return Outcome.BLOCKED, f"redirects to a login page ({final_url})"
    if notices.GONE_PLACE.search(place) and not notices.GONE_PLACE.search(asked.path):
        return Outcome.MISSING, f"redirects to an error page ({final_url})"
    if (
        notices.HOME_PLACE.fullmatch(final.path)
        and not final.query
        and notices.ARTICLE_PLACE.search(asked.path + asked.query)
    ):
        return Outcome.MISSING, f"redirects to the home page ({final_url})"
    return None


def _as_visitor(source: str, text: str, final_url: str) -> Verdict | None:
    """The page wants something of its visitor first."""
    title = _first(_TITLE, source)
    if len(text) < _SHORT and _PASSWORD.search(source):
        return Outcome.BLOCKED, "a login page"
    if _PASSWORD.search(source) and (
        notices.LOGIN_TITLE.search(title) or notices.LOGIN_PATH.search(urlsplit(final_url).path)
    ):
        return Outcome.BLOCKED, "a login page"
    if len(text) < _SHORT and (notices.CHALLENGE.search(text) or notices.CHALLENGE.search(title)):
        return Outcome.BLOCKED, "a challenge for browsers"
    return None


def _as_stub(source: str, text: str, *, is_sent_on: bool) -> Verdict | None:
    """A page so short that one sign is enough."""
    if len(text) >= _STUB:
        return None
    if notices.COOKIE_SCRIPT.search(source):
        return Outcome.BLOCKED, "a challenge stub that sets a cookie by script"
    if is_sent_on or notices.REFRESH.search(source):
        return Outcome.BLOCKED, "a stub that forwards by meta refresh"
    if len(text) < _BARE and notices.ELSEWHERE.search(source):
        return Outcome.BLOCKED, "a stub that forwards by script, or a frame around another page"
    if found := notices.DENIED.search(text):
        return Outcome.BLOCKED, f"a refusal with status 200 ({found[0].strip()!r})"
    if found := notices.LOGIN_WISH.search(text):
        return Outcome.BLOCKED, f"a login page ({found[0].strip()!r})"
    if found := notices.SERVERS_OWN.search(text):
        return Outcome.BROKEN, f"no page of the portal, but its server's own ({found[0].strip()!r})"
    return None


def _as_notice(source: str, text: str, longest: int) -> Verdict | None:
    """The page says itself that it is not there. A long page must say so in its title or heading."""
    heads = (_first(_TITLE, source), _first(_HEADING, source))
    if any(notices.DENIED.match(head) for head in heads):
        return Outcome.BLOCKED, "a refusal with status 200"
    if any(notices.SERVERS_OWN.match(head) for head in heads):
        return Outcome.BROKEN, "no page of the portal, but its server's own"
    if len(text) >= _SHORT or longest >= _PARAGRAPH:
        found = next((one for head in heads if len(head) < _STUB and (one := notices.GONE_TITLE.search(head))), None)
        return (Outcome.MISSING, f"a soft 404 ({found[0].strip()!r})") if found else None
    said = "\n".join((*heads, text))
    for pattern, outcome, what in (
        (notices.AWAY, Outcome.BROKEN, "a maintenance page"),
        (notices.ERROR, Outcome.BROKEN, "an error page with status 200"),
        (notices.GONE, Outcome.MISSING, "a soft 404"),
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
    return _plain(found[1]).strip() if found else ""


def _plain(text: str) -> str:
    """As a reader sees it: some portals write every letter with a mark as an entity, others in two parts."""
    return nfc(unescape(text)) if "&" in text or not text.isascii() else text


def _is_no_text(body: bytes, *, may_be_gz: bool) -> bool:
    """Compressed bytes are full of control characters."""
    if body.startswith(b"\x1f\x8b"):
        return not may_be_gz
    start = body[:2_000]
    if start.count(0) * 5 > len(start):
        return False  # text of two bytes a letter, of which many are such characters
    return len(start.translate(None, _CONTROLS)) < len(start) * _TEXT_SHARE


def _is_half(body: bytes) -> bool:
    """Only where nothing said the length: many a page that is whole lacks its closing tag."""
    start, end = body[:4000].lower(), body[-2000:].lower()
    return b"<html" in start and b"</html" not in end and b"</body" not in end
