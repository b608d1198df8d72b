"""One parsed page -> its article; pure."""

import unicodedata
from dataclasses import replace
from datetime import date

from pipeline.extract.bodies import Page, body_by_layout, body_by_prose
from pipeline.extract.dates import first_day
from pipeline.extract.heads import JSON_LD, Head, author_name, read_author, read_head
from pipeline.extract.nearby import author_nearby, day_nearby
from pipeline.html import Element
from pipeline.model import Article, Layout, Removal


def read_page(page: Page) -> Article:
    layout, day = page.layout, page.day
    if layout:
        head = _head(page, layout, day)  # first, since the layout may drop title and day from the body
        body = body_by_layout(page, layout)
    else:
        head = read_head(page.root, page.source, day)
        body = body_by_prose(page, head.body)
    lines, named = _without_title([block.text for block in body.blocks], head.title)
    return Article(
        portal=page.portal.name,
        url=page.snapshot.url,
        title=head.title,
        published=head.published or day_nearby(page.source, lines, day),
        author=head.author or author_nearby(page.source, lines),
        body=unicodedata.normalize("NFC", "\n".join(lines)),  # a tag or an entity may stand between letter and mark
        layout=body.layout,
        removed=tuple(body.removed + named),
    )


def _without_title(lines: list[str], title: str | None) -> tuple[list[str], list[Removal]]:
    """The title printed again, above the body or above a copy of it."""
    if title is None:
        return lines, []
    wanted = title.casefold()
    kept = [line for line in lines if len(line) != len(title) or line.casefold() != wanted]
    if not kept or len(kept) == len(lines):
        return lines, []
    return kept, [Removal("title", title)] * (len(lines) - len(kept))


def _head(page: Page, layout: Layout, day: date) -> Head:
    """The layout's selectors win; what they do not find is looked for in the usual places."""
    title, author = _text(page.root, layout.title), author_name(_text(page.root, layout.author))
    published = first_day(_text(page.root, layout.published), day)
    if title and published and (author or not layout.author) and not page.root.first(JSON_LD):
        return Head(title, published, author or read_author(page.root))
    head = read_head(page.root, page.source, day)
    return replace(head, title=title or head.title, published=published or head.published, author=author or head.author)


def _text(root: Element, selector: str | None) -> str | None:
    element = root.first(selector) if selector else None
    return element.text if element else None
