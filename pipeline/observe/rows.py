"""Figures in a row: thứ 20 và 13; xếp thứ 2 và 3 lần lượt là … Positions of a sentence in, the row out. Pure."""

from pipeline.observe.figures import NAMED, Figures, Role
from pipeline.observe.words import Kind

_JOINS = frozenset([Kind.AND, Kind.COMMA])
_LONGEST = 8
_FAR = 9  # marks between the last of a row and the word lần lượt


def row(figures: Figures, at: int) -> list[int]:
    """Positions of the figures of one role that are listed from `at` on."""
    found, role, positions = figures.found, figures.found[at].role, [at]
    while len(positions) < _LONGEST and figures.kind(positions[-1] + 1) in _JOINS:
        following = positions[-1] + 2
        following += figures.kind(following) is Kind.RANK
        if following not in found or found[following].role is not role:
            break
        positions.append(following)
    return positions


def note_receivers(figures: Figures) -> None:
    """Xếp thứ 2 và 3 lần lượt là Hà Nội, Đà Nẵng: each rank of the row is the name's in its turn."""
    if Kind.RESPECTIVELY not in {mark.kind for mark in figures.sentence.marks}:
        return
    for at, figure in figures.found.items():
        if figure.role is not Role.RANK or figure.receiver:
            continue
        ranks = row(figures, at)
        names = _names(figures, ranks[-1]) if len(ranks) > 1 else []
        if len(names) == len(ranks):
            for rank, name in zip(ranks, names, strict=True):
                figures.found[rank].receiver = name
                figures.receivers.add(name)


def _names(figures: Figures, last: int) -> list[int]:
    """Positions of the names that the word lần lượt, close behind a row, deals to."""
    for at in range(last + 1, last + _FAR):
        if at in figures.found or figures.kind(at) in {None, Kind.SEMICOLON, *NAMED}:
            return []
        if figures.kind(at) is Kind.RESPECTIVELY:
            return _listed(figures, at + 1)
    return []


def _listed(figures: Figures, at: int) -> list[int]:
    while figures.kind(at) in {Kind.LINK, Kind.OWN, Kind.WORD, Kind.FIELD}:
        at += 1
    names: list[int] = []
    while figures.kind(at) in NAMED:
        names.append(at)
        at += 2 if figures.kind(at + 1) in _JOINS else 1
        at += figures.kind(at) is Kind.OWN
    return names
