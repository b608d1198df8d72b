"""The lexicon: reference data in, one trie of printed phrases out. Pure, built once per reference."""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache

from pipeline.normalise import canonical
from pipeline.reference import Reference

TOKEN = re.compile(r"[^\W\d_]+|\d+|\n|[^\w\s]")


class Kind(StrEnum):
    """What a mark is: first the classes of words.csv, then the names in reference, then numbers and signs."""

    RANK = "rank"
    NTH = "nth"
    FIRST = "first"
    MOST = "most"
    LAST = "last"
    UP = "up"
    DOWN = "down"
    TO = "to"
    KEEP = "keep"
    VERSUS = "versus"
    FROM = "from"
    RESPECTIVELY = "respectively"
    AFTER = "after"
    LINK = "link"
    OF = "of"
    AND = "and"
    BREAK = "break"
    ON = "on"
    SAYS = "says"
    BOTH = "both"
    NATION = "nation"
    MEAN = "mean"
    MEDIAN = "median"
    OWN = "own"
    FIELD = "field"
    MINISTRIES = "ministries"
    COMPONENT = "component"
    REGION = "region"
    INSIDE = "inside"
    TARGET = "target"
    PLAN = "plan"
    OTHER = "other"
    GROUP = "group"
    STREAK = "streak"
    PAST = "past"
    TOTAL = "total"
    COUNTED = "counted"
    RELATIVE = "relative"
    PAPER = "paper"
    NONE = "none"

    INDICATOR = "indicator"
    LOOSE = "loose"
    PROVINCE = "province"
    MINISTRY = "ministry"

    NUMBER = "number"
    PERIOD = "period"
    OPEN = "("
    CLOSE = ")"
    COMMA = ","
    SEMICOLON = ";"
    COLON = ":"
    DASH = "-"
    SIGN = "sign"
    WORD = "word"


@dataclass(slots=True)
class Node:
    """A step of the trie: the words that may follow, and what the phrase means if it ends here."""

    after: dict[str, "Node"] = field(default_factory=dict)
    kind: Kind | None = None
    value: str = ""


@cache
def _trie(lists: tuple[tuple[Kind, str, str], ...]) -> dict[str, Node]:
    root = Node()
    for kind, phrase, value in lists:
        node = root
        for word in TOKEN.findall(canonical(phrase)):
            if word.isalnum():
                node = node.after.setdefault(word, Node())
        if node.kind is None:
            node.kind, node.value = kind, value
    return root.after


_KEPT: dict[int, tuple[Reference, dict[str, Node]]] = {}


def lexicon(reference: Reference) -> dict[str, Node]:
    """First words of all phrases. Names come before common words where both print the same."""
    kept = _KEPT.get(id(reference))
    if kept is None or kept[0] is not reference:
        kept = _KEPT[id(reference)] = (reference, _trie(tuple(_phrases(reference))))
    return kept[1]


def _phrases(reference: Reference) -> list[tuple[Kind, str, str]]:
    names = [
        (Kind.PROVINCE, name, province.name)
        for province in sorted(reference.provinces.values(), key=lambda one: one.name == "Huế")
        for name in (province.name, *province.aliases)
    ]
    names += [
        (Kind.MINISTRY, name, ministry.id)
        for ministry in reference.ministries.values()
        for name in (ministry.name, *ministry.aliases)
    ]
    for indicator in reference.indicators.values():
        names += [(Kind.INDICATOR, name, indicator.id) for name in indicator.printed]
        names += [(Kind.LOOSE, name, indicator.id) for name in indicator.loose]
    return names + [(Kind(row["word_class"]), row["phrase"], row["value"]) for row in reference.words]
