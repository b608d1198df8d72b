"""How often a portal is looked at for news: by how often it publishes, and by how it fares with us. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

FRESH = timedelta(days=7)  # for so long a portal is looked at as often as can be: nothing is known of it yet
SHARE = 4_000  # a pause is this part of the usual time between two news: a day's gives 22 s, a week's 151 s
SLOW_SECONDS = 10.0  # an answer that takes longer is trouble
_KEPT = 16  # moments of news that are remembered
_FEW = 4  # fewer say nothing of a rhythm
_FORGIVEN = 1  # troubles in a row that change nothing: one is an accident
_FIRST_HOLD = 60.0
_EASED = 30.0  # seconds that each good answer takes off


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What is remembered of one portal."""

    since: datetime
    asked_at: datetime | None = None
    news_at: tuple[datetime, ...] = ()  # oldest first
    troubles: int = 0  # in a row: 429, 503, no answer, a slow one
    held_seconds: float = 0.0  # for which it is spared because of them


@dataclass(frozen=True, slots=True)
class Bounds:
    """`slowest` holds for both reasons: whatever happens, nobody is forgotten for longer."""

    fastest: float
    slowest: float


@dataclass(frozen=True, slots=True)
class Pause:
    seconds: float
    why: str


def after_look(rhythm: Rhythm, now: datetime, bounds: Bounds, *, is_news: bool, is_trouble: bool) -> Rhythm:
    """Trouble doubles what it is spared; a good answer takes a little off."""
    troubles = rhythm.troubles + 1 if is_trouble else 0
    held = rhythm.held_seconds
    if not is_trouble:
        held = max(0.0, held - _EASED)
    elif troubles > _FORGIVEN:
        held = min(bounds.slowest, max(2 * held, _FIRST_HOLD))
    news_at = (*rhythm.news_at, now)[-_KEPT:] if is_news else rhythm.news_at
    return replace(rhythm, asked_at=now, news_at=news_at, troubles=troubles, held_seconds=held)


def pause_of(rhythm: Rhythm, now: datetime, bounds: Bounds) -> Pause:
    gap = _usual_gap(rhythm, now)
    own = bounds.fastest if gap is None else min(bounds.slowest, max(bounds.fastest, gap / SHARE))
    if rhythm.held_seconds > own:
        return Pause(rhythm.held_seconds, "spared: refused us, failed or was slow")
    if gap is None:
        return Pause(own, f"new: known for less than {FRESH.days} days")
    return Pause(own, f"usually {timedelta(seconds=round(gap))} between two news")


def is_due(rhythm: Rhythm, now: datetime, bounds: Bounds) -> bool:
    """A tenth early is due: whoever comes by every 30 s comes a moment too soon every other time."""
    if rhythm.asked_at is None or rhythm.asked_at > now:
        return True
    return (now - rhythm.asked_at).total_seconds() >= 0.9 * pause_of(rhythm, now, bounds).seconds


def _usual_gap(rhythm: Rhythm, now: datetime) -> float | None:
    """Seconds; None while too little is known. The silence since the newest news counts as one more gap."""
    known_for = (now - rhythm.since).total_seconds()
    if len(rhythm.news_at) >= _FEW:
        return median((later - earlier).total_seconds() for earlier, later in pairwise((*rhythm.news_at, now)))
    return None if known_for < FRESH.total_seconds() else known_for / (len(rhythm.news_at) + 1)
