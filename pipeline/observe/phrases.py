"""The words around each number of a sentence: marks in, phrases out. Pure, linear time."""

import re
from dataclasses import dataclass

from pipeline.observe.counter_names import CounterNames, Noun
from pipeline.observe.marks import Sentence
from pipeline.observe.tokens import Number, NumberKind

FAR = 200  # characters looked at before a number, and BEHIND it: longer phrases say nothing of their number
NEAR = 110
BEHIND = 90

_STOP = re.compile(r"[,;:()\n]|\.(?= |$)")
_LEVELS = re.compile(r"(?:mức(?: độ)? 3)(?:, ?| và |; )(?:mức(?: độ)? )?4")
# A comma inside words that are always printed together ends no clause.
_PAIRED = re.compile(
    r"cắt giảm, đơn|sửa đổi, bổ|bãi bỏ, hủy|bộ, ngành|bộ, cơ|tỉnh, thành|thành, thị|gửi, nhận|sắp xếp, tinh|phí, lệ|"
    r"phản ánh, kiến|rà soát, (?:đơn|đánh)|cơ quan, (?:đơn|địa|ban)|sở, (?:ban|ngành)|ban, ngành|đơn vị, địa|"
    r"tiếp nhận, (?:giải|xử)|tổ chức, (?:cá|doanh)|dân, (?:doanh|tổ)"
)
_JOIN = re.compile(
    r" (?:và|với|đã|trong đó|còn|được|tại|của|trên|trong|thuộc|ở|cho|nhưng|nằm trong) ?$"
    r"| (?:và|với|đã|trong đó|còn|nhưng) .*$"
)
_BEYOND = re.compile(r" ?\((?:[\d.,%]{1,12}|[^()\d\n]{1,40})\)( [^,;:.()\n]{0,60})")
_FROM = re.compile(r"(?<!\w)từ $")
_TO = re.compile(r"\s*(?:\([^)]{0,30}\)\s*|(?:năm|tháng|quý) [\d/-]+ )?(?:lên|xuống|còn|đến|tới)(?!\w)")
# Numbers that stand inside a phrase, as its date, year or level; all others part two phrases.
_WITHIN = frozenset([NumberKind.DATE, NumberKind.PERIOD, NumberKind.LAW, NumberKind.LEVEL, NumberKind.NAME])

_NO_QUANTITY = frozenset([NumberKind.RANKS, NumberKind.POINTS, NumberKind.ORDINAL, NumberKind.FOREIGN])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A number with the words before it, the counted noun behind it and the words that go on from there.

    `left` begins at `start`, its last clause `near` at `near_start`; `tail` ends at `end`. `is_earlier` is true of
    the first number of `từ 45% lên 80%`.
    """

    number: Number
    start: int
    end: int
    left: str
    near: str
    near_start: int
    noun: Noun | None
    tail: str
    following: str  # all words behind the number, past signs, as far as we look
    beyond: str = ""  # what goes on behind a share in brackets: 1.270 thủ tục (81,1%) được cung cấp trực tuyến
    is_earlier: bool = False

    @property
    def opens(self) -> int:
        return opens(self.number)


def opens(number: Number) -> int:
    """Where a number starts, its bound word included."""
    return number.opens if number.opens >= 0 else number.start


def phrases(low: str, sentence: Sentence, names: CounterNames, taken: frozenset[int]) -> list[Phrase]:
    """`taken` holds the starts of numbers that are no counter: they only part the phrases of others."""
    begins, ends = sentence.marks[0].start, sentence.marks[-1].end
    counted = [mark.number for mark in sentence.marks if mark.number and mark.number.kind not in _WITHIN]
    found: list[Phrase] = []
    for at, number in enumerate(counted):
        following = counted[at + 1] if at + 1 < len(counted) else None
        limit = opens(following) if following else ends
        if number.kind in _NO_QUANTITY or number.start in taken:
            phrase = Phrase(number, begins, number.end, "", "", begins, None, "", "")
        else:
            phrase = _phrase(low, begins, limit, following is not None, number, names)
        found.append(phrase)
        begins = begins if phrase.is_earlier else phrase.end
    return found


def _phrase(low: str, begins: int, limit: int, runs_on: bool, number: Number, names: CounterNames) -> Phrase:
    start = max(begins, opens(number) - FAR)
    left = low[start : opens(number)]
    noun = names.noun_at(low, number.end)
    noun = noun if noun and noun.end <= limit else None
    after = noun.end if noun else number.end
    end, stopped = _tail_end(low, after, min(limit, after + BEHIND))
    if runs_on and not stopped and (joined := _JOIN.search(low[after:end])):
        end = after + joined.start()
    near = last_clause(left)
    return Phrase(
        number=number,
        start=start,
        end=end,
        left=left,
        near=near,
        near_start=start + len(left.rstrip(" (:")) - len(near),
        noun=noun,
        tail=low[after:end],
        following=low[number.end : min(limit, number.end + BEHIND)],
        beyond=beyond[1] if (beyond := _BEYOND.match(low, end)) else "",
        is_earlier=bool(_FROM.search(left) and _TO.match(low, number.end)),
    )


def _tail_end(low: str, after: int, limit: int) -> tuple[int, bool]:
    """Where the words go on to: the first stop, which does not part `mức độ 3, 4`."""
    levels = _LEVELS.search(low, after, limit)
    stop = _STOP.search(low, after, limit)
    if levels and stop and levels.start() < stop.start():
        stop = _STOP.search(low, levels.end(), limit)
    return (stop.start(), True) if stop else (limit, False)


def last_clause(left: str) -> str:
    """The words since the last sign; a bracket or colon right before the number parts nothing."""
    stripped = left.rstrip(" (:")
    if len(stripped) > NEAR:
        stripped = stripped[-NEAR:].partition(" ")[2]
    begins = max(stripped.rfind(sign) for sign in ";:(.")
    comma = stripped.rfind(",")
    if comma > begins:
        inside = {found.start() + found[0].index(",") for found in _PAIRED.finditer(stripped, begins + 1)}
        while comma > begins and comma in inside:
            comma = stripped.rfind(",", 0, comma)
    return stripped[max(begins, comma) + 1 :]
