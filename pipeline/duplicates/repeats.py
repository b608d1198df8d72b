"""Lines of one page -> units of text, each with those that share some of its wording; pure.

Only units that share a whole clause are compared, and only those that are not equal are taken apart into words: on
most pages no clause is repeated, and that ends the matter.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.duplicates.figures import telling, values
from pipeline.duplicates.words import FIGURE, MOMENT, words_of

GRAM = 5
_KEY_CHARACTERS = 40  # a shorter clause may well stand twice
MOST_PARTNERS = 12  # of one clause; a page that prints it oftener is no reason to compare all with all
_STRONG = 0.6  # of a unit, its clauses counted alone and by twos: less in common makes no copy
_CLAUSE_ENDS = ",;:…!?()\t–-"
_FIGURE_SIGNS = frozenset({FIGURE, MOMENT})

Gram = tuple[str, ...]


@dataclass(slots=True)
class Unit:
    """One line, or the rows of one table."""

    place: int
    lines: list[str]
    size: int = 0  # words, roughly
    partners: set[int] = field(default_factory=set)  # units that share a clause
    twin: int | None = None  # the first unit of the same text
    position: float = 0.0
    verdict: str = "keep"  # keep, copy, conflict
    _words: list[str] = field(default_factory=list)
    _sequence: list[Gram] = field(default_factory=list)
    _grams: set[Gram] = field(default_factory=set)
    _telling: list[str] | None = None
    _values: frozenset[str] | None = None

    @property
    def key(self) -> str:
        return "\n".join(self.lines).casefold()

    @property
    def words(self) -> list[str]:
        if not self._words:
            self._words = [word for line in self.lines for word in words_of(line)]
        return self._words

    @property
    def sequence(self) -> list[Gram]:
        """The unit's 5-grams in their order, figures masked."""
        if not self._sequence:
            masked = [FIGURE if word[0] in _FIGURE_SIGNS else word for word in self.words]
            self._sequence = list(zip(*(masked[start:] for start in range(GRAM)), strict=False))
        return self._sequence

    @property
    def grams(self) -> set[Gram]:
        if not self._grams:
            self._grams = set(self.sequence)
        return self._grams

    @property
    def telling(self) -> list[str]:
        if self._telling is None:
            self._telling = telling(self.words)
        return self._telling

    @property
    def values(self) -> frozenset[str]:
        if self._values is None:
            self._values = values("\n".join(self.lines))
        return self._values

    def is_twin(self, other: "Unit") -> bool:
        return self.twin is not None and self.twin == other.twin

    def share(self, other: "Unit") -> int:
        """How many grams stand in both."""
        return len(self.grams & other.grams)


def units_of(lines: Sequence[str]) -> list[Unit]:
    """Empty where no clause is repeated."""
    masked = _masked("\n".join(lines)).split("\n")
    units = _grouped(lines)
    keys = [_keys(unit_lines) for unit_lines in _along(units, masked)]
    counts = Counter(key for each in keys for key in each)
    if len(counts) == counts.total():
        return []
    places: dict[str, set[int]] = {}
    for unit, each in zip(units, keys, strict=True):
        for key in each:
            if counts[key] > 1:
                places.setdefault(key, set()).add(unit.place)
    _pair(units, places)
    return units


def _masked(text: str) -> str:
    """Lower case, figures as one 0, clauses parted by points. Replacing is several times faster than an expression."""
    text = text.lower()
    for digit in "123456789":
        text = text.replace(digit, "0")
    while "00" in text:
        text = text.replace("00", "0")
    for mark in _CLAUSE_ENDS:
        text = text.replace(mark, ".")
    return text


def _grouped(lines: Sequence[str]) -> list[Unit]:
    units: list[Unit] = []
    for line in lines:
        size = line.count(" ") + line.count("\t") + 1
        if units and "\t" in line and "\t" in units[-1].lines[-1]:
            units[-1].lines.append(line)
            units[-1].size += size
        else:
            units.append(Unit(len(units), [line], size))
    return units


def _along(units: list[Unit], lines: Sequence[str]) -> Iterator[Sequence[str]]:
    start = 0
    for unit in units:
        yield lines[start : start + len(unit.lines)]
        start += len(unit.lines)


def _keys(lines: Sequence[str]) -> list[str]:
    """Clauses, and neighbouring clauses together; of a table its rows by twos."""
    if len(lines) > 1:
        return [f"{row}\n{after}" for row, after in pairwise(lines)]
    clauses = lines[0].split(".")
    keys = [clause.strip() for clause in clauses if len(clause) >= _KEY_CHARACTERS]
    keys += [f"{one}.{after}" for one, after in pairwise(clauses) if len(one) + len(after) >= _KEY_CHARACTERS]
    return keys


def _pair(units: list[Unit], places: dict[str, set[int]]) -> None:
    """Make units partners where what they share is a good part of one of them, and twins where it is all."""
    shared = [(key, together) for key, together in places.items() if len(together) > 1]
    weights = [0] * len(units)
    for key, together in shared:
        for place in together:
            weights[place] += len(key)
    strong = {unit.place for unit in units if weights[unit.place] >= _STRONG * sum(map(len, unit.lines))}
    for _, together in shared:
        first = set(sorted(together)[:MOST_PARTNERS])
        for place in together:
            units[place].partners |= first if place in strong else first & strong
    firsts: dict[str, int] = {}
    for unit in units:
        unit.partners.discard(unit.place)
        if unit.partners:
            unit.twin = firsts.setdefault(unit.key, unit.place)
