"""Where two texts say the same, word by word and figure by figure. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_GRAM = 3  # words that must agree before a run begins
_PLACES = 6  # places of a repeated 3-gram that are tried
_AHEAD = 40  # words that the old text may skip before a short run
_MOVED = 8  # words of a run elsewhere
_STRIDE = 16  # words compared at once inside a run


@dataclass(frozen=True, slots=True)
class Run:
    """new[new_start:new_end] equals old[old_start:old_end]."""

    new_start: int
    new_end: int
    old_start: int
    old_end: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What stands between two runs in each text; `old` is empty where the old text goes on elsewhere."""

    new_start: int
    new_end: int
    old_start: int
    old_end: int
    is_outer: bool = False  # before the first or after the last run


def runs(new: Sequence[str], old: Sequence[str]) -> list[Run]:
    places: dict[tuple[str, ...], list[int]] = {}
    for place, gram in enumerate(zip(old, old[1:], old[2:], strict=False)):
        places.setdefault(gram, []).append(place)
    found = _head(new, old)
    position, reached = (found[-1].new_end, found[-1].old_end) if found else (0, 0)
    while position + _GRAM <= len(new):
        starts = places.get((new[position], new[position + 1], new[position + 2]))
        run = _widest(new, old, position, _nearest(starts, reached), reached) if starts else None
        if run is None or not _is_likely(run, reached):
            position += 1
            continue
        found.append(_backwards(new, old, run, found[-1] if found else None))
        _go_on(new, old, found)
        position, reached = found[-1].new_end, found[-1].old_end
    return found


def _head(new: Sequence[str], old: Sequence[str]) -> list[Run]:
    """Texts that begin alike but for one of their first words."""
    run = _behind_replaced(new, old, Run(0, 0, 0, 0)) if new[:_GRAM] != old[:_GRAM] else None
    found = [_backwards(new, old, run, None)] if run else []
    if found:
        _go_on(new, old, found)
    return found


def _go_on(new: Sequence[str], old: Sequence[str], found: list[Run]) -> None:
    while (run := _behind_replaced(new, old, found[-1])) is not None:
        found.append(run)


def _nearest(starts: list[int], reached: int) -> list[int]:
    """A repeated 3-gram is most likely the one that comes next."""
    if len(starts) == 1:
        return starts
    return sorted(starts, key=lambda start: (start < reached, abs(start - reached)))[:_PLACES]


def _widest(new: Sequence[str], old: Sequence[str], position: int, starts: list[int], reached: int) -> Run:
    """What comes next in the old text wins over a run elsewhere that is hardly longer."""
    best = _run(new, old, position, starts[0])
    if len(starts) == 1:
        return best
    length = best.new_end - position
    to_beat = max(_with_replaced(new, old, best), length + _MOVED) if 0 <= starts[0] - reached <= _AHEAD else length
    for start in starts[1:]:
        other = _run(new, old, position, start)
        if other.new_end - position > to_beat:
            best, to_beat = other, other.new_end - position
    return best


def _run(new: Sequence[str], old: Sequence[str], position: int, start: int) -> Run:
    length = _length(new, old, position, start)
    return Run(position, position + length, start, start + length)


def _with_replaced(new: Sequence[str], old: Sequence[str], run: Run) -> int:
    """Words of a run and of those that go on behind replaced words."""
    words = 0
    following: Run | None = run
    while following is not None:
        words += following.new_end - following.new_start
        following = _behind_replaced(new, old, following)
    return words


def _is_likely(run: Run, reached: int) -> bool:
    """A few words that recur far away are no moved passage."""
    return 0 <= run.old_start - reached <= _AHEAD or run.new_end - run.new_start >= _MOVED


def _behind_replaced(new: Sequence[str], old: Sequence[str], run: Run) -> Run | None:
    """The run that goes on behind one to three replaced words, even if those recur somewhere else."""
    for replaced in range(1, _GRAM + 1):
        one, other = run.new_end + replaced, run.old_end + replaced
        if one + _GRAM <= len(new) and new[one : one + _GRAM] == old[other : other + _GRAM]:
            length = _length(new, old, one, other)
            return Run(one, one + length, other, other + length)
    return None


def _length(new: Sequence[str], old: Sequence[str], position: int, start: int) -> int:
    one, other = position + _GRAM, start + _GRAM
    while new[one : one + _STRIDE] == old[other : other + _STRIDE] and one + _STRIDE <= len(new):
        one += _STRIDE
        other += _STRIDE
    while one < len(new) and other < len(old) and new[one] == old[other]:
        one += 1
        other += 1
    return one - position


def _backwards(new: Sequence[str], old: Sequence[str], run: Run, before: Run | None) -> Run:
    """One or two equal words before a run belong to it."""
    new_from = before.new_end if before else 0
    old_from = before.old_end if before and before.old_end <= run.old_start else 0
    new_start, old_start = run.new_start, run.old_start
    while new_start > new_from and old_start > old_from and new[new_start - 1] == old[old_start - 1]:
        new_start -= 1
        old_start -= 1
    return Run(new_start, run.new_end, old_start, run.old_end)


def gaps(found: Sequence[Run], new_length: int, old_length: int) -> Iterator[Gap]:
    if not found:
        yield Gap(0, new_length, 0, old_length, is_outer=True)
        return
    first, last = found[0], found[-1]
    yield Gap(0, first.new_start, 0, first.old_start, is_outer=True)
    for before, after in zip(found, found[1:], strict=False):
        goes_on = before.old_end <= after.old_start
        yield Gap(before.new_end, after.new_start, before.old_end, after.old_start if goes_on else before.old_end)
    yield Gap(last.new_end, new_length, last.old_end, old_length, is_outer=True)
