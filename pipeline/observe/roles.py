"""Which number of a sentence is a rank, a score, a move or none: sentence in, figures out. Pure, linear time."""

from pipeline.observe.figures import QUANTITIES, Figures
from pipeline.observe.marks import Sentence
from pipeline.observe.pairs import keep_pair
from pipeline.observe.past import note_past
from pipeline.observe.places import is_spoken, keep_echo, keep_most, keep_word
from pipeline.observe.ranks import is_beyond_rank, is_rank, keep_fraction, keep_rank
from pipeline.observe.rows import note_receivers
from pipeline.observe.scores import counts_places, keep_quantity, keep_rank_move, keep_still
from pipeline.observe.tokens import NO_QUANTITY, Number, NumberKind
from pipeline.observe.words import Kind

_WORDS = {
    Kind.FIRST: keep_word,
    Kind.NTH: keep_word,
    Kind.MOST: keep_most,
    Kind.KEEP: keep_still,
    Kind.LINK: keep_echo,
}
_PLACES = frozenset([Kind.COUNTED, Kind.FIELD, Kind.OWN])


def read_figures(sentence: Sentence) -> Figures:
    figures = Figures(sentence)
    if not sentence.may_state:
        return figures
    for at, mark in enumerate(sentence.marks):
        if mark.kind is Kind.FROM:
            keep_pair(figures, at)
    for at in range(len(sentence.marks)):
        if at not in figures.found and at not in figures.used and at not in figures.refused:
            _mark(figures, at)
    note_past(figures)
    note_receivers(figures)
    return figures


def _mark(figures: Figures, at: int) -> None:
    mark = figures.sentence.marks[at]
    if mark.number is not None:
        _number(figures, at, mark.number)
    elif mark.kind in _WORDS:
        _WORDS[mark.kind](figures, at)
    elif mark.kind is Kind.WORD and is_spoken(figures, at):
        keep_word(figures, at)


def _number(figures: Figures, at: int, number: Number) -> None:
    reason = _not_ours(figures, at, number)
    if reason:
        figures.refuse(at, reason)
    elif number.kind is NumberKind.RANKS or counts_places(figures, at):
        keep_rank_move(figures, at, number)
    elif number.kind is NumberKind.FRACTION:
        keep_fraction(figures, at, number)
    elif is_rank(figures, at, number) or is_beyond_rank(figures, at, number):
        keep_rank(figures, at, number)
    elif number.kind in QUANTITIES or number.decimals or (number.other is not None and number.other < 100):
        keep_quantity(figures, at, number)
    else:
        figures.refuse(at, "count" if figures.kind(at + 1) in _PLACES else "unclear")


def _not_ours(figures: Figures, at: int, number: Number) -> str:
    if number.kind in NO_QUANTITY:
        return NO_QUANTITY[number.kind]
    if number.kind in QUANTITIES:
        return "streak" if figures.kind(at - 1) is Kind.STREAK else ""
    if Kind.STREAK in {figures.kind(at - 1), figures.kind(at + 1)}:
        return "streak"  # năm thứ 3 liên tiếp
    return "group" if figures.kind(at - 1) is Kind.GROUP else ""
