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

RELATED = 0.55  # share of the one text's 3-grams that the other must hold
RELATED_SAME_PAGE = 0.3  # versions of one address
AGREED = 0.5  # the same with figures by value: less is a template filled anew
WHOLE = 0.8  # share that stands for all of a text
_ALL_BUT = 0.9  # share that stands for all of a text but its figures
_EXTENDED = 0.4  # a text of which less is old is an article of its own that quotes
_SURROUNDED = 0.1  # the same where it adds no figures: a short text on a page full of other things
_SHORTER = 0.1

Related = tuple[Relation, float]


def relate(new: Text, old: Text, *, same_page: bool = False) -> Related | None:
    """The relation of `new` to `old`, and the share of 3-grams (figures masked) of the shorter that both have."""
    if new.words == old.words:
        return (Relation.COPY, 1.0) if new.words else None
    agreed = max(_shares(new.words, old.words))
    if agreed < (RELATED_SAME_PAGE if same_page else AGREED):
        return None
    of_new, of_old = _shares(new.masked(), old.masked())
    difference = compare(new, old, runs(new.words, old.words))
    if same_page:
        relation = _version(difference, of_new, of_old)
    elif max(of_new, of_old) < RELATED:
        relation = None
    elif difference.is_edited:
        relation = _edited(difference, of_new, of_old)
    elif difference.added:
        relation = Relation.REVISION if of_new >= _EXTENDED else None
    else:
        relation = _copy(of_new, of_old) if agreed >= RELATED else None
    return None if relation is None else (relation, max(of_new, of_old))


def _version(difference: Difference, of_new: float, of_old: float) -> Relation:
    """Another text at the same address follows the earlier one, whatever changed."""
    if difference.is_edited or difference.added:
        return Relation.REVISION
    return _copy(of_new, of_old) or Relation.COPY


def _edited(difference: Difference, of_new: float, of_old: float) -> Relation | None:
    """A template filled anew is no revision: most of its figures differ, or most of what says when."""
    unlike = difference.changed + difference.unlike
    if unlike and difference.changed_moments > difference.same_moments:
        return None
    if max(of_new, of_old) >= _ALL_BUT:
        filled_anew = 2 if difference.changed_moments else 3
        return None if unlike >= filled_anew and unlike > difference.same else Relation.REVISION
    is_same = unlike + difference.changed_moments < difference.same + difference.same_moments
    return Relation.REVISION if is_same else None


def _copy(of_new: float, of_old: float) -> Relation | None:
    if of_old < WHOLE and of_new - of_old > _SHORTER:
        return Relation.EXCERPT
    return Relation.COPY if of_new >= (_SURROUNDED if of_old >= WHOLE else RELATED_SAME_PAGE) else None


def _shares(new: Sequence[str], old: Sequence[str]) -> tuple[float, float]:
    """Of each text's word 3-grams, the share that the other has too."""
    mine = set(zip(new, new[1:], new[2:], strict=False))
    theirs = set(zip(old, old[1:], old[2:], strict=False))
    common = len(mine & theirs)
    return (common / len(mine) if mine else 0.0), (common / len(theirs) if theirs else 0.0)
