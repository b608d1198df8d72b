"""The chosen body elements and the page around them -> blocks, with the copies that stand elsewhere; pure."""

import re
from dataclasses import dataclass

from pipeline.extract.blocks import Block, read_blocks
from pipeline.extract.recognise import by_prose
from pipeline.html import Element
from pipeline.model import Removal

PROBE_CHARACTERS = 40
PROBES = 2
MOST_COPIES = 6
_NOTHING = 80  # characters
_FIGURE_OR_MARKUP = re.compile(r"[\d&<>\t]")


@dataclass(frozen=True, slots=True)
class Place:
    """A body's blocks with further copies behind them, and what stands apart inside it."""

    blocks: list[Block]
    removed: list[Removal]


def gather(bodies: list[str], root: Element, source: str) -> Place:
    """`bodies` are the HTML of the chosen elements; `source` is the page as sent."""
    found = [read_blocks(body) for body in bodies]
    main = [block for each in found for block in each.main]
    if sum(len(block.text) for block in main) < _NOTHING:  # the body stands in an element with furniture's name
        found = [read_blocks(body, skip_names=False) for body in bodies]
        main = [block for each in found for block in each.main]
    asides = [aside for each in found for aside in each.asides]
    probes = _probes(main)
    copies = [aside.blocks for aside in asides if _holds(aside.blocks, probes)]
    removed = [
        Removal(aside.reason, "\n".join(block.text for block in aside.blocks))
        for aside in asides
        if aside.blocks not in copies
    ]
    copies += _elsewhere(bodies, root, source, probes)
    return Place(main + [block for copy in copies for block in copy], removed)


def _probes(blocks: list[Block]) -> list[str]:
    """Wordings that only a copy would repeat: from the middle of the longest blocks, clear of figures."""
    longest = sorted((block.text for block in blocks), key=len, reverse=True)[:PROBES]
    return [probe for probe in map(_probe, longest) if probe]


def _probe(text: str) -> str | None:
    for start in range(len(text) // 3, len(text) - PROBE_CHARACTERS, PROBE_CHARACTERS // 2):
        window = text[start : start + PROBE_CHARACTERS]
        if not _FIGURE_OR_MARKUP.search(window):
            return window
    return None


def _holds(blocks: list[Block], probes: list[str]) -> bool:
    return any(probe in block.text for block in blocks for probe in probes)


def _elsewhere(bodies: list[str], root: Element, source: str, probes: list[str]) -> list[list[Block]]:
    """Copies outside the chosen elements; counting text comes first, since almost no page has one."""
    doubled = [probe for probe in probes if source.count(probe) > 1]
    if not doubled:
        return []
    inside = "".join(bodies)
    if all(source.count(probe) == inside.count(probe) for probe in doubled):
        return []
    body = root.first("body")
    rest = body.html if body else ""
    for each in bodies:
        rest = rest.replace(each, "", 1)
    copies: list[list[Block]] = []
    while len(copies) < MOST_COPIES and any(probe in rest for probe in probes):
        copy = by_prose(rest, is_copy=True)
        if copy is None or not any(probe in copy for probe in probes):
            break
        read = read_blocks(copy, skip_names=False)
        copies.append(read.main + [block for aside in read.asides for block in aside.blocks])
        rest = rest.replace(copy, "", 1)
    return copies
