"""Lines of one page -> the lines of its body once; pure.

The page is cut where it starts again; the fullest stretch is the base. Another stretch's paragraph goes if its words
stand in the base with the same figures in the same order, and stays if they do not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.duplicates.figures import agree_partly, is_within, telling
from pipeline.duplicates.words import FIGURE, is_figure, words_of
from pipeline.model import Removal

GRAM = 5
COVERED = 0.8
LEAD_IN = 8  # words that may stand before a copied paragraph
RUN_WORDS = 25  # covered words in a row that make a copy rather than a repeated phrase
PAIR_WORDS = 8  # a shorter line may repeat by chance
ALIKE = 0.6  # of the longer paragraph's words: less is a phrase inside it

_CLAUSE = re.compile(r"[.,;:!?()\n\t–-]+")
_DIGITS = re.compile(r"\d+")
_CLAUSE_CHARACTERS = 25

Gram = tuple[str, ...]


@dataclass(slots=True)
class Unit:
    """One line, or the rows of one table."""

    place: int
    lines: list[str]
    words: list[str]
    grams: list[Gram]
    stretch: int = 0
    verdict: str = "keep"  # keep, copy, conflict

    @property
    def size(self) -> int:
        return len(self.words)


@dataclass(slots=True)
class Held:
    """What is kept so far, by gram and by short line."""

    owners: dict[Gram, list[Unit]] = field(default_factory=dict)
    short: set[Gram] = field(default_factory=set)

    def add(self, unit: Unit) -> None:
        for gram in unit.grams:
            self.owners.setdefault(gram, []).append(unit)
        if not unit.grams:
            self.short.add(tuple(unit.words))


@dataclass(frozen=True, slots=True)
class Choice:
    kept: list[str]
    copies: int
    conflicts: bool
    removed: tuple[Removal, ...]


def choose(lines: Sequence[str]) -> Choice:
    if not _repeats(lines):
        return Choice(list(lines), 1, conflicts=False, removed=())
    units = _units(lines)
    _cut(units)
    base = _fullest(units)
    _drop_pairs([unit for unit in units if unit.stretch == base])
    held = Held()
    for unit in units:
        if unit.stretch == base and unit.verdict != "copy":
            held.add(unit)
    for stretch in sorted({unit.stretch for unit in units} - {base}):
        _drop_copies([unit for unit in units if unit.stretch == stretch], held)
    return _choice(units, base)


def _repeats(lines: Sequence[str]) -> bool:
    """Whether any clause of some length stands twice, figures aside: most pages end here."""
    masked = _DIGITS.sub("0", "\n".join(lines).lower())
    clauses = [clause for clause in map(str.strip, _CLAUSE.split(masked)) if len(clause) >= _CLAUSE_CHARACTERS]
    return len(set(clauses)) < len(clauses)


def _units(lines: Sequence[str]) -> list[Unit]:
    grouped: list[list[str]] = []
    for line in lines:
        if grouped and "\t" in line and "\t" in grouped[-1][-1]:
            grouped[-1].append(line)
        else:
            grouped.append([line])
    return [_unit(place, group) for place, group in enumerate(grouped)]


def _unit(place: int, lines: list[str]) -> Unit:
    words = [word for line in lines for word in words_of(line)]
    masked = [FIGURE if is_figure(word) else word for word in words]
    return Unit(place, lines, words, list(zip(*(masked[start:] for start in range(GRAM)), strict=False)))


# --- where the page starts again -------------------------------------------------------------


def _cut(units: list[Unit]) -> None:
    """A new stretch begins where a unit repeats one from before the place reached."""
    first: dict[Gram, int] = {}
    stretch, reached = 0, -1
    for unit in units:
        anchor = _anchor(unit, first, units)
        if anchor is None:
            reached = unit.place if stretch == 0 else reached
        elif anchor < reached:
            stretch, reached = stretch + 1, anchor
        else:
            reached = anchor
        unit.stretch = stretch
        for gram in unit.grams:
            first.setdefault(gram, unit.place)


def _anchor(unit: Unit, first: dict[Gram, int], units: list[Unit]) -> int | None:
    """The earliest unit that this one repeats or holds."""
    votes: dict[int, int] = {}
    for gram in unit.grams:
        if (place := first.get(gram)) is not None:
            votes[place] = votes.get(place, 0) + 1
    if not votes or unit.size < PAIR_WORDS:
        return None
    if sum(votes.values()) >= 0.5 * len(unit.grams):
        return max(votes, key=lambda place: (votes[place], -place))
    whole = [
        place
        for place, count in votes.items()
        if count >= COVERED * len(units[place].grams) and units[place].size >= RUN_WORDS
    ]
    return min(whole, default=None)


def _fullest(units: list[Unit]) -> int:
    sizes: dict[int, int] = {}
    for unit in units:
        sizes[unit.stretch] = sizes.get(unit.stretch, 0) + unit.size + sum(line.count("\t") for line in unit.lines)
    return max(sizes, key=lambda stretch: (sizes[stretch], -stretch))


# --- what goes -------------------------------------------------------------------------------


def _covered(unit: Unit, owners: dict[Gram, list[Unit]]) -> tuple[list[bool], list[Unit]]:
    """Which words stand in the owners' paragraphs, and those paragraphs in their order."""
    marks = [False] * unit.size
    found: dict[int, Unit] = {}
    for start, gram in enumerate(unit.grams):
        if holders := owners.get(gram):
            marks[start : start + GRAM] = [True] * GRAM
            found.update((holder.place, holder) for holder in holders)
    return marks, [found[place] for place in sorted(found)]


def _is_covered(unit: Unit, marks: list[bool]) -> bool:
    bare = [word for word, mark in zip(unit.words, marks, strict=True) if not mark]
    if len(bare) <= (1 - COVERED) * unit.size:
        return True
    return unit.size >= 2 * LEAD_IN and len(bare) <= LEAD_IN and not any(map(is_figure, bare))


def _same_figures(unit: Unit, holders: Sequence[Unit]) -> bool:
    return is_within(telling(unit.words), telling(word for holder in holders for word in holder.words))


def _drop_copies(units: list[Unit], held: Held) -> None:
    """Judge one stretch against what is held: runs of covered units go, each with its figures compared."""
    for run in _runs(units, held):
        is_copy = sum(unit.size for unit, _ in run) >= RUN_WORDS
        for unit, holders in run:
            if not unit.grams:
                unit.verdict = "copy" if is_copy else "keep"
            elif is_copy:
                unit.verdict = "copy" if _same_figures(unit, holders) else "conflict"
            else:
                _judge_alone(unit, holders)
    for unit in units:
        if unit.verdict != "copy":
            held.add(unit)


def _runs(units: list[Unit], held: Held) -> Iterator[list[tuple[Unit, list[Unit]]]]:
    run: list[tuple[Unit, list[Unit]]] = []
    for unit in units:
        marks, holders = _covered(unit, held.owners)
        is_held = _is_covered(unit, marks) if unit.grams else tuple(unit.words) in held.short
        if is_held:
            run.append((unit, holders))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _judge_alone(unit: Unit, holders: list[Unit]) -> None:
    for holder in holders:
        if _is_pair(unit, holder):
            unit.verdict = _pair_verdict(unit, holder)
            if unit.verdict != "keep":
                return


def _is_pair(unit: Unit, holder: Unit) -> bool:
    if unit.size < PAIR_WORDS or (unit.size < ALIKE * holder.size and unit.size < RUN_WORDS):
        return False
    marks, _ = _covered(unit, dict.fromkeys(holder.grams, [holder]))
    return sum(marks) >= COVERED * unit.size


def _pair_verdict(unit: Unit, holder: Unit) -> str:
    if _same_figures(unit, [holder]):
        return "copy"
    return "conflict" if agree_partly(telling(unit.words), telling(holder.words)) else "keep"


def _drop_pairs(units: list[Unit]) -> None:
    """Paragraphs that the base itself prints twice; the longer stays, or the first."""
    held = Held()
    for unit in sorted(units, key=lambda each: (-each.size, each.place)):
        if unit.size >= PAIR_WORDS:
            _judge_alone(unit, _covered(unit, held.owners)[1])
        if unit.verdict != "copy":
            held.add(unit)
    pairs = sum(unit.verdict == "copy" for unit in units)
    for earlier, unit in zip(units, units[1:], strict=False):
        if pairs >= 2 and unit.size < PAIR_WORDS and unit.words and unit.words == earlier.words:
            unit.verdict = "copy"


# --- the result ------------------------------------------------------------------------------


def _choice(units: list[Unit], base: int) -> Choice:
    kept = [line for unit in units if unit.verdict != "copy" for line in unit.lines]
    body = sum(unit.size for unit in units if unit.stretch == base and unit.verdict == "keep")
    again = sum(unit.size for unit in units if unit.verdict != "keep")
    copies = 1 + int(again / body + 0.5) if body else 1
    return Choice(kept, copies, any(unit.verdict == "conflict" for unit in units), tuple(_removed(units)))


def _removed(units: list[Unit]) -> Iterator[Removal]:
    lines: list[str] = []
    for unit in units:
        if unit.verdict == "copy":
            lines += unit.lines
        elif lines:
            yield Removal("copy", "\n".join(lines))
            lines = []
    if lines:
        yield Removal("copy", "\n".join(lines))
