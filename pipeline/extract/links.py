"""Blocks of a body -> those of the article, and lists of other articles; pure."""

import re

from pipeline.extract.blocks import Block
from pipeline.model import Removal

_HEADING = re.compile(
    r"(?:(?:các\s+)?(?:tin|bài)(?:\s+(?:viết|bài|tức))?\s+(?:khác|cũ(?:\s+hơn)?|mới(?:\s+hơn)?|đã\s+đưa|liên\s+quan|cùng\b.*|nổi\s+bật|đọc\s+nhiều|xem\s+nhiều)"
    r"|xem\s+thêm|đọc\s+thêm|có\s+thể\s+bạn\s+quan\s+tâm|những\s+tin\s+(?:mới|cũ)\s+hơn)\W*",
    re.IGNORECASE,
)
_LONGEST_HEADING = 60
_LONGEST_TEASER = 400
_TEASERS = 4


def without_related(blocks: list[Block]) -> tuple[list[Block], list[Removal]]:
    """Runs of two or more mere links, or of any under such a heading, name other articles."""
    if not any(block.is_link or _is_heading(block) for block in blocks):
        return blocks, []
    kept: list[Block] = []
    removed: list[Removal] = []
    place = 0
    while place < len(blocks):
        end = _end_of_links(blocks, place)
        headed = bool(kept) and _is_heading(kept[-1])
        if end - place >= (1 if headed else 2):
            heading = [kept.pop()] if headed else []
            removed.append(Removal("related", "\n".join(block.text for block in [*heading, *blocks[place:end]])))
            place = end
        else:
            kept.append(blocks[place])
            place += 1
    return (kept, removed) if kept else (blocks, [])


def is_listing(blocks: list[Block]) -> bool:
    """Titles that are links, each with a few words behind it, again and again."""
    titles = [block.is_link for block in blocks]
    teasers = sum(title and not after for title, after in zip(titles, titles[1:], strict=False))
    longest = max((len(block.text) for block in blocks if not block.is_link), default=0)
    return teasers >= _TEASERS and teasers * 3 >= len(blocks) and longest <= _LONGEST_TEASER


def _is_heading(block: Block) -> bool:
    return len(block.text) <= _LONGEST_HEADING and _HEADING.fullmatch(block.text) is not None


def _end_of_links(blocks: list[Block], place: int) -> int:
    while place < len(blocks) and blocks[place].is_link:
        place += 1
    return place
