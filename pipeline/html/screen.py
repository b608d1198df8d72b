"""HTML text -> a refusal of what the parser would need too long for; pure, linear in the page's length.

The parser's time grows with the square of nesting, of attributes on one tag and of options in one list.
"""

import re
from collections import Counter
from dataclasses import dataclass, field

from pipeline.errors import RefusedError

MAX_DEPTH = 500
MAX_TAG_CHARACTERS = 32 * 1024
MAX_STEPS = 100_000_000  # about half a second of the parser's work
STEPS_PER_REOPENED = 140  # an inline tag left open is built again in every later block


def names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID_TAGS = names("area base br col embed hr img input link meta param source track wbr")

_SPACE = r"[\t\n\f\r ]"
_ATTRIBUTES = (
    rf"(?:[\t\n\f\r /]++|[^\t\n\f\r />][^\t\n\f\r />=]*+"
    rf"(?:{_SPACE}*+={_SPACE}*+(?:\"[^\"]*+\"?|'[^']*+'?|[^\t\n\f\r >\"'][^\t\n\f\r >]*+)?+)?+)*+"
)
_TAG = re.compile(
    rf"<!--(?:-?>|.*?(?:--!?>|\Z))|<(?P<end>/?)(?P<tag>[a-zA-Z][^\t\n\f\r />]*+)(?P<attributes>{_ATTRIBUTES})>?",
    re.DOTALL,
)

_RAW = names("script style textarea title xmp iframe noembed noframes")
# Void, or closed by the next of its kind.
_CLOSED_BY_ITSELF = VOID_TAGS | names("html head body p li dt dd td th tr tbody thead tfoot option optgroup a")
_REOPENED = names("b big code em font i nobr s small strike strong tt u")
_WALLS = names("applet caption html table marquee object template svg math foreignobject button select")
_DRAWING = names("svg math g defs symbol clippath mask pattern lineargradient radialgradient mrow")
_DRAWN = names("path circle ellipse rect line polygon polyline use stop image animate fegaussianblur")


@dataclass(slots=True)
class _Nesting:
    """What the parser would hold open, never less than it really does."""

    stack: list[str] = field(default_factory=list)
    held: Counter[str] = field(default_factory=Counter)
    reopened: Counter[str] = field(default_factory=Counter)
    options: int = 0
    steps: int = 0

    @property
    def depth(self) -> int:
        return len(self.stack) + self.reopened.total()

    def start(self, name: str, *, is_closed: bool) -> None:
        while self.stack and self.stack[-1] in _DRAWING and name not in _DRAWING | _DRAWN:
            self.held[self.stack.pop()] -= 1  # HTML inside a drawing ends the drawing
        self.options += name == "option"
        reopened = self.reopened.total()
        self.steps += len(self.stack) + reopened * STEPS_PER_REOPENED + (self.options if name == "option" else 0)
        if name in _REOPENED:
            self.reopened[name] += 1
        elif name not in _CLOSED_BY_ITSELF and not (is_closed and name in _DRAWN and self.is_drawing):
            self.stack.append(name)
            self.held[name] += 1

    @property
    def is_drawing(self) -> bool:
        return bool(self.stack) and self.stack[-1] in _DRAWING and bool(self.held["svg"] or self.held["math"])

    def end(self, name: str) -> None:
        self.steps += len(self.stack) if not self.held[name] else 0
        if self.reopened[name]:
            self.reopened[name] -= 1
        if not self.held[name]:
            return
        for place in range(len(self.stack) - 1, -1, -1):
            if self.stack[place] == name:
                for closed in self.stack[place:]:
                    self.held[closed] -= 1
                del self.stack[place:]
                return
            if self.stack[place] in _WALLS:
                return

    @property
    def is_raw_possible(self) -> bool:
        return not (self.held["svg"] or self.held["math"] or self.held["select"])


def screen(html: str) -> None:
    """Refuse what the parser would need too long for; linear in the page's length."""
    if len(html) <= MAX_TAG_CHARACTERS and html.count("<") <= MAX_DEPTH:
        return
    nesting = _Nesting()
    position = 0
    while tag := _TAG.search(html, position):
        position = tag.end()
        if tag["tag"] is None:
            continue
        if position - tag.start() > MAX_TAG_CHARACTERS:
            raise RefusedError(f"a tag of {position - tag.start():,} characters: {MAX_TAG_CHARACTERS:,} are read")
        name = tag["tag"].lower()
        if tag["end"]:
            nesting.end(name)
        elif name in _RAW and nesting.is_raw_possible:
            position = _after_raw(html, name, position)
        else:
            nesting.start(name, is_closed=tag["attributes"].endswith("/"))
            _refuse_excess(nesting)


def _after_raw(html: str, name: str, position: int) -> int:
    close = re.compile(rf"</{name}[\t\n\f\r />]", re.IGNORECASE).search(html, position)
    return close.end() if close else len(html)


def _refuse_excess(nesting: _Nesting) -> None:
    if nesting.depth > MAX_DEPTH:
        raise RefusedError(f"elements nested deeper than {MAX_DEPTH}: no page is built like this")
    if nesting.steps > MAX_STEPS:
        raise RefusedError("markup that takes too long to parse: too many elements in deep nesting or in one list")
