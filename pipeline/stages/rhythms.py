"""What the watcher remembers of each portal, in a file of the home folder: kept over restarts, shown to ops."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipeline.fetch.rhythm import Bounds, Rhythm, pause_of
from pipeline.model import Portal
from pipeline.settings import Settings

Rhythms = dict[str, Rhythm]  # by portal


@dataclass(frozen=True, slots=True)
class NextLook:
    """When a portal is looked at next, at the earliest, and why not sooner."""

    due_at: datetime
    every_seconds: float
    why: str


def bounds_of(settings: Settings, portal: Portal) -> Bounds:
    limits = settings.limits
    fastest, slowest = portal.look_seconds or (limits.look_fastest_seconds, limits.look_slowest_seconds)
    return Bounds(fastest, slowest)


def load_rhythms(settings: Settings) -> Rhythms:
    """What cannot be read is forgotten: then portals are looked at as often as can be."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
        written = json.loads(_path(settings).read_text(encoding="utf-8"))
        return {name: _read(facts) for name, facts in written.items()}
    return {}


def save_rhythms(settings: Settings, rhythms: Mapping[str, Rhythm]) -> None:
    path = _path(settings)
    facts = {name: _facts(rhythm) for name, rhythm in rhythms.items()}
    with suppress(OSError):  # a full disk shows itself where the pages are kept
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".new")
        unfinished.write_text(json.dumps(facts), encoding="utf-8")
        unfinished.rename(path)


def next_looks(settings: Settings, portals: Mapping[str, Portal], now: datetime | None = None) -> dict[str, NextLook]:
    """Of the portals that the watcher has looked at."""
    moment = now or datetime.now(UTC)
    found = {}
    for name, rhythm in load_rhythms(settings).items():
        if name in portals and rhythm.asked_at is not None:
            pause = pause_of(rhythm, moment, bounds_of(settings, portals[name]))
            found[name] = NextLook(rhythm.asked_at + timedelta(seconds=pause.seconds), pause.seconds, pause.why)
    return found


def spared(settings: Settings, now: datetime | None = None) -> frozenset[str]:
    """Portals that refused us or failed, and are not to be asked yet by a sweep either."""
    moment = now or datetime.now(UTC)
    return frozenset(
        name
        for name, one in load_rhythms(settings).items()
        if one.asked_at is not None and moment < one.asked_at + timedelta(seconds=one.held_seconds)
    )


def _path(settings: Settings) -> Path:
    return settings.state / "rhythms.json"


def _facts(rhythm: Rhythm) -> dict[str, object]:
    return {
        "since": rhythm.since.isoformat(),
        "asked_at": rhythm.asked_at.isoformat() if rhythm.asked_at else None,
        "news_at": [moment.isoformat() for moment in rhythm.news_at],
        "troubles": rhythm.troubles,
        "held_seconds": rhythm.held_seconds,
    }


def _read(facts: Mapping[str, Any]) -> Rhythm:
    return Rhythm(
        since=datetime.fromisoformat(facts["since"]),
        asked_at=datetime.fromisoformat(facts["asked_at"]) if facts["asked_at"] else None,
        news_at=tuple(datetime.fromisoformat(moment) for moment in facts["news_at"]),
        troubles=int(facts["troubles"]),
        held_seconds=float(facts["held_seconds"]),
    )
