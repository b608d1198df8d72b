"""Units of one page -> the stretches between which the page starts again; pure."""

from pipeline.duplicates.repeats import Unit

COVERED = 0.8  # of a paragraph's 5-grams
RUN_WORDS = 25  # covered words in a row that make a copy rather than a repeated phrase
PAIR_WORDS = 8  # a shorter line may repeat by chance
_BETWEEN = 1e-6
_LINE_WORDS = 10


def cut(units: list[Unit]) -> list[list[Unit]]:
    """A new stretch begins where a unit repeats one from before the position reached.

    Positions are places in the first stretch; what only a later one prints stands just behind its neighbour.
    """
    stretches: list[list[Unit]] = [[]]
    reached = -1.0
    for unit in units:
        anchor = _anchor(unit, units)
        if anchor is None:
            reached = float(unit.place) if len(stretches) == 1 else reached + _BETWEEN
        else:
            if anchor.position < reached:
                stretches.append([])
            reached = anchor.position
        unit.position = reached
        stretches[-1].append(unit)
    return stretches


def _anchor(unit: Unit, units: list[Unit]) -> Unit | None:
    """The first unit that this one repeats or holds."""
    if unit.size < PAIR_WORDS:
        return None
    if unit.twin is not None and unit.twin < unit.place:
        return units[unit.twin]
    for place in sorted(partner for partner in unit.partners if partner < unit.place):
        other = units[place]
        share = unit.share(other)
        is_whole = share >= COVERED * len(other.grams) and other.size >= RUN_WORDS
        if share and (is_whole or share * 2 >= len(unit.grams)):
            return other
    return None


def fullest(stretches: list[list[Unit]]) -> list[Unit]:
    """The first with most words; a line of its own, a caption or row, counts more than a longer lead-in."""
    return max(stretches, key=_words)


def _words(stretch: list[Unit]) -> int:
    lines = [line for unit in stretch for line in unit.lines]
    return sum(unit.size for unit in stretch) + sum(line.count("\t") for line in lines) + _LINE_WORDS * len(lines)
