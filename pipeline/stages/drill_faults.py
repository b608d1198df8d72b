"""A good page -> the same page broken in ways that portals really break; bytes in, an answer to serve out. Pure."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.model import Portal, Snapshot

OTHER_PROVINCE = "https://khac.example.vn/"  # no host of any portal


@dataclass(frozen=True, slots=True)
class Served:
    """What a server answers. `is_cut`: the connection ends where nothing said the length."""

    body: bytes
    content_type: str = "text/html; charset=utf-8"
    location: str | None = None
    is_cut: bool = False


Fault = Callable[[Snapshot, Portal], Served | None]  # None: the fault cannot be made of this page


def as_it_was(page: Snapshot, _portal: Portal) -> Served:
    return Served(page.body, page.content_type or "text/html")


def renamed_class(page: Snapshot, portal: Portal) -> Served | None:
    """A redesign: what the body's selector looks for has another name."""
    layouts = [layout for layout in portal.layouts if layout.since <= page.fetched_at.date()]
    if not layouts:
        return None
    names = re.findall(r"[.#]([\w-]+)", layouts[-1].body) or re.findall(r"[a-z][\w-]*", layouts[-1].body)
    pattern = re.compile(rb"(?<=[\"'\s<#.])(?:%s)(?=[\"'\s>])" % b"|".join(re.escape(one.encode()) for one in names))
    return Served(pattern.sub(b"renamed", page.body), page.content_type)


def stub(_page: Snapshot, _portal: Portal) -> Served:
    script = "document.cookie='key=1f2e';location.reload(true)"
    return Served(f"<html><body><script>{script}</script></body></html>".encode())


def error_page(_page: Snapshot, _portal: Portal) -> Served:
    return Served("<html><head><title>Lỗi hệ thống</title></head><body><h1>Đã xảy ra lỗi</h1></body></html>".encode())


def mojibake(page: Snapshot, _portal: Portal) -> Served | None:
    """Bytes of UTF-8 taken for Latin-1 and encoded once more."""
    try:
        return Served(page.body.decode("utf-8").encode().decode("latin-1").encode(), page.content_type)
    except UnicodeDecodeError:
        return None


def half_page(page: Snapshot, _portal: Portal) -> Served:
    return Served(page.body[: len(page.body) // 2], page.content_type, is_cut=True)


def doubled_body(page: Snapshot, _portal: Portal) -> Served | None:
    found = re.search(rb"<body\b[^>]*>(.*)</body", page.body, re.DOTALL | re.IGNORECASE)
    if found is None:
        return None
    inner = found[1]
    return Served(page.body[: found.end(1)] + inner + page.body[found.end(1) :], page.content_type)


def to_another_province(_page: Snapshot, _portal: Portal) -> Served:
    return Served(b"", location=OTHER_PROVINCE)


def empty_list(page: Snapshot, _portal: Portal) -> Served:
    """The frame of a listing, feed or sitemap without what it lists."""
    bare = re.sub(rb"<(item|entry|url|sitemap)\b.*?</\1\s*>", b"", page.body, flags=re.DOTALL | re.IGNORECASE)
    bare = re.sub(rb"<a\b[^>]*>.*?</a\s*>", b"", bare, flags=re.DOTALL | re.IGNORECASE)
    return Served(bare, page.content_type)


OF_ARTICLES: dict[str, Fault] = {
    "renamed class": renamed_class,
    "stub with 200": stub,
    "error page with 200": error_page,
    "mojibake": mojibake,
    "half page": half_page,
    "doubled body": doubled_body,
    "redirect to another province": to_another_province,
}
OF_SOURCES: dict[str, Fault] = {"empty list": empty_list, "stub with 200": stub, "error page with 200": error_page}
