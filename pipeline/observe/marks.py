"""Text cut into sentences of marks: canonical text in, what each word, number and sign may mean out. Pure, linear time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.observe.periods import Period
from pipeline.observe.tokens import Number
from pipeline.observe.words import TOKEN, Kind, Node

LONGEST = 400  # marks of one sentence; more is no prose, and is cut so that reading stays linear
_SIGNS = {"(": Kind.OPEN, "[": Kind.OPEN, ")": Kind.CLOSE, "]": Kind.CLOSE, ",": Kind.COMMA, ";": Kind.SEMICOLON, ":": Kind.COLON,
          "-": Kind.DASH, "–": Kind.DASH, "+": Kind.SIGN, "|": Kind.COMMA, "−": Kind.SIGN}  # fmt: skip
_JOINTS = frozenset("-–&/,")
_SHORT = frozenset(["tp", "t", "tx", "h", "q", "p", "ths", "ts", "pgs", "gs", "đ", "c", "st", "tt", "stt", "v"])
_ENDS = frozenset(".!?…")


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


class _Cutter:
    """Walks the tokens once; numbers and periods take precedence over words."""

    def __init__(self, low: str, text: str, trie: dict[str, Node], numbers: tuple[Number, ...], periods: list[Period]):
        self.low, self.text, self.trie = low, text, trie
        self.tokens = [(found[0], found.start(), found.end()) for found in TOKEN.finditer(low)]
        self.spans: list[Number | Period] = sorted([*periods, *numbers], key=lambda span: span.start)

    def sentences(self) -> Iterator[Sentence]:
        marks: list[Mark] = []
        opens = True
        at, spans, size = 0, iter(self.spans), len(self.tokens)
        span = next(spans, None)
        while at < size:
            word, start, end = self.tokens[at]
            while span is not None and span.start < start:
                span = next(spans, None)
            if span is not None and span.start == start:
                marks.append(_spanned(span))
                end = span.end
                while at < size and self.tokens[at][1] < end:
                    at += 1
                continue
            if word == "\n":
                at += 1
                if self._wraps(at, marks):
                    continue
                if marks:
                    yield Sentence(marks, opens)
                marks, opens = [], True
                continue
            if word in _ENDS:
                at += 1
                if self._ends(at, end) or len(marks) > LONGEST:
                    if marks:
                        yield Sentence(marks, opens)
                        opens = False
                    marks = []
                continue
            at = self._word(at, marks)
            if len(marks) > LONGEST:
                yield Sentence(marks, opens)
                marks, opens = [], False
        if marks:
            yield Sentence(marks, opens)

    def _wraps(self, at: int, marks: list[Mark]) -> bool:
        """A line that goes on in lower case is a sentence wrapped by hand."""
        return bool(marks) and at < len(self.tokens) and self.text[self.tokens[at][1]].islower()

    def _ends(self, at: int, end: int) -> bool:
        if at >= len(self.tokens):
            return True
        following = self.tokens[at]
        if following[1] == end or self.text[following[1]].islower():
            return following[0] == "\n"
        return at < 2 or self.tokens[at - 2][0] not in _SHORT

    def _word(self, at: int, marks: list[Mark]) -> int:
        """Append the longest phrase that starts here, else the sign or plain word; return where to go on."""
        word, start, end = self.tokens[at]
        found = self._phrase(at)
        if found:
            node, last = found
            marks.append(Mark(node.kind or Kind.NONE, node.value, start, self.tokens[last][2]))
            return last + 1
        if word in _SIGNS:
            marks.append(Mark(_SIGNS[word], word, start, end))
        else:
            marks.append(Mark(Kind.WORD, word, start, end))
        return at + 1

    def _phrase(self, at: int) -> tuple[Node, int] | None:
        node = self.trie.get(self.tokens[at][0])
        best: tuple[Node, int] | None = None
        size = len(self.tokens)
        while node is not None:
            if node.kind is not None:
                best = node, at
            at += 1
            if at < size and node.after and self._joins(at):
                at += 1
            node = node.after.get(self.tokens[at][0]) if at < size else None
        return best

    def _joins(self, at: int) -> bool:
        word = self.tokens[at][0]
        return word in _JOINTS or (word == "." and len(self.tokens[at - 1][0]) <= 2)


def _spanned(span: Number | Period) -> Mark:
    if isinstance(span, Period):
        return Mark(Kind.PERIOD, span.value, span.start, span.end)
    return Mark(Kind.NUMBER, span.kind, span.start, span.end, span)


def sentences(
    text: str, low: str, trie: dict[str, Node], numbers: tuple[Number, ...], periods: list[Period]
) -> Iterator[Sentence]:
    return _Cutter(low, text, trie, numbers, periods).sentences()
