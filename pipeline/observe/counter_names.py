"""Which counter a counted noun and the words around it name: rows of counters.csv in, names out. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.normalise import canonical

_SKIPPED = re.compile(r"(?:trên )?tổng số |tổng |số lượng |số lượt |số |các ")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Counter:
    """One named counter. It is meant where every group of `marks` has a word in the text and `unless` has none."""

    name: str
    noun: str
    unit: str
    marks: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]

    def is_meant(self, words: str) -> bool:
        for group in self.marks:  # plain loops: this is asked a hundred times of every page
            for mark in group:
                if mark in words:
                    break
            else:
                return False
        return all(word not in words for word in self.unless)


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun found in the text."""

    key: str
    start: int
    end: int


class CounterNames:
    """The rows in the order of the file: the first that is meant wins."""

    def __init__(self, rows: Iterable[dict[str, str]]) -> None:
        self._counters: defaultdict[str, list[Counter]] = defaultdict(list)
        nouns: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for raw in rows:
            row = raw | {column: canonical(raw[column]) for column in ("printed", "marks", "unless")}
            marks = tuple(tuple(group.split("|")) for group in row["marks"].split("&") if group)
            unless = tuple(word for word in row["unless"].split("|") if word)
            self._counters[row["noun"]].append(Counter(row["name"], row["noun"], row["unit"], marks, unless))
            for printed in filter(None, row["printed"].split("|")):
                nouns[_first_word(printed)].append((printed, row["noun"]))
        self._nouns = {word: tuple(sorted(found, key=lambda one: -len(one[0]))) for word, found in nouns.items()}

    def noun_at(self, low: str, at: int) -> Noun | None:
        """The longest counted noun that starts here, past a space and words like `số`."""
        start = at + 1 if low[at : at + 1] == " " else at
        if noun := self._noun(low, start):
            return noun
        skipped = _SKIPPED.match(low, start)
        return self._noun(low, skipped.end()) if skipped else None

    def _noun(self, low: str, at: int) -> Noun | None:
        word = _WORD.match(low, at)
        for printed, key in self._nouns.get(word[0], ()) if word else ():
            end = at + len(printed)
            if low.startswith(printed, at) and not low[end : end + 1].isalnum():
                return Noun(key, at, end)
        return None

    def first_noun(self, low: str, start: int, end: int) -> Noun | None:
        """The first counted noun between two places."""
        for word in _WORD.finditer(low, start, end):
            if word[0] in self._nouns and (noun := self.noun_at(low, word.start())) and noun.end <= end:
                return noun
        return None

    def named(self, noun: str, *contexts: str, marked: bool = False) -> Counter | None:
        """The counter that the nearest context tells; the noun's plain counter if none does and `marked` is false."""
        rows = self._counters.get(noun, ())
        for words in contexts:
            for row in rows:
                if row.marks and row.is_meant(words):
                    return row
        plain = (row for row in rows if not row.marks and row.is_meant(" ".join(contexts)))
        return None if marked else next(plain, None)


def _first_word(printed: str) -> str:
    word = _WORD.match(printed)
    return word[0] if word else printed
