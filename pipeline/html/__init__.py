"""HTML text -> a tree to select from, in bounded time; pure, the only importer of selectolax.

What would take the parser too long is refused before it is parsed.
"""

from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from pipeline.errors import PortalFileError, RefusedError
from pipeline.html.screen import MAX_TAG_CHARACTERS, VOID_TAGS, names, screen

__all__ = ["MAX_TAG_CHARACTERS", "VOID_TAGS", "Element", "names", "outermost", "parse"]


@dataclass(frozen=True, slots=True)
class Element:
    """One element of a tree."""

    _node: LexborNode

    @property
    def key(self) -> int:
        """The same for the same element of one tree."""
        return int(self._node.mem_id)

    @property
    def tag(self) -> str:
        return str(self._node.tag)

    @property
    def attributes(self) -> dict[str, str]:
        return {name: value or "" for name, value in self._node.attributes.items()}

    @property
    def text(self) -> str:
        """All text below, white space made single."""
        return " ".join(self._node.text(separator=" ").split())

    @property
    def raw_text(self) -> str:
        """Text as it stands, also of a script."""
        return self._node.text() or ""

    @property
    def html(self) -> str:
        """The element as the parser writes it: well-formed, attributes in double quotes."""
        return self._node.html or ""

    def all(self, selector: str) -> list["Element"]:
        return _select(self._node, selector)

    def first(self, selector: str) -> "Element | None":
        try:
            found = self._node.css_first(selector)
        except SelectolaxError as error:
            raise _wrong(selector) from error
        return Element(found) if found is not None else None

    def remove(self) -> None:
        """Take the element out of its tree."""
        self._node.decompose()

    def is_inside(self, keys: set[int]) -> bool:
        """Whether an element above is one of those with these keys."""
        node = self._node.parent
        while node is not None:
            if node.mem_id in keys:
                return True
            node = node.parent
        return False


def parse(html: str) -> Element:
    """The root element. Raises RefusedError for markup that would take too long."""
    screen(html)
    root = LexborHTMLParser(html).root
    if root is None:
        raise RefusedError("markup that gives no document")
    return Element(root)


def outermost(elements: list[Element]) -> list[Element]:
    """Without those that lie inside another of them, so that nested matches are read once."""
    if len(elements) < 2:
        return elements
    keys = {element.key for element in elements}
    return [element for element in elements if not element.is_inside(keys)]


def _select(node: LexborNode, selector: str) -> list[Element]:
    """Matches in document order, each once: a comma selector alone yields a node per alternative."""
    try:
        found = node.css(selector)
    except SelectolaxError as error:
        raise _wrong(selector) from error
    unique = {each.mem_id: each for each in found}
    return [Element(each) for each in unique.values()]


def _wrong(selector: str) -> PortalFileError:
    return PortalFileError(f"selector {selector!r} is no CSS selector: correct it in the portal's file")
