"""In which figures two texts differ: the guard that keeps a corrected or extended text from passing as a copy. Pure."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.duplicates.align import Gap, Run, gaps
from pipeline.duplicates.furniture import is_furniture, is_link, is_prose
from pipeline.duplicates.words import FIGURE, Text, is_figure, words_of

# A word for a word of the same family changes what is stated as much as a digit does.
_FAMILIES = (
    frozenset(["hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "trăm"]),
    frozenset(["nghìn", "ngàn", "triệu", "tỷ", "tỉ"]),
    frozenset(["tăng", "giảm"]),
    frozenset(["lên", "xuống"]),
    frozenset(["cao", "thấp"]),
    frozenset(["hơn", "kém"]),
)
_BOUNDS = frozenset(["hơn", "trên", "gần", "dưới", "khoảng"])  # before a figure
_PERIOD_BEFORE = frozenset(
    ["tháng", "quý", "tuần", "ngày", "sáng", "chiều", "tối", "trưa", "giờ", "kỳ", "đợt", "khóa", "năm"]
)
_DAY_BEFORE = frozenset(["ngày", "sáng", "chiều", "tối", "trưa", "hôm", "đêm"])
_MONTHS = frozenset(f"#{number}" for number in range(1, 13))
_PERIOD_BEHIND = frozenset(["tháng", "ngày", "giờ", "tuần", "năm", "phút"])
_LABELS = frozenset(["ảnh", "hình", "bảng", "biểu", "clip", "video", "gọi", "hotline", "đài"])
_WHOLES = frozenset(("#63", "#34", "#100"))  # fields and scales: equal in every report of a kind
_SHORT = 8  # words of a gap in which one shared neighbour tells that two figures stand for the same thing
_SENTENCE_END = re.compile(r"(?<=[.!?…;])\s+")


@dataclass(slots=True)
class Difference:
    """Figures of the new text against the old: how many agree, were changed, or are news."""

    same: int = 0
    changed: int = 0
    same_moments: int = 0  # years, quarters, months, days
    changed_moments: int = 0
    added: list[str] = field(default_factory=list)
    unlike: int = 0  # figures that stand against others without being the same statement

    @property
    def is_edited(self) -> bool:
        return self.changed > 0 or self.changed_moments > 0


def compare(new: Text, old: Text, found: Sequence[Run]) -> Difference:
    result = Difference()
    for run in found:
        _count_same(new.words, run, result)
    held = {word for word in old.words if word[0] == FIGURE}
    for gap in gaps(found, len(new.words), len(old.words)):
        _compare_gap(new, old, gap, held, result)
    return result


def _count_same(words: Sequence[str], run: Run, result: Difference) -> None:
    for place in range(run.new_start, run.new_end):
        word = words[place]
        if is_figure(word) and word not in _WHOLES:
            if _is_moment(words, place):
                result.same_moments += 1
            else:
                result.same += 1


def _is_moment(words: Sequence[str], place: int) -> bool:
    """Whether a figure says when, and not how many."""
    if words[place][0] != FIGURE:
        return True
    before = words[place - 1] if place else ""
    behind = words[place + 1] if place + 1 < len(words) else ""
    return before in _PERIOD_BEFORE or behind in _PERIOD_BEHIND or _is_month(words, place)


def _is_month(words: Sequence[str], place: int) -> bool:
    """The 9 of "sáng 15/9"."""
    return place >= 2 and words[place - 1][0] == FIGURE and words[place - 2] in _DAY_BEFORE and words[place] in _MONTHS


def _compare_gap(new: Text, old: Text, gap: Gap, held: set[str], result: Difference) -> None:
    mine, theirs = _unmatched(new.words, old.words, gap)
    is_short = max(gap.new_end - gap.new_start, gap.old_end - gap.old_start) <= _SHORT
    news = 0
    for place in mine:
        match = next((other for other in theirs if _same_place(new.words, place, old.words, other, is_short)), None)
        if match is not None:
            theirs.remove(match)
            _count_changed(new.words, place, result)
        elif new.words[place] not in held and _is_news(new, place, gap):
            result.added.append(new.words[place])
            news += 1
    result.unlike += min(news, len(theirs))
    result.changed += _changed_words(new.words, old.words, gap)


def _count_changed(words: Sequence[str], place: int, result: Difference) -> None:
    if _is_moment(words, place):
        result.changed_moments += 1
    else:
        result.changed += 1


def _unmatched(new: Sequence[str], old: Sequence[str], gap: Gap) -> tuple[list[int], list[int]]:
    """Places of figures that only one side of the gap has."""
    mine = [place for place in range(gap.new_start, gap.new_end) if is_figure(new[place])]
    theirs = [place for place in range(gap.old_start, gap.old_end) if is_figure(old[place])]
    common = Counter(new[place] for place in mine) & Counter(old[place] for place in theirs)
    return list(_without(new, mine, common.copy())), list(_without(old, theirs, common))


def _without(words: Sequence[str], places: list[int], common: Counter[str]) -> Iterator[int]:
    for place in places:
        if common[words[place]] > 0:
            common[words[place]] -= 1
        else:
            yield place


def _same_place(new: Sequence[str], place: int, old: Sequence[str], other: int, is_short: bool) -> bool:
    shared = (_beside(new, place, -1) == _beside(old, other, -1)) + (_beside(new, place, 1) == _beside(old, other, 1))
    return shared >= (1 if is_short else 2)


def _beside(words: Sequence[str], place: int, step: int) -> str:
    """The nearest word to one side that is no figure."""
    place += step
    while 0 <= place < len(words) and is_figure(words[place]):
        place += step
    return words[place] if 0 <= place < len(words) else ""


def _changed_words(new: Sequence[str], old: Sequence[str], gap: Gap) -> int:
    length = gap.new_end - gap.new_start
    if length != gap.old_end - gap.old_start or length > _SHORT:
        return 0
    pairs = zip(range(gap.new_start, gap.new_end), range(gap.old_start, gap.old_end), strict=True)
    return sum(_says_otherwise(new, place, old[other]) for place, other in pairs)


def _says_otherwise(new: Sequence[str], place: int, other: str) -> bool:
    word = new[place]
    if word == other:
        return False
    is_bound = word in _BOUNDS and other in _BOUNDS and place + 1 < len(new) and is_figure(new[place + 1])
    return is_bound or any(word in family and other in family for family in _FAMILIES)


def _is_news(text: Text, place: int, gap: Gap) -> bool:
    """A number of a sentence or table: not of a date, a caption, a counter or a list of links."""
    if text.words[place][0] != FIGURE or _is_moment(text.words, place) or text.words[place - 1] in _LABELS:
        return False
    if text.words[place + 1 : place + 2] == ["lượt"] and text.words[place + 2 : place + 3] in (["xem"], ["đọc"]):
        return False
    sentence = _sentence(text, place)
    if is_furniture(sentence) or is_link(sentence):
        return False
    is_measured = "." in text.words[place]  # a score or share, even in a heading
    return is_measured or is_prose(sentence) or (not gap.is_outer and len(words_of(sentence)) >= _SHORT)


def _sentence(text: Text, place: int) -> str:
    line = max(number for number, start in enumerate(text.starts) if start <= place)
    reached = text.starts[line]
    for sentence in _SENTENCE_END.split(text.lines[line]):
        reached += len(words_of(sentence))
        if place < reached:
            return sentence
    return text.lines[line]
