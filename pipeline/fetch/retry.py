"""When to ask again, and after how long. Pure."""

import random
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

PASSING = frozenset({408, 425, 429, 500, 502, 503, 504, 522, 524})  # a status that may be another one soon
_LONGEST_NUMBER = 9  # digits; more than thirty years is no waiting time


def asked_wait(header: str | None, now: datetime) -> float | None:
    """Seconds that Retry-After asks for; None where it says nothing we understand."""
    text = (header or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:_LONGEST_NUMBER]) if len(text.lstrip("0")) <= _LONGEST_NUMBER else float("inf")
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return max(0.0, (moment - now).total_seconds())


def backoff(attempt: int, first_seconds: float) -> float:
    """Seconds before attempt 2, 3, …: doubled each time, and scattered so that many portals do not beat as one."""
    return float(first_seconds * 2 ** (attempt - 1) * random.uniform(1.0, 1.5))
