"""Text cut into sentences of marks: what each word, number and sign may mean. Pure, linear time."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.observe.periods import Period
from pipeline.observe.tokens import Number
from pipeline.observe.words import TOKEN, Kind, Node

LONGEST = 400  # marks of one sentence; more is no prose, and is cut so that reading stays linear
_SIGNS = {
    **dict.fromkeys("([", Kind.OPEN),
    **dict.fromkeys(")]", Kind.CLOSE),
    **dict.fromkeys(",|", Kind.COMMA),
    **dict.fromkeys("-–", Kind.DASH),
    **dict.fromkeys("+−", Kind.SIGN),
    ";": Kind.SEMICOLON,
    ":": Kind.COLON,
}
_JOINTS = frozenset("-–&/,")
_SHORT = frozenset(["tp", "t", "tx", "h", "q", "p", "ths", "ts", "pgs", "gs", "đ", "c", "st", "tt", "stt", "v"])
_LONGEST_SHORT = max(map(len, _SHORT))
_ENDS = frozenset(".!?…")
_STOP = re.compile(r"(?<=[^\W\d_][^\W\d_])[.!?…][ \t]+")
_LAST_LETTERS = re.compile(r"[^\W\d_]+\Z")
_STATING = frozenset([Kind.NUMBER, Kind.FIRST, Kind.NTH, Kind.MOST, Kind.RANK, Kind.KEEP])
# A line without a number is read only if it may name an index or a first place.
_HINTS = (
    *("chỉ số", "index", "sipas", "papi", "pci", "pgi", "dti", "pii", "cchc"),
    *("quán quân", "á quân", "dẫn đầu", "đứng đầu", "đầu bảng", "ngôi ", "xếp ", "hạng nhất", "thứ nh", "cao nhất"),
)


@dataclass(slots=True)
class Mark:
    kind: Kind
    value: str
    start: int
    end: int
    number: Number | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    marks: list[Mark]
    opens_block: bool  # first sentence of a line

    def kind(self, at: int) -> Kind | None:
        return self.marks[at].kind if 0 <= at < len(self.marks) else None

    def word(self, at: int) -> str:
        """The plain word at a place; empty for everything else."""
        mark = self.marks[at] if 0 <= at < len(self.marks) else None
        return mark.value if mark is not None and mark.kind is Kind.WORD else ""

    @property
    def may_state(self) -> bool:
        return any(mark.kind in _STATING for mark in self.marks)

    @property
    def is_on_ministries(self) -> bool:
        kinds = {mark.kind for mark in self.marks}
        return Kind.MINISTRY in kinds and Kind.PROVINCE not in kinds


def sentences(
    text: str,
    low: str,
    trie: dict[str, Node],
    numbers: tuple[Number, ...],
    periods: list[Period],
    *,
    keeps_all: bool = False,
) -> Iterator[Sentence]:
    """The sentences of NFC `text` (canonical form: `low`); without `keeps_all`, only those that may state a figure."""
    spans: list[Number | Period] = sorted([*periods, *numbers], key=lambda span: span.start)
    starts = [span.start for span in spans]
    # A text without capitals cannot tell by them where a sentence begins.
    seen = text if text != low else low.upper() if len(low.upper()) == len(low) else low
    for begin, end in _lines(low):
        opens = True
        for start, stop in _stretches(seen, begin, end):
            first, last = bisect_left(starts, start), bisect_left(starts, stop)
            if first < last or keeps_all or start == 0 or any(low.find(hint, start, stop) >= 0 for hint in _HINTS):
                yield from _Cutter(low, seen, trie, spans[first:last]).sentences(start, stop, opens=opens)
                opens = False


def _lines(low: str) -> Iterator[tuple[int, int]]:
    begin = 0
    while begin < len(low):
        end = low.find("\n", begin)
        end = len(low) if end < 0 else end
        yield begin, end
        begin = end + 1


def _stretches(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    """One sentence or a few: cut where no abbreviation and no number can be meant."""
    for found in _STOP.finditer(text, begin, end):
        if text[found.end() : found.end() + 1].isupper() and not _is_short(text, found.start()):
            yield begin, found.end()
            begin = found.end()
    yield begin, end


def _is_short(text: str, end: int) -> bool:
    """Whether the word that ends there is an abbreviation."""
    word = _LAST_LETTERS.search(text, max(0, end - _LONGEST_SHORT - 1), end)
    return word is not None and word[0].lower() in _SHORT


class _Cutter:
    """Walks the tokens of one block; numbers and periods take precedence over words."""

    def __init__(self, low: str, text: str, trie: dict[str, Node], spans: list[Number | Period]) -> None:
        self._low, self._text, self._trie, self._spans = low, text, trie, spans
        self._tokens: list[tuple[str, int, int]] = []

    def sentences(self, begin: int, end: int, *, opens: bool) -> Iterator[Sentence]:
        tokens = self._tokens = [
            (found[0], *found.span()) for found in TOKEN.finditer(self._low, begin, end) if found[0] != "\n"
        ]
        marks: list[Mark] = []
        spans, trie = iter(self._spans), self._trie
        span = next(spans, None)
        at, size = 0, len(tokens)
        while at < size:
            word, start, stop = tokens[at]
            while span is not None and span.start < start:
                span = next(spans, None)
            if span is not None and span.start == start:
                marks.append(_spanned(span))
                at = self._behind(span.end, at)
            elif (node := trie.get(word)) is not None:
                at = self._phrase(at, node, marks)
            else:
                at += 1
                if word not in _ENDS:
                    marks.append(Mark(_SIGNS.get(word, Kind.WORD), word, start, stop))
            if marks and (len(marks) > LONGEST or (word in _ENDS and self._ends(at, stop))):
                yield Sentence(marks, opens)
                marks, opens = [], False
        if marks:
            yield Sentence(marks, opens)

    def _behind(self, end: int, at: int) -> int:
        while at < len(self._tokens) and self._tokens[at][1] < end:
            at += 1
        return at

    def _ends(self, at: int, end: int) -> bool:
        """Whether the sign before token `at` ends a sentence: no abbreviation, and no small letter behind it."""
        if at >= len(self._tokens):
            return True
        start = self._tokens[at][1]
        if start == end or self._text[start].islower():
            return False
        return at < 2 or self._tokens[at - 2][0] not in _SHORT

    def _phrase(self, at: int, node: Node | None, marks: list[Mark]) -> int:
        """Append the longest phrase that starts at `at`, or the plain word; return where to go on."""
        tokens, size = self._tokens, len(self._tokens)
        begin, best, last = at, None, at
        while node is not None:
            if node.kind is not None:
                best, last = node, at
            at += 1
            if not node.after or at >= size:
                break
            word = tokens[at][0]
            if word in _JOINTS or (word == "." and len(tokens[at - 1][0]) <= 2):
                at += 1
            node = node.after.get(tokens[at][0]) if at < size else None
        word, start, stop = tokens[begin]
        if best is None or best.kind is None:
            marks.append(Mark(Kind.WORD, word, start, stop))
            return begin + 1
        marks.append(Mark(best.kind, best.value, start, tokens[last][2]))
        return last + 1


def _spanned(span: Number | Period) -> Mark:
    if isinstance(span, Period):
        return Mark(Kind.PERIOD, span.value, span.start, span.end)
    return Mark(Kind.NUMBER, span.kind, span.start, span.end, span)
