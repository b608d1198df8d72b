"""One parsed page -> the blocks of its article's body; pure.

The portal's layout of the fetch day reads the page; without one the article is recognised by its prose, and what no
rule reads goes to JSON-LD or the fallback. A page that holds no article is refused with the reason.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from pipeline.errors import LayoutChangedError, NotAnArticleError
from pipeline.extract.blocks import Block, read_blocks
from pipeline.extract.fallback import main_lines
from pipeline.extract.links import is_listing, without_related
from pipeline.extract.places import gather
from pipeline.extract.recognise import ENOUGH_CHARACTERS, find_bodies
from pipeline.extract.refuse import SHORT_TEXT, refused_page, refused_text, refused_title
from pipeline.extract.wording import clean
from pipeline.html import Element, outermost
from pipeline.model import Layout, Portal, Removal, Snapshot

SHORTEST = 80  # characters of text below which a page is no article, whatever its layout
SHORT_ARTICLE = 600  # characters: above it, what the page says around the body no longer matters
_SENTENCE = 40  # characters; what is shorter is a label, whatever mark ends it
_NOTICE = 160  # characters of a line that may be a notice
_TONED = re.compile("[ạ-ỹ]")
_SAMPLE = 3000
_LETTERS_A_TONE = 40  # at most, in Vietnamese
_CLEAR = 0.6
_FALLBACK_SHARE = 0.15  # of what was recognised: with less the fallback has missed the article
_FALLBACK_CHARACTERS = 2_000_000
_FALLBACK_TAGS = 40_000  # each costs a kilobyte and more there


@dataclass(frozen=True, slots=True)
class Page:
    snapshot: Snapshot
    portal: Portal
    root: Element
    source: str
    day: date  # in Viet Nam, when it was fetched: no article is of a later day
    layout: Layout | None  # the newest in force on that day

    def refusal(self, why: str) -> NotAnArticleError:
        return NotAnArticleError(f"{self.portal.name}: {self.snapshot.url}: {why}, no article")


@dataclass(frozen=True, slots=True)
class Body:
    layout: str
    blocks: list[Block]
    removed: list[Removal]

    @property
    def size(self) -> int:
        return _size(self.blocks)


def body_by_layout(page: Page, layout: Layout) -> Body:
    """Raises LayoutChangedError if the page holds an article that the layout does not find."""
    elements = outermost(page.root.all(layout.body))
    removed = _dropped(elements, layout)
    body = _body(page, f"{page.portal.name}@{layout.since}", [element.html for element in elements])
    size = body.size
    if size < SHORT_TEXT and (why := refused_text(_text(body.blocks))):
        raise page.refusal(why)
    if size < SHORTEST:
        raise _layout_changed(page, layout)
    return replace(body, removed=removed + body.removed) if removed else body


def body_by_prose(page: Page, in_json: str | None) -> Body:
    """`in_json` is the body that JSON-LD holds; it counts where the page itself prints none."""
    body = _body(page, "recognised", find_bodies(page.root))
    if body.size < SHORT_ARTICLE and (why := _notice(page)):
        raise page.refusal(why)
    if body.size >= ENOUGH_CHARACTERS and _is_clear(body.blocks):
        return body
    if body.size < ENOUGH_CHARACTERS and in_json and len(in_json) > body.size:
        return Body("json-ld", [Block(line) for line in clean(in_json.splitlines()).split("\n")], [])
    why = refused_page(page.source)
    found = _fallback(page)
    if _size(found) >= max(body.size * _FALLBACK_SHARE, SHORT_TEXT if why else SHORTEST):
        return Body("fallback", found, [])
    if body.size < SHORTEST:
        raise page.refusal(why or "a listing or an empty page")
    return body


def _fallback(page: Page) -> list[Block]:
    """What trafilatura reads, if that is text and no list of links."""
    if len(page.source) > _FALLBACK_CHARACTERS or page.source.count("<") > _FALLBACK_TAGS:
        return []
    blocks = [Block(line) for line in clean(main_lines(page.source)).split("\n")]
    return blocks if _prose(blocks) * 2 >= _size(blocks) else []


def _size(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)


def _prose(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks if _is_prose(block.text))


def _is_clear(blocks: list[Block]) -> bool:
    """Whether most of it is Vietnamese sentences and table rows: what recognition was made for.

    There it beats the fallback, which keeps lists of other articles, whose titles carry figures.
    """
    text = _text(blocks)
    sample = text[:_SAMPLE]
    return _prose(blocks) >= _CLEAR * len(text) and len(_TONED.findall(sample)) * _LETTERS_A_TONE >= len(sample)


def _is_prose(line: str) -> bool:
    return "\t" in line or (len(line) >= _SENTENCE and line.rstrip('"”’)').endswith((".", "!", "?", "…", ":", ";")))


def _text(blocks: list[Block]) -> str:
    return "\n".join(block.text for block in blocks)


def _body(page: Page, name: str, bodies: list[str]) -> Body:
    if not bodies:
        return Body(name, [], [])
    place = gather(bodies, page.root, page.source)
    if not any(block.is_link for block in place.blocks):
        return Body(name, place.blocks, place.removed)
    if is_listing(place.blocks):
        raise page.refusal("a listing")
    blocks, related = without_related(place.blocks)
    return Body(name, blocks, place.removed + related)


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
    seen = _body(page, "recognised", find_bodies(page.root))
    why = _notice(page) if seen.size < SHORT_ARTICLE else None
    if why or seen.size < ENOUGH_CHARACTERS:
        return page.refusal(why or refused_page(page.source) or "a listing or an empty page")
    return LayoutChangedError(
        f"{page.portal.name}: {page.snapshot.url}: selector {layout.body!r} of the layout from {layout.since} "
        "finds no body: add a layout to the portal's file"
    )


def _notice(page: Page) -> str | None:
    """Why a page with little text is a notice: what its title, its short lines or its code say."""
    title = page.root.first("title")
    if why := refused_title(title.text if title else ""):
        return why
    whole = page.root.first("body")
    lines = read_blocks(whole.html, skip_names=False).main if whole else []
    short = "\n".join(line.text for line in lines if len(line.text) <= _NOTICE and not line.is_link)
    return refused_text(short)
