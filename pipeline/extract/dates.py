"""Printed and machine-readable days, as Vietnamese portals write them -> date; pure."""

import re
from collections.abc import Iterator
from datetime import date

EARLIEST = date(1997, 11, 19)  # the day Viet Nam joined the internet

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?((?:19|20)\d\d)(?!\d)")
_IN_WORDS = re.compile(
    r"(?<!\d)(\d{1,2})\s*(?:tháng|th|thg|-\s*thg)\.?\s*(\d{1,2})\s*,?\s*(?:năm\s*)?((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(rf"(?<!\d)(\d{{1,2}})\s+({'|'.join(_MONTHS)})[a-z]*\.?,?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE)


def days(text: str, latest: date) -> Iterator[date]:
    """Every full date in order of appearance; none before the internet came, none after `latest`."""
    for _, year, month, day in sorted(_printed(text)):
        made = _date(int(year), int(month), int(day))
        if made is not None and EARLIEST <= made <= latest:
            yield made


def _printed(text: str) -> Iterator[tuple[int, str, str, str]]:
    for found in _DAY_FIRST.finditer(text):
        yield found.start(), found[3], found[2], found[1]
    for found in _ISO.finditer(text):
        yield found.start(), found[1], found[2], found[3]
    for found in _IN_WORDS.finditer(text):
        yield found.start(), found[3], found[2], found[1]
    for found in _ENGLISH.finditer(text):
        yield found.start(), found[3], str(_MONTHS.index(found[2].lower()) + 1), found[1]


def first_day(text: str | None, latest: date) -> date | None:
    return next(days(text, latest), None) if text else None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
