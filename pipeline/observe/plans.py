"""Lists of targets: canonical text in, the spans of lines that tell what is to be reached. Pure, linear time."""

import re
from bisect import bisect_right

_HEADING = re.compile(
    r"(?:^|\n)[ \t]*(?:\d{1,2}[.)] ?|[-+*•] ?|[ivx]{1,4}[.)] ?|[a-z][.)] ?)?"
    r"(?:(?:một số|các|những) )?(?:mục tiêu|chỉ tiêu|phương hướng|nhiệm vụ trọng tâm)(?!\w)[^\n]{0,100}(?=\n)"
)
_BULLET = re.compile(r"\n[ \t]*[-–+*•][^\n]*")


class Plans:
    """The bulleted lines under headings like `Mục tiêu đến năm 2025:`."""

    def __init__(self, low: str) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        at = 0
        while heading := _HEADING.search(low, at):
            at = heading.end()
            while bullet := _BULLET.match(low, at):
                at = bullet.end()
            self._starts.append(heading.end())
            self._ends.append(at)

    def hold(self, place: int) -> bool:
        at = bisect_right(self._starts, place) - 1
        return at >= 0 and place < self._ends[at]
