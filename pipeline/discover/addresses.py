"""Addresses as pages write them -> one spelling to fetch, and one key for all spellings of a page. Pure."""

import re
import string
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from or who he is, never which page it is.
_TRACKING = re.compile(
    r"utm_\w+|fbclid|gclid|dclid|msclkid|yclid|zarsrc|zalo_\w+|igshid|mc_[ce]id|_ga|_gl|_hsenc|_hsmi|spm|ref_src"
    r"|phpsessid|jsessionid|aspsessionid\w*|sessionid|session_id|sessid|cfid|cftoken",
    re.IGNORECASE,
)
_SESSION = re.compile(r";jsessionid=[^/?#;]*|/\(s\([a-z0-9]+\)\)", re.IGNORECASE)
_HEX = re.compile(r"[0-9a-f-]{16,}", re.IGNORECASE)
_PERCENT = re.compile(r"%([0-9a-fA-F]{2})?")
_NO_HOST = re.compile(r"[\s\"<>^`{|}%]")
_UNRESERVED = string.ascii_letters + string.digits + "-._~"
_SAFE = "/:@!$&'()*+,;=~%"
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?|jsp)$", re.IGNORECASE)
_DEFAULT_PORTS = {"http": 80, "https": 443}
_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_CANONICAL = re.compile(r"\brel\s*=\s*[\"']?canonical\b", re.IGNORECASE)
_HREF = re.compile(r"\bhref\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", re.IGNORECASE)
# What tells one page from the others of a site: an id that is no year, or a long slug.
_TELLING = re.compile(r"(?!(?:19|20)\d\d(?!\d))(?<!\d)\d{4,}|[a-z0-9]+(?:-[a-z0-9]+){3,}", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def normalise_url(url: str, base: str = "", longest: int = 2083) -> str | None:
    """The address to fetch, without what names a reader or a place on the page; None if it is none of the web."""
    try:
        parts = urlsplit(urljoin(base, url.strip().replace("\n", "").replace("\r", "").replace("\t", "")))
        port = parts.port
        host = (parts.hostname or "").rstrip(".")
    except ValueError:
        return None
    if parts.scheme not in _DEFAULT_PORTS or not _is_host(host) or "@" in parts.netloc or "\\" in url:
        return None
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path = _without_dots(_SESSION.sub("", _one_percent_form(parts.path))) or "/"
    found = urlunsplit((parts.scheme, netloc, path, _query(parts.query), ""))
    return found if len(found) <= longest else None


@lru_cache(maxsize=4_096)
def page_key(url: str) -> str:
    """Equal for spellings that differ in scheme, www, doubled or last slash, index file, or order of query."""
    try:
        parts = urlsplit(normalise_url(url) or url)
    except ValueError:
        return url  # no address, and so like no other
    path = re.sub(r"/{2,}", "/", _INDEX.sub("/", parts.path)).rstrip("/")
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    netloc = parts.netloc.removeprefix("www.")
    return f"{netloc}{path}?{urlencode(pairs)}" if pairs else netloc + path


def canonical_url(source: str, url: str) -> str | None:
    """The page's own word on its address, if it can be about this page: a site may print one for all its pages."""
    for link in _LINK.findall(source):
        if not _CANONICAL.search(link):
            continue
        href = _HREF.search(link)
        target = normalise_url((href[1] or href[2] or href[3] or "").replace("&amp;", "&"), url) if href else None
        return target if target and _is_about_same(target, url) else None
    return None


def _is_about_same(target: str, url: str) -> bool:
    if page_key(target) == page_key(url):
        return True
    told = set(_TELLING.findall(target.partition("//")[2].partition("/")[2].lower()))
    return bool(told & set(_TELLING.findall(url.lower())))


def _is_host(host: str) -> bool:
    return bool(host) and host.isprintable() and _NO_HOST.search(host) is None


def _without_dots(path: str) -> str:
    if "/." not in path:
        return path
    kept: list[str] = []
    for step in path.split("/"):
        if step == "..":
            kept = kept[:-1] or [""]
        elif step != ".":
            kept.append(step)
    return "/".join(kept)


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        is_session = name.lower() == "sid" and _HEX.fullmatch(value)
        if pair and not _TRACKING.fullmatch(unquote(name)) and not is_session:
            kept.append(_one_percent_form(pair, _SAFE + "?"))
    return "&".join(kept)


def _one_percent_form(text: str, safe: str = _SAFE) -> str:
    def one(found: re.Match[str]) -> str:
        letter = chr(int(found[1] or "25", 16))  # a percent sign that stands for itself
        return letter if letter in _UNRESERVED else f"%{(found[1] or '25').upper()}"

    return quote(_PERCENT.sub(one, text), safe=safe)
