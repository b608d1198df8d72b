"""Lines of one page -> units of text, each with those that share some of its wording; pure.

Only units that share a whole clause are taken apart into words: on most pages none does, and that ends the matter.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.duplicates.words import FIGURE, MOMENT, words_of

GRAM = 5
_KEY_CHARACTERS = 40  # a shorter clause may well stand twice
_MOST_PARTNERS = 12  # of one clause; a page that prints it oftener is no reason to compare all with all
_STRONG = 0.6  # of a unit, its clauses counted alone and by twos: less in common makes no copy

_CLAUSE_END = re.compile(r"[.,;:…!?()\t–-]+")
_FIGURE_SIGNS = frozenset({FIGURE, MOMENT})
_DIGITS = re.compile(r"\d+")

Gram = tuple[str, ...]


@dataclass(slots=True)
class Unit:
    """One line, or the rows of one table. Words and grams (figures masked) are known only of units with partners."""

    place: int
    lines: list[str]
    partners: set[int] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    sequence: list[Gram] = field(default_factory=list)
    grams: set[Gram] = field(default_factory=set)
    size: int = 0
    stretch: int = 0
    position: float = 0.0
    verdict: str = "keep"  # keep, copy, conflict

    @property
    def key(self) -> str:
        return "\n".join(self.lines).casefold()

    def share(self, other: "Unit") -> int:
        """How many grams stand in both."""
        return len(self.grams & other.grams)


def units_of(lines: Sequence[str]) -> list[Unit]:
    """Empty where no clause is repeated."""
    units = _grouped(lines)
    masked = iter(_DIGITS.sub("0", "\n".join(lines).lower()).split("\n"))
    places: dict[str, list[int]] = {}
    for unit in units:
        for key in _keys([next(masked) for _ in unit.lines]):
            places.setdefault(key, []).append(unit.place)
    if len(places) == sum(map(len, places.values())):
        return []
    _pair(units, places)
    for unit in units:
        _read(unit)
    return units


def _grouped(lines: Sequence[str]) -> list[Unit]:
    units: list[Unit] = []
    for line in lines:
        if units and "\t" in line and "\t" in units[-1].lines[-1]:
            units[-1].lines.append(line)
        else:
            units.append(Unit(len(units), [line]))
    return units


def _keys(lines: list[str]) -> list[str]:
    """Clauses, and neighbouring clauses together, figures aside; of a table its rows by twos."""
    if len(lines) > 1:
        return [f"{row}\n{after}" for row, after in zip(lines, lines[1:], strict=False)]
    clauses = _CLAUSE_END.split(lines[0])
    keys = [clause.strip() for clause in clauses if len(clause) >= _KEY_CHARACTERS]
    keys += [
        f"{clause}.{after}"
        for clause, after in zip(clauses, clauses[1:], strict=False)
        if len(clause) + len(after) >= _KEY_CHARACTERS
    ]
    return keys


def _pair(units: list[Unit], places: dict[str, list[int]]) -> None:
    """Make units partners where what they share is a good part of one of them."""
    shared = [(key, together) for key, held in places.items() if len(together := set(held)) > 1]
    weights = [0] * len(units)
    for key, together in shared:
        for place in together:
            weights[place] += len(key)
    strong = {unit.place for unit in units if weights[unit.place] >= _STRONG * sum(map(len, unit.lines))}
    for _, together in shared:
        first = set(sorted(together)[:_MOST_PARTNERS])
        for place in together:
            units[place].partners |= first if place in strong else first & strong
    for unit in units:
        unit.partners.discard(unit.place)


def _read(unit: Unit) -> None:
    if not unit.partners:
        unit.size = sum(line.count(" ") + line.count("\t") + 1 for line in unit.lines)
        return
    unit.words = [word for line in unit.lines for word in words_of(line)]
    masked = [FIGURE if word[0] in _FIGURE_SIGNS else word for word in unit.words]
    unit.sequence = list(zip(*(masked[start:] for start in range(GRAM)), strict=False))
    unit.grams = set(unit.sequence)
    unit.size = len(unit.words)
