"""One parsed page -> its article; pure.

The portal's layout of the fetch day reads the page; without one the article is recognised by its prose, and what no
rule reads goes to the fallback. A page that holds no article is refused with the reason.
"""

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from pipeline.errors import LayoutChangedError, NotAnArticleError
from pipeline.extract.blocks import Block
from pipeline.extract.dates import first_day
from pipeline.extract.fallback import main_lines
from pipeline.extract.heads import VIETNAM, Head, author_name, read_author, read_head
from pipeline.extract.links import without_related
from pipeline.extract.nearby import author_nearby, day_nearby
from pipeline.extract.places import Place, gather
from pipeline.extract.recognise import find_bodies
from pipeline.extract.refuse import SHORT_TEXT, refused_page, refused_text
from pipeline.extract.wording import clean
from pipeline.html import Element, outermost
from pipeline.model import Article, Layout, Portal, Removal, Snapshot

SHORTEST = 80  # characters of text below which a page is no article, whatever its layout


@dataclass(frozen=True, slots=True)
class Page:
    snapshot: Snapshot
    portal: Portal
    root: Element
    source: str

    @property
    def day(self) -> date:
        """In Viet Nam, when it was fetched: no article is of a later day."""
        return self.snapshot.fetched_at.astimezone(VIETNAM).date()

    @property
    def layout(self) -> Layout | None:
        valid = [layout for layout in self.portal.layouts if layout.since <= self.day]
        return max(valid, key=lambda layout: layout.since, default=None)


@dataclass(frozen=True, slots=True)
class _Body:
    layout: str
    blocks: list[Block]
    removed: list[Removal]


def read_page(page: Page) -> Article:
    layout, day = page.layout, page.day
    body = _by_layout(page, layout) if layout else _recognised(page)
    head = _head(page, layout, day)
    text = "\n".join(block.text for block in body.blocks)
    if len(text) < SHORT_TEXT and not layout:
        body, text = _from_elsewhere(page, head, body, text)
    if b"&#" in page.snapshot.body:
        text = unicodedata.normalize("NFC", text)  # marks may hide in entities
    lines, named = _without_title(text.split("\n"), head.title)
    return Article(
        portal=page.portal.name,
        url=page.snapshot.url,
        title=head.title,
        published=head.published or day_nearby(page.source, lines, day),
        author=head.author or author_nearby(page.source, lines),
        body="\n".join(lines),
        layout=body.layout,
        removed=tuple(body.removed + named),
    )


def _refusal(page: Page, why: str) -> NotAnArticleError:
    return NotAnArticleError(f"{page.portal.name}: {page.snapshot.url}: {why}, no article")


# --- the body --------------------------------------------------------------------------------


def _by_layout(page: Page, layout: Layout) -> _Body:
    elements = outermost(page.root.all(layout.body))
    removed = _dropped(elements, layout)
    bodies = [element.html for element in elements]
    body = _body(page, f"{page.portal.name}@{layout.since}", bodies)
    size = sum(len(block.text) for block in body.blocks)
    if size < SHORT_TEXT:
        _refuse_notice(page, body)
    if size < SHORTEST:
        raise _layout_changed(page, layout)
    return replace(body, removed=removed + body.removed)


def _dropped(elements: list[Element], layout: Layout) -> list[Removal]:
    """Take out what the layout declares no part of the body."""
    removed = []
    for element in elements:
        for selector in layout.drop:
            for furniture in outermost(element.all(selector)):
                if furniture.text:
                    removed.append(Removal("furniture", clean([furniture.text])))
                furniture.remove()
    return removed


def _layout_changed(page: Page, layout: Layout) -> LayoutChangedError | NotAnArticleError:
    """Only a page that holds an article tells of a redesign."""
    if not find_bodies(page.root):
        return _refusal(page, refused_page(page.source, page.root.text) or "a listing or an empty page")
    return LayoutChangedError(
        f"{page.portal.name}: {page.snapshot.url}: selector {layout.body!r} of the layout from {layout.since} "
        "finds no body: add a layout to the portal's file"
    )


def _recognised(page: Page) -> _Body:
    return _body(page, "recognised", find_bodies(page.root))


def _body(page: Page, name: str, bodies: list[str]) -> _Body:
    if not bodies:
        return _Body(name, [], [])
    place: Place = gather(bodies, page.root, page.source)
    blocks, related = without_related(place.blocks)
    return _Body(name, blocks, place.removed + related)


def _refuse_notice(page: Page, body: _Body) -> None:
    why = refused_page(page.source, "\n".join(block.text for block in body.blocks))
    if why:
        raise _refusal(page, why)


def _from_elsewhere(page: Page, head: Head, body: _Body, text: str) -> tuple[_Body, str]:
    """A body that only JSON-LD holds, or that only the fallback finds."""
    if why := refused_page(page.source, page.root.text[:2000]):
        raise _refusal(page, why)
    if head.body and len(head.body) > len(text):
        return _Body("json-ld", [], []), clean(head.body.splitlines())
    lines = clean(main_lines(page.source))
    if len(lines) >= max(len(text), SHORTEST) and not refused_text(lines[:SHORT_TEXT]):
        return _Body("fallback", [], []), lines
    if len(text) < SHORTEST:
        raise _refusal(page, "a listing or an empty page")
    return body, text


def _without_title(lines: list[str], title: str | None) -> tuple[list[str], list[Removal]]:
    """The title printed again, above the body or above a copy of it."""
    if title is None:
        return lines, []
    wanted = title.casefold()
    kept = [line for line in lines if len(line) != len(title) or line.casefold() != wanted]
    if not kept or len(kept) == len(lines):
        return lines, []
    return kept, [Removal("title", title)] * (len(lines) - len(kept))


# --- title, day, author ----------------------------------------------------------------------


def _head(page: Page, layout: Layout | None, day: date) -> Head:
    """The layout's selectors win; what they do not find is looked for in the usual places."""
    if layout is None:
        return read_head(page.root, page.source, day)
    title, author = _text(page.root, layout.title), author_name(_text(page.root, layout.author))
    published = first_day(_text(page.root, layout.published), day)
    if title and published and (author or not layout.author) and b"ld+json" not in page.snapshot.body:
        return Head(title, published, author or read_author(page.root))
    head = read_head(page.root, page.source, day)
    return replace(head, title=title or head.title, published=published or head.published, author=author or head.author)


def _text(root: Element, selector: str | None) -> str | None:
    element = root.first(selector) if selector else None
    return element.text if element else None
