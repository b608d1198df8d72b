"""Which known pages are worth another request, by their age and by what came of the last one. Pure."""

from datetime import datetime, timedelta

from pipeline.model import KnownPage, Outcome

# After so long a page is read again: a silent correction comes early, and rarely late.
FIRST_REVISIT = timedelta(hours=1)
REVISITS = (timedelta(days=1), timedelta(weeks=1), timedelta(days=30))
_FIRST_RETRY = timedelta(minutes=10)
_LAST_RETRY = timedelta(days=7)
_SETTLED = {Outcome.MISSING, Outcome.BLOCKED, Outcome.REFUSED, Outcome.TOO_LARGE}


def is_revisit_due(page: KnownPage, now: datetime, first: timedelta = FIRST_REVISIT) -> bool:
    """Whether one of the ages has been reached since the page was last asked for."""
    if page.body_at is None:
        return False
    return any(page.tried_at < page.first_seen_at + age <= now for age in (first, *REVISITS))


def is_retry_due(page: KnownPage, now: datetime) -> bool:
    """Whether a page that never gave a body may be tried again: soon at first, then ever more rarely."""
    if page.body_at is not None:
        return False
    first = timedelta(days=1) if page.outcome in _SETTLED else _FIRST_RETRY
    doublings = min(max(page.misses - 1, 0), 12)
    wait = min(first * float(2**doublings), _LAST_RETRY)
    return page.tried_at + wait <= now
