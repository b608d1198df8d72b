"""What a page says of its article outside the body: title, day, author, and a body in JSON-LD; pure."""

import html as entities
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from pipeline.extract.dates import first_day
from pipeline.html import Element

JSON_LD = 'script[type="application/ld+json"]'
VIETNAM = timezone(timedelta(hours=7))

_PUBLISHED_NAMES = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "dc.date.issued",
    "dc.date",
    "dc.created",
    "og:published_time",
    "date",
)
_AUTHOR_NAMES = ("author", "article:author", "dc.creator")
_AUTHOR_METAS = ":is(meta[name=author], meta[property='article:author'], meta[name='dc.creator'])[content]"
# Where page designs print them, told by the names they give their elements.
_PRINTED_TITLES = (
    ":is(h2, h3)[class*=title], h2[class*=tieu], .tieude, .tieu-de, .news-title, .article-title, .title-detail,"
    " .detail-title, .entry-title"
)
_PRINTED_AUTHORS = "[itemprop=author], [rel=author], [class*=author], .tacgia, .tac-gia, .byline, .by"
_MOST_AUTHORS, _LONGEST_NAME = 5, 60
_ARTICLE_TYPES = {"article", "newsarticle", "reportagenewsarticle", "blogposting", "webpage", "report"}
_SITE_SUFFIX = re.compile(r"\s+(?:[|»]|[-–—])\s+[^|»–—]{3,80}$")
_ROLES = re.compile(
    r"^\s*(?:tác giả|người (?:viết|đăng)|bởi|by|bài(?: và ảnh)?|tin(?:,? ảnh)?|nguồn)\s*:?\s*", re.IGNORECASE
)
_NO_AUTHORS = {"admin", "administrator", "quản trị", "quantri", "super user", "ban biên tập", "bbt"}


@dataclass(frozen=True, slots=True)
class Head:
    title: str | None
    published: date | None
    author: str | None
    body: str | None = None  # articleBody of JSON-LD


def read_head(root: Element, source: str, latest: date) -> Head:
    """`source` is the page's HTML; `latest` is the day it was fetched, which no article follows."""
    metas = _metas(root)
    data = _article_data(root) if "ld+json" in source else {}
    return Head(
        title=_title(root, metas, data),
        published=_published(root, metas, data, latest),
        author=author_name(_name(data.get("author")) or _first(metas, _AUTHOR_NAMES)) or _printed_author(root),
        body=_string(data.get("articleBody")),
    )


def _printed_author(root: Element) -> str | None:
    for element in root.all(_PRINTED_AUTHORS)[:_MOST_AUTHORS]:
        text = element.text
        if 3 <= len(text) <= _LONGEST_NAME and not any(map(str.isdigit, text)):
            return author_name(text)
    return None


def read_author(root: Element) -> str | None:
    meta = root.first(_AUTHOR_METAS)
    return author_name(meta.attributes["content"]) if meta else None


def _metas(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.all("meta[content]"):
        attributes = meta.attributes
        name = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        found.setdefault(name.lower(), attributes["content"].strip())
    return found


def _first(metas: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((metas[name] for name in names if metas.get(name)), None)


def _title(root: Element, metas: dict[str, str], data: dict[str, Any]) -> str | None:
    headings = [text for text in (heading.text for heading in root.all("h1")) if text]
    named = metas.get("og:title") or _string(data.get("headline"))
    whole = root.first("title")
    page = whole.text if whole else ""
    for heading in headings:
        if (named and (heading in named or named in heading)) or heading in page:
            return heading
    if len(headings) == 1 and not named:
        return headings[0]
    if not named and (printed := root.first(_PRINTED_TITLES)) and printed.text:
        return printed.text
    bare = named or _SITE_SUFFIX.sub("", page)
    return " ".join(bare.split()) or (headings[0] if headings else None)


def _published(root: Element, metas: dict[str, str], data: dict[str, Any], latest: date) -> date | None:
    stated = _string(data.get("datePublished")) or _first(metas, _PUBLISHED_NAMES)
    found = day_of(stated, latest)
    if found:
        return found
    for element in root.all(":is(time[datetime], [itemprop=datePublished])"):
        attributes = element.attributes
        found = day_of(attributes.get("datetime") or attributes.get("content") or element.text, latest)
        if found:
            return found
    return None


def day_of(stated: str | None, latest: date) -> date | None:
    """An instant with its zone is told as the day in Viet Nam."""
    if not stated:
        return None
    try:
        instant = datetime.fromisoformat(stated.strip())
        local = instant.astimezone(VIETNAM) if instant.tzinfo else instant
    except (ValueError, OverflowError):  # the latter where a zone leads beyond the years that a date can have
        return first_day(stated, latest)
    return first_day(local.date().isoformat(), latest)


def author_name(stated: str | None) -> str | None:
    if not stated:
        return None
    name = " ".join(_ROLES.sub("", stated).split()).strip(" ,;.-–()")
    is_name = name and len(name) <= 80 and name.lower() not in _NO_AUTHORS and not name.startswith("http")
    return name if is_name else None


# --- JSON-LD ---------------------------------------------------------------------------------


def _article_data(root: Element) -> dict[str, Any]:
    for script in root.all(JSON_LD):
        try:
            held = json.loads(script.raw_text, strict=False)
        except (ValueError, RecursionError):
            continue  # many portals print broken JSON here; the page itself still speaks
        for item in _items(held):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(str(name).lower() in _ARTICLE_TYPES for name in names):
                return item
    return {}


def _items(held: object) -> Iterator[dict[str, Any]]:
    if isinstance(held, list):
        for each in held:
            yield from _items(each)
    elif isinstance(held, dict):
        yield held
        yield from _items(held.get("@graph", []))


def _string(value: object) -> str | None:
    return entities.unescape(value).strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)
