"""Places that a text denies, or tells as lost or long ago: figures of a sentence in, their reasons noted. Pure."""

from pipeline.observe.figures import NAMED, Figure, Figures, Role
from pipeline.observe.words import Kind

_FAR = 9  # marks looked back for the word that denies
_STOPS = frozenset([Kind.COMMA, Kind.SEMICOLON, Kind.COLON, Kind.OPEN, Kind.CLOSE, Kind.BREAK, Kind.COMPONENT, *NAMED])
_NOT = frozenset(["không", "chưa", "chẳng", "chả"])
_YET = frozenset(["chỉ", "những", "ngừng", "phải", "ngờ", "dừng"])  # không chỉ xếp thứ 5 … denies nothing
_GIVEN = 10  # marks from a place given up to who took it


def note_past(figures: Figures) -> None:
    """Mark ranks that are no longer, or never were, held: từng đứng đầu, để mất ngôi đầu, chưa vào vị trí thứ 3."""
    for at, figure in figures.found.items():
        if figure.role is Role.RANK and not figure.earlier and not figure.later:
            _note(figures, at, figure)


def _note(figures: Figures, at: int, figure: Figure) -> None:
    for position in range(at - 1, max(-1, at - _FAR), -1):
        mark = figures.sentence.marks[position]
        if mark.kind is Kind.PAST:
            figure.past = "past"
            if mark.value == "given" and (receiver := _receiver(figures, at)):
                figure.past, figure.receiver = "", receiver
                figures.receivers.add(receiver)
            return
        if mark.kind is Kind.WORD and mark.value in _NOT:
            denies = figures.sentence.word(position + 1) not in _YET and figures.kind(position + 1) is not Kind.LINK
            figure.past = "negated" if denies else ""
            return
        if _is_lost(figures, position, at) or _is_over(figures, position, at):
            figure.past = "past"
            return
        if mark.kind in _STOPS or position in figures.found:
            return


def _receiver(figures: Figures, at: int) -> int:
    """nhường ngôi đầu SIPAS cho Hải Phòng: who holds the place now; 0 for nobody named"""
    for position in range(at + 1, at + _GIVEN):
        kind = figures.kind(position)
        if kind in NAMED:
            return position
        if kind in {None, Kind.COMMA, Kind.SEMICOLON} or position in figures.found:
            break
    return 0


def _is_lost(figures: Figures, position: int, at: int) -> bool:
    """để mất ngôi đầu; mất vị trí thứ 3"""
    is_near = position == at - 1 or (position == at - 2 and figures.kind(at - 1) is Kind.RANK)
    return is_near and figures.sentence.marks[position].value == "lost"


def _is_over(figures: Figures, position: int, at: int) -> bool:
    """sau ba năm liên tiếp dẫn đầu"""
    if figures.sentence.marks[position].value != "then":
        return False
    return any(
        figures.kind(one) is Kind.STREAK or figures.sentence.word(one) in {"năm", "kỳ", "lần", "thời"}
        for one in range(position + 1, at)
    )
