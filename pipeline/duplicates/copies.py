"""Lines of one page -> the lines of its body once; pure.

The page is cut where it starts again; the fullest stretch is the base. Another stretch's paragraph goes if its words
stand in the base with the same figures in the same order, and stays if they do not.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.duplicates.figures import agree_partly, is_within
from pipeline.duplicates.repeats import GRAM, MOST_PARTNERS, Gram, Unit, units_of
from pipeline.duplicates.stretches import COVERED, PAIR_WORDS, RUN_WORDS, cut, fullest
from pipeline.duplicates.words import is_figure
from pipeline.model import Removal

PART = 0.4  # of a paragraph: a holder of less is a stock phrase
LEAD_IN = 8  # words that may stand before a copied paragraph
ALIKE = 0.6  # of the longer paragraph's words: less is a phrase inside it


@dataclass(frozen=True, slots=True)
class Choice:
    kept: list[str]
    copies: int
    conflicts: bool
    removed: tuple[Removal, ...]
    is_settled: bool = True  # whether choosing again from what is kept would change nothing for sure


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept so far: places of units with partners, and short lines as they stand."""

    places: set[int]
    short: set[str]

    def add(self, unit: Unit) -> None:
        if unit.partners:
            self.places.add(unit.place)
        else:
            self.short.add(unit.key)


def choose(lines: Sequence[str]) -> Choice:
    units = units_of(lines)
    if not units:
        return Choice(list(lines), 1, conflicts=False, removed=())
    stretches = cut(units)
    base = fullest(stretches)
    _drop_pairs(units, base)
    held = Held(set(), set())
    for unit in base:
        if unit.verdict != "copy":
            held.add(unit)
    others = [stretch for stretch in stretches if stretch is not base]
    for stretch in others:
        _drop_copies(units, stretch, held)
    return _choice(units, others)


# --- what goes -------------------------------------------------------------------------------


def _holders(unit: Unit, held: Held, units: list[Unit]) -> list[Unit]:
    """Held paragraphs that hold a fair part of the unit or stand in it, in their order; its twin alone if held."""
    found = []
    near = [units[place] for place in sorted(unit.partners & held.places)]
    for other in near:
        if unit.is_twin(other):
            return [other]
    for other in near:
        share = unit.share(other)
        if share >= PART * len(unit.grams) or (share >= COVERED * len(other.grams) and share >= GRAM):
            found.append(other)
    return found


def _is_covered(unit: Unit, holders: list[Unit]) -> bool:
    """Whether its words stand in the holders, but for a lead-in without figures."""
    if not holders or unit.is_twin(holders[0]):
        return bool(holders)
    grams: set[Gram] = set().union(*(holder.grams for holder in holders))
    marks = [False] * len(unit.words)
    for start, gram in enumerate(unit.sequence):
        if gram in grams:
            marks[start : start + GRAM] = [True] * GRAM
    bare = [word for word, mark in zip(unit.words, marks, strict=True) if not mark]
    if len(bare) <= (1 - COVERED) * len(marks):
        return True
    return len(marks) >= 2 * LEAD_IN and len(bare) <= LEAD_IN and not any(map(is_figure, bare))


def _same_figures(unit: Unit, holders: Sequence[Unit]) -> bool:
    if unit.is_twin(holders[0]):
        return True
    is_held = unit.values <= frozenset[str]().union(*(holder.values for holder in holders))
    return is_held and is_within(unit.telling, (word for holder in holders for word in holder.telling))


def _drop_copies(units: list[Unit], stretch: list[Unit], held: Held) -> None:
    """Judge one stretch against what is held: runs of covered units go, each with its figures compared."""
    for run in _runs(units, stretch, held):
        long = [unit for unit, _ in run if unit.partners]
        is_copy = len(long) >= 2 and sum(unit.size for unit in long) >= RUN_WORDS
        for unit, holders in run:
            if not is_copy:
                _judge_alone(unit, holders)
            elif unit.partners and not _same_figures(unit, holders):
                unit.verdict = "conflict"
            else:
                unit.verdict = "copy"
    for unit in stretch:
        if unit.verdict != "copy":
            held.add(unit)


def _runs(units: list[Unit], stretch: list[Unit], held: Held) -> Iterator[list[tuple[Unit, list[Unit]]]]:
    run: list[tuple[Unit, list[Unit]]] = []
    for unit in stretch:
        holders = _holders(unit, held, units)
        if _is_covered(unit, holders) if unit.partners else unit.key in held.short:
            run.append((unit, holders))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _judge_alone(unit: Unit, holders: list[Unit]) -> None:
    """Without copies around, a paragraph goes only for one that is nearly the same."""
    for holder in holders:
        if _is_pair(unit, holder):
            if _same_figures(unit, [holder]):
                unit.verdict = "copy"
                return
            if agree_partly(unit.telling, holder.telling):
                unit.verdict = "conflict"


def _is_pair(unit: Unit, holder: Unit) -> bool:
    if unit.size < PAIR_WORDS or (unit.size < ALIKE * holder.size and unit.size < RUN_WORDS):
        return False
    return unit.is_twin(holder) or unit.share(holder) >= COVERED * len(unit.grams)


def _drop_pairs(units: list[Unit], base: list[Unit]) -> None:
    """Paragraphs that the base itself prints twice; the longer stays, or the first."""
    held = Held(set(), set())
    for unit in sorted((unit for unit in base if unit.partners), key=lambda each: (-each.size, each.place)):
        _judge_alone(unit, _holders(unit, held, units))
        if unit.verdict != "copy":
            held.add(unit)
    if sum(unit.verdict == "copy" for unit in base) < 2:
        return
    for earlier, unit in pairwise(base):
        if not unit.partners and unit.key == earlier.key:
            unit.verdict = "copy"


# --- the result ------------------------------------------------------------------------------


def _choice(units: list[Unit], others: list[list[Unit]]) -> Choice:
    kept = [unit for unit in units if unit.verdict != "copy"]
    if len(kept) < len(units) and all(map(_is_copy, others)):
        kept.sort(key=lambda unit: (unit.position, unit.place))  # what one copy adds goes where it stood in that copy
    places = {unit.place for unit in kept}
    body = sum(unit.size for unit in units if unit.verdict == "keep")
    again = sum(unit.size for unit in units if unit.verdict != "keep")
    return Choice(
        kept=[line for unit in kept for line in unit.lines],
        copies=1 + int(again / body + 0.5) if body else 1,
        conflicts=any(unit.verdict == "conflict" for unit in units),
        removed=tuple(_removed(units)),
        is_settled=all(len(unit.partners) < MOST_PARTNERS - 1 and not unit.partners & places for unit in kept),
    )


def _is_copy(stretch: list[Unit]) -> bool:
    """Whether it mostly repeats: a page that only looks back once goes on as it stands."""
    return sum(unit.size for unit in stretch if unit.verdict != "keep") * 2 >= sum(unit.size for unit in stretch)


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
