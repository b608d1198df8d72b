"""Site + edition + path -> the page it answers with; pure but for reading the templates of designs/."""

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from functools import cache
from hashlib import sha256

import jinja2

from demo.world.content import HERE, Piece, Site

DECOMPOSED_MARKS = "\u0300\u0301\u0303\u0309\u0323"  # the tone marks that windows-1258 writes after the vowel


@dataclass(frozen=True, slots=True)
class Answer:
    """A page as the server sends it."""

    status: int
    content_type: str
    body: bytes
    etag: str | None = None
    last_modified: str | None = None


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(HERE / "designs"), autoescape=True)
    environment.filters["rfc822"] = _changed
    return environment


def answer(site: Site, edition: int, path: str, home: str) -> Answer:
    """What the site says to a GET of `path` (with its query)."""
    pieces = site.held(edition)
    shown = {"site": site, "pieces": pieces, "home": home, "newest": pieces[0]}
    if path == "/robots.txt":
        return _plain(f"User-agent: *\nDisallow: /admin/\nDisallow: /tim-kiem\n{_sitemap_line(site, home)}")
    if path == site.feed_url:
        return _answer(site, _render("feed.xml", shown), "application/rss+xml", pieces[0])
    if path == site.sitemap_url:
        return _answer(site, _render("sitemap.xml", shown), "application/xml", pieces[0])
    if path in ("/", site.listing_url):
        return _answer(site, _render(f"{site.design}/listing.html", shown), "text/html", pieces[0])
    for piece in pieces:
        if path == site.address(piece):
            page = _render(f"{site.design}/article.html", shown | {"piece": piece})
            return _answer(site, page, "text/html", piece)
    return _answer(site, _render("missing.html", shown), "text/html", pieces[0], status=404)


def _render(template: str, shown: dict[str, object]) -> str:
    return _templates().get_template(template).render(shown)


def _sitemap_line(site: Site, home: str) -> str:
    return f"Sitemap: {home}{site.sitemap_url}\n" if site.sitemap_url else ""


def _plain(text: str) -> Answer:
    return Answer(200, "text/plain; charset=utf-8", text.encode())


def _answer(site: Site, text: str, kind: str, newest: Piece, status: int = 200) -> Answer:
    encoding = site.encoding if kind == "text/html" else "utf-8"
    body = _encode(text, encoding, decomposed=site.decomposed)
    return Answer(
        status,
        f"{kind}; charset={encoding}",
        body,
        etag=f'"{sha256(body).hexdigest()[:16]}"' if site.etag and status == 200 else None,
        last_modified=_changed(newest) if site.last_modified and status == 200 else None,
    )


def _encode(text: str, encoding: str, *, decomposed: bool) -> bytes:
    if encoding == "windows-1258":
        return "".join(_split_tone(letter) for letter in text).encode("cp1258")
    return unicodedata.normalize("NFD" if decomposed else "NFC", text).encode(encoding)


def _split_tone(letter: str) -> str:
    """ế -> ê + acute: the only form that windows-1258 holds; everything else stays as it is."""
    parts = unicodedata.normalize("NFD", letter)
    tones = "".join(mark for mark in parts if mark in DECOMPOSED_MARKS)
    rest = "".join(mark for mark in parts if mark not in DECOMPOSED_MARKS)
    return unicodedata.normalize("NFC", rest) + tones


def _changed(piece: Piece) -> str:
    """A corrected piece changes its Last-Modified by an edition's worth of seconds, its printed date never."""
    moment = datetime.combine(piece.published, time(9, 0, piece.edition), tzinfo=UTC)
    return format_datetime(moment, usegmt=True)
