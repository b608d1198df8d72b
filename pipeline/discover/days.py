"""A day as feeds and sitemaps print it -> a date in Việt Nam. Pure."""

import re
import time
from calendar import timegm
from datetime import UTC, date, datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
_DAY_FIRST = re.compile(r"\b(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\b")
_NO_SUCH_DAY = (ValueError, OverflowError)  # the latter where a zone leads beyond the years that a date can have
_YEAR_FIRST = re.compile(r"^\s*(\d{4})-(\d{2})-(\d{2})(?:[T ]\d{2}:\d{2}.*)?\s*$")


def day_of(text: str, parsed: time.struct_time | None = None) -> date | None:
    """`parsed` is the feed parser's reading in UTC; it is not asked where a day is written day first."""
    if found := _DAY_FIRST.search(text):
        return _date(found[3], found[2], found[1])
    if parsed is None:
        return _iso(text)
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).astimezone(VIETNAM).date()
    except _NO_SUCH_DAY:
        return None


def _iso(text: str) -> date | None:
    found = _YEAR_FIRST.match(text)
    if not found:
        return None
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.astimezone(VIETNAM).date() if moment.tzinfo else moment.date()
    except _NO_SUCH_DAY:
        return _date(found[1], found[2], found[3])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
