"""How one text stands to an earlier one: copy, excerpt, revision, or none of them. Pure.

COPY      the same text and figures; another title, lead-in, caption or surroundings may stand around it.
EXCERPT   a part of the earlier text, with no figure of its own.
REVISION  the same text with a few other figures, or with a passage that brings new ones.
None      texts of their own: different words, or a template filled with most figures or with the period changed.
"""

from collections.abc import Sequence

from pipeline.duplicates.align import runs
from pipeline.duplicates.guard import Difference, compare
from pipeline.duplicates.words import Text
from pipeline.model import Relation

RELATED = 0.6  # share of the one text's 3-grams that the other must hold
RELATED_SAME_PAGE = 0.3  # versions of one address
AGREED = 0.5  # the same with figures by value: less is a template filled anew
WHOLE = 0.8  # share that stands for all of a text
_EXTENDED = 0.4  # a text of which less is old is an article of its own that quotes
_SURROUNDED = 0.15  # the same where it adds no figures: a short text on a page full of other things
_SHORTER = 0.1

Related = tuple[Relation, float]


def relate(new: Text, old: Text, *, same_page: bool = False) -> Related | None:
    """The relation of `new` to `old`, and the share of 3-grams (figures masked) of the shorter that both have."""
    if new.words == old.words:
        return Relation.COPY, 1.0
    agreed = max(_shares(new.words, old.words))
    if agreed < (RELATED_SAME_PAGE if same_page else AGREED):
        return None
    of_new, of_old = _shares(new.masked(), old.masked())
    similarity = max(of_new, of_old)
    if not same_page and similarity < RELATED:
        return None
    difference = compare(new, old, runs(new.words, old.words))
    relation = _revision(difference, of_new) if _has_other_figures(difference) else _copy(of_new, of_old)
    if same_page and _has_other_figures(difference):
        relation = Relation.REVISION
    if relation is not Relation.REVISION and not same_page and agreed < RELATED:
        return None
    return None if relation is None else (relation, similarity)


def _has_other_figures(difference: Difference) -> bool:
    return bool(difference.changed or difference.changed_moments or difference.added)


def _revision(difference: Difference, of_new: float) -> Relation | None:
    if _is_template(difference):
        return None
    is_edited = difference.changed or difference.changed_moments
    return Relation.REVISION if is_edited or of_new >= _EXTENDED else None


def _copy(of_new: float, of_old: float) -> Relation | None:
    if of_old < WHOLE and of_new - of_old > _SHORTER:
        return Relation.EXCERPT
    return Relation.COPY if of_new >= (_SURROUNDED if of_old >= WHOLE else RELATED_SAME_PAGE) else None


def _is_template(difference: Difference) -> bool:
    """Filled anew: most of the figures differ, or most of what says when, and not that alone."""
    filled_anew = 2 if difference.changed_moments else 3
    unlike = difference.changed + difference.unlike
    other_figures = unlike >= filled_anew and unlike > difference.same
    other_period = difference.changed_moments > difference.same_moments and difference.changed > 0
    return other_figures or other_period


def _shares(new: Sequence[str], old: Sequence[str]) -> tuple[float, float]:
    """Of each text's word 3-grams, the share that the other has too."""
    mine = set(zip(new, new[1:], new[2:], strict=False))
    theirs = set(zip(old, old[1:], old[2:], strict=False))
    common = len(mine & theirs)
    return (common / len(mine) if mine else 0.0), (common / len(theirs) if theirs else 0.0)
