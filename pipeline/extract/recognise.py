"""HTML of a page without selectors -> the HTML of the element that holds the article; pure.

Each paragraph speaks for the element around it and, half as loud, for the next one; links speak against.
"""

from dataclasses import dataclass

from pipeline.extract.blocks import MARKUP
from pipeline.html import VOID_TAGS, Element, names, outermost

ENOUGH_CHARACTERS = 150  # of a body: three short sentences
_LONG_CHARACTERS = 750

# Names that content systems give the body: NukeViet, Liferay, SharePoint, VNPT, Drupal, WordPress, home-made ones.
_KNOWN = (
    "[itemprop=articleBody]",
    "#news-bodyhtml",
    ".journal-content-article",
    ".field--name-body",
    ".entry-content",
    ".article-content",
    ".article-body",
    ".article__body",
    ".detail-content",
    ".content-detail",
    ".news-content",
    ".post-content",
    ".noi-dung-bai-viet",
    ".bai-viet",
)
_BY_KNOWN_NAME = f":is({', '.join(_KNOWN)})"
_INLINE = names("b strong i em u font span small big sub sup mark time tt o:p a label abbr cite q s ins del")
_SILENT = frozenset({"nav", "footer"})
_UNSEEN = frozenset({"noscript", "template"})
_PARAGRAPH = 40  # characters that make a text a paragraph rather than a label
_LINK_SHARE = 0.3
_LEAD = 80  # characters that make a paragraph worth climbing for
_PROSE_SHARE = 0.5
_MOST_GAINED = 4  # times the prose held: what outweighs a text like this is other texts
_ONE_ELEMENT = 0.8  # what a long text with line breaks counts for the element itself
_NEXT_ELEMENT = 0.5


@dataclass(slots=True)
class _Open:
    tag: str
    start: int
    parent: int
    end: int = 0
    own: int = 0
    own_links: int = 0
    text: int = 0
    links: int = 0
    prose: int = 0
    score: float = 0.0


def find_bodies(root: Element) -> list[str]:
    """The HTML of the article's element; none where no prose stands out.

    Of several elements that go by known names the fullest counts: the others are copies, or teasers of other articles.
    """
    known = [element.html for element in outermost(root.all(_BY_KNOWN_NAME))]
    if known and _prose(fullest := max(known, key=len)) >= ENOUGH_CHARACTERS:
        return [fullest]
    body = root.first("body")
    found = by_prose(body.html) if body else None
    return [found] if found else []


def _prose(html: str) -> int:
    whole = _measure(html)[0]
    return whole.text - whole.links


def by_prose(html: str, *, is_copy: bool = False) -> str | None:
    """The element whose paragraphs speak loudest. A copy may be hidden, and ends at its own element."""
    elements = _measure(html, is_visible=not is_copy)
    best = max(range(len(elements)), key=lambda place: elements[place].score * (1 - _link_share(elements[place])))
    if not elements[best].score or elements[best].text - elements[best].links < ENOUGH_CHARACTERS:
        return None
    best = best if is_copy else _with_neighbours(elements, best)
    return html[elements[best].start : elements[best].end]


def _link_share(element: _Open) -> float:
    return element.links / element.text if element.text else 1.0


def _with_neighbours(elements: list[_Open], best: int) -> int:
    """Climb where what an outer element adds is mainly prose: a lead stands beside the body, or its second half."""
    place = elements[best].parent
    while place > 0 and elements[place].tag not in {"body", "html"} and _link_share(elements[place]) <= _LINK_SHARE:
        outer, inner = elements[place], elements[best]
        gained = outer.prose - inner.prose
        if _LEAD <= gained <= _MOST_GAINED * inner.prose and gained >= _PROSE_SHARE * (outer.text - inner.text):
            best = place
        place = outer.parent
    return best


def _measure(html: str, *, is_visible: bool = True) -> list[_Open]:
    """Every element with its text, and the score its paragraphs gave it. The first stands for the whole."""
    outline = _Outline(len(html))
    silent_tags = _SILENT | _UNSEEN if is_visible else _SILENT
    silent = ""
    for token in MARKUP.finditer(html):
        _, end, tag, _, text = token.groups()
        if silent:
            if not (end and tag == silent):
                continue
            silent = ""
        elif tag in silent_tags:
            silent = "" if end else tag
            continue
        elif tag:
            outline.tag(tag, token.start(), token.start(5), is_end=bool(end))
        if text:
            outline.text(len(text.strip()))
    return outline.finish()


class _Outline:
    """The elements of a page while it is read."""

    def __init__(self, size: int) -> None:
        self._elements = [_Open("", 0, -1, end=size)]
        self._here = 0
        self._links = 0

    def text(self, size: int) -> None:
        element = self._elements[self._here]
        element.own += size
        element.own_links += size if self._links else 0

    def tag(self, tag: str, start: int, end: int, *, is_end: bool) -> None:
        if tag == "a":
            self._links = max(0, self._links + (-1 if is_end else 1))
        elif tag in _INLINE or tag in VOID_TAGS:
            return
        elif not is_end:
            self._elements.append(_Open(tag, start, self._here))
            self._here = len(self._elements) - 1
        elif self._here:
            self._elements[self._here].end = end
            self._close()

    def finish(self) -> list[_Open]:
        while self._here:
            self._close()
        whole = self._elements[0]
        whole.text += whole.own
        whole.links += whole.own_links
        return self._elements

    def _close(self) -> None:
        """Count a finished element into its parents."""
        element = self._elements[self._here]
        outer = self._elements[element.parent]
        element.text += element.own
        element.links += element.own_links
        outer.text += element.text
        outer.links += element.links
        prose = element.own - element.own_links
        element.prose += prose if prose >= _LEAD and element.own_links * 2 <= element.own else 0
        outer.prose += element.prose
        if prose >= _PARAGRAPH and element.own_links * 2 <= element.own:
            element.score += prose * _ONE_ELEMENT if prose >= _LONG_CHARACTERS else 0
            outer.score += prose
            if element.parent > 0:
                self._elements[outer.parent].score += prose * _NEXT_ELEMENT
        self._here = element.parent
