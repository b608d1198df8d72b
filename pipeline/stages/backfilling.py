"""Stage of backfilling: fetch what we never had of portals' past, back to a day, as politely as any round.

Listings are followed page by page until one names nothing young enough; of sitemaps those are read whose name does not
speak of other months. What is fetched is loaded like any other page; being old, it is history and no news.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from time import monotonic
from typing import Any

from pipeline.discover import page_key
from pipeline.errors import ParwatchError, UsageError
from pipeline.extract import extract
from pipeline.fetch import Fetched
from pipeline.model import Page
from pipeline.settings import Settings
from pipeline.stages import fetching
from pipeline.stages.fetch_report import FetchReport
from pipeline.stages.portal_round import PortalRound
from pipeline.warehouse.access import reader

MOST_PAGES = 2_000  # of one portal in one run: about an hour at the usual pace
LONGEST = timedelta(hours=4)
YEAR = timedelta(days=365)
FIRST_DAY = date(2000, 1, 1)
DEEPEST = {"listing": 200, "sitemap": 200, "feed": 1}  # addresses of one source
_MONTH = re.compile(r"(?<!\d)(20\d\d)[-_/]?(0[1-9]|1[0-2])(?!\d{3})")
DAYS = "SELECT url, published FROM core.article WHERE portal = $1 AND published IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Span:
    """The days of publication that are wanted, both included."""

    since: date
    until: date

    def holds(self, day: date) -> bool:
        return self.since <= day <= self.until

    def meets(self, url: str) -> bool:
        """Whether a sitemap may hold such days: its address names no month, or one of the span."""
        months = [date(int(year), int(month), 1) for year, month in _MONTH.findall(url)]
        return not months or any(self.since.replace(day=1) <= month <= self.until for month in months)


def read_span(since: str | None, until: str | None, today: date) -> Span:
    """Empty: from a year ago, until today. Raises UsageError that says what to write instead."""
    last = _day("until", until) or today
    first = _day("since", since) or last - YEAR
    if first > last:
        raise UsageError(f"backfill: since {first} comes after until {last}; swap them")
    if last > today:
        raise UsageError(f"backfill: until {last} is still to come; leave it empty for today, {today}")
    if first < FIRST_DAY:
        raise UsageError(f"backfill: since {first}: no portal is so old; write {FIRST_DAY} or a later day")
    return Span(first, last)


def backfill(  # as many arguments as the form has fields
    settings: Settings,
    names: Sequence[str] = (),
    since: str | None = None,
    until: str | None = None,
    most_pages: int = MOST_PAGES,
    *,
    now: datetime | None = None,
    tell: Callable[[FetchReport], None] = lambda _: None,
) -> tuple[FetchReport, ...]:
    """Fetch into the archive. May run again: what is held is not fetched again, what a bound cut off is."""
    moment = now or datetime.now(UTC)
    span = read_span(since, until, moment.date())
    if most_pages < 1:
        raise UsageError(f"backfill: {most_pages} pages; write 1 or more")
    make = partial(_PastRound, span, most_pages)
    return fetching.fetch_portals(settings, fetching.plan(settings, names), moment, tell, make)


class _PastRound(PortalRound):
    """A round that walks a portal's sources back, and looks at nothing that is held."""

    def __init__(self, span: Span, most_pages: int, *given: Any) -> None:
        super().__init__(*given)
        self._span = span
        self._most_pages = most_pages
        self._until = monotonic() + LONGEST.total_seconds()
        self._named: dict[str, Page] = {}
        self._days = _held_days(self._settings, self._portal.name)

    def _sources_declared(self) -> bool:
        """The sitemaps that robots.txt names reach further back than feeds and listings."""
        return bool(self._portal.sitemaps)

    async def _read_source(self, url: str, kind: str, depth: int = 1) -> None:  # noqa: ARG002 - the walk is its own
        left, walked = [url], set[str]()
        while left and len(walked) < DEEPEST[kind] and not self._is_over():
            walked.add(url := left.pop(0))
            found = await self._discovered(url, kind, len(walked))
            if found is None:
                continue
            for page in found.pages:
                await self._take(page)
            if kind == "listing" and self._is_past(found.pages):
                return
            left += [one for one in found.more if one not in walked and one not in left and self._span.meets(one)]

    async def _take(self, page: Page) -> None:
        day = self._day_of(page)
        if day is not None and not self._span.holds(day):
            return
        self._named.setdefault(page_key(page.url), page)
        if self._is_new(page) and not self._is_over():
            await self._fetch_page(page, None)

    def _is_over(self) -> bool:
        if self._new >= self._most_pages:
            note = f"{self._new} pages are fetched, the most of one run; run it again for what is left"
            if note not in self._problems:
                self._problems.append(note)
            return True
        return super()._is_over()

    def _is_past(self, pages: Iterable[Page]) -> bool:
        days = [day for page in pages if (day := self._day_of(page))]
        return bool(days) and max(days) < self._span.since

    def _day_of(self, page: Page) -> date | None:
        return page.published or self._days.get(page_key(page.url))

    async def _fetch_pages(self) -> None:
        self._pages = self._named  # all are fetched; the report counts them

    def _keep(self, fetched: Fetched) -> None:
        if fetched.snapshot is not None and fetched.record.purpose == "article":
            with suppress(ParwatchError):  # what cannot be read is told when it is loaded
                if day := extract(fetched.snapshot, self._portal).published:
                    self._days[page_key(fetched.record.url)] = day
        super()._keep(fetched)


def _held_days(settings: Settings, portal: str) -> dict[str, date]:
    if not settings.published_copy.exists():
        return {}
    with reader(settings) as copy:
        return {page_key(str(url)): day for url, day in copy.execute(DAYS, [portal])}


def _day(name: str, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise UsageError(f"backfill: {name} {text!r} is no day; write 2024-01-31") from error
