"""What a fetch may cost, and how a person changes it."""

import difflib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.errors import SettingsError
from pipeline.settings.spelling import PREFIX

SETTINGS = PREFIX + "LIMIT_"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a fetch may cost. Seconds and bytes; the defaults follow what large crawlers publish."""

    connect_seconds: float = 5.0
    read_seconds: float = 10.0
    total_seconds: float = 60.0
    wire_bytes: int = 10 * 1024 * 1024
    body_bytes: int = 10 * 1024 * 1024
    codings: int = 2
    redirects: int = 5
    url_characters: int = 2083
    links_per_page: int = 1_000
    feed_items: int = 5_000
    sitemap_addresses: int = 50_000
    sitemap_bytes: int = 50 * 1024 * 1024
    robots_bytes: int = 500 * 1024
    retries: int = 3
    retry_first_seconds: float = 0.5
    retry_wait_seconds: float = 20.0
    crawl_delay_seconds: float = 30.0
    gap_seconds: float = 1.0  # between two requests to a host of no portal; a portal's file says its own
    pages_per_round: int = 500
    revisits_per_round: int = 50
    first_revisit_seconds: float = 3_600.0  # after its first reading a page is read again, then ever more rarely
    listing_pages: int = 5
    sitemaps_per_round: int = 20
    round_seconds: float = 1_800.0
    look_fastest_seconds: float = 0.0  # between two looks for news at a portal; 0: each look of the watcher
    look_slowest_seconds: float = 1_800.0
    round_late_seconds: float = 1_800.0  # ops are told when nothing was fetched for so long


def read_limits(environment: Mapping[str, str]) -> Limits:
    """`PARWATCH_LIMIT_TOTAL_SECONDS=30` and the like, one for each field of Limits."""
    known = {SETTINGS + name.upper(): (name, type(value)) for name, value in asdict(Limits()).items()}
    written = {key: value for key, value in environment.items() if key.startswith(SETTINGS)}
    changed: dict[str, Any] = {}
    for key, text in written.items():
        if key not in known:
            near = difflib.get_close_matches(key, known, n=1)
            raise SettingsError(f"{key}: no such limit; {f'did you mean {near[0]}?' if near else 'drop it'}")
        name, kind = known[key]
        try:
            value = kind(text)
        except ValueError:
            value = kind(-1)
        if not 0 <= value < float("inf"):
            raise SettingsError(f"{key}: {text!r} is no limit; write {'a whole number' if kind is int else 'a number'}")
        changed[name] = value
    return Limits(**changed)
