"""One round over one portal: its sources, then its new pages, then those worth another look; all into one batch."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from pipeline import archive
from pipeline.discover import Discovery, canonical_url, discover, page_key
from pipeline.errors import ArchiveError, ParwatchError
from pipeline.fetch import Fetched, Fetcher, Shared
from pipeline.fetch.due import is_retry_due, is_revisit_due
from pipeline.model import FetchRecord, KnownPage, Outcome, Page, Portal
from pipeline.portals import declared, sources
from pipeline.stages.fetch_report import FetchReport
from pipeline.stages.kept import kept_bytes, kept_rules, used_to_name
from pipeline.stages.knowledge import Known

ENOUGH_FAILURES = 5  # requests in a row that do not reach the host: it is left alone until the next round
_REACHED = {Outcome.OK, Outcome.NOT_MODIFIED}
_NO_WAY = {Outcome.UNREACHABLE, Outcome.TIMEOUT, Outcome.RATE_LIMITED}
_CANONICAL_IN = 100_000  # bytes of a page


class PortalRound:
    """Holds what a round gathers; `run` gives the report."""

    def __init__(self, shared: Shared, portal: Portal, known: Known, now: datetime, batch: archive.BatchBehind) -> None:
        self._settings = shared.settings
        self._limits = shared.settings.limits
        self._portal = portal
        self._known = known
        self._now = now
        self._batch = batch
        self._fetcher = Fetcher(shared, portal, self._keep)
        self._held = {page_key(url): page for url, page in known.items() if page.purpose in {"article", "file"}}
        self._pages: dict[str, Page] = {}
        self._outcomes: Counter[str] = Counter()
        self._source_outcomes: list[Outcome] = []
        self._problems: list[str] = []
        self._unrecognised = False
        self._is_named = False  # a page, by any source
        self._failures = 0
        self._new = self._changed = self._revisited = 0
        self._until = monotonic() + self._limits.round_seconds

    async def run(self) -> FetchReport:
        self._know_rules()
        for url, kind in sources(self._portal):
            await self._read_source(url, kind)
        if not self._sources_declared() and not self._pages:
            await self._look_further()
        if not self._is_named and not self._problems:
            url, kind = sources(self._portal)[0]
            self._problems.append(f"{kind} {url}: names further sitemaps and no page; name those that do in `sitemaps`")
        await self._fetch_pages()
        return self._report()

    def _know_rules(self) -> None:
        home = urlsplit(self._portal.home)
        origin = f"{home.scheme}://{home.netloc}"
        rules = kept_rules(self._settings, self._known.get(f"{origin}/robots.txt"), self._now)
        if rules is not None:
            self._fetcher.know_rules(origin, rules)

    # --- sources -----------------------------------------------------------------------------

    def _sources_declared(self) -> bool:
        return bool(declared(self._portal))

    async def _read_source(self, url: str, kind: str, depth: int = 1) -> None:
        """A feed, sitemap or listing, and what it names of its own kind."""
        found = await self._discovered(url, kind, depth)
        if found is None:
            return
        news = [page for page in found.pages if self._is_new(page)]
        for page in found.pages:
            self._pages.setdefault(page_key(page.url), page)
        deepest = self._limits.listing_pages if kind == "listing" else 2
        if depth < deepest and (news or kind == "sitemap"):
            for further in self._further(found):
                await self._read_source(further, kind, depth + 1)
        if kind == "listing" and not self._sources_declared() and depth == 1:
            for feed in found.feeds[:2]:
                await self._read_source(feed, "feed")

    def _further(self, found: Discovery) -> list[str]:
        """Next pages of a listing; of an index, sitemaps not seen yet and the two newest."""
        if found.kind == "listing":
            return [url for url in found.more if url not in self._known or self._known[url].tried_at < self._now]
        unseen = [url for url in found.more[2:] if url not in self._known]
        return [*found.more[:2], *unseen][: self._limits.sitemaps_per_round]

    async def _discovered(self, url: str, kind: str, depth: int = 1) -> Discovery | None:
        fetched = await self._fetcher.get(url, kind, self._known.get(url))
        self._keep(fetched)
        self._source_outcomes.append(fetched.record.outcome)
        try:
            snapshot = kept_bytes(self._settings, fetched)
            if snapshot is None:
                self._problems.append(f"{kind} {url}: {fetched.record.outcome}: {fetched.record.reason or 'no page'}")
                is_gone = fetched.record.outcome is Outcome.MISSING and url in dict(declared(self._portal))
                self._unrecognised = self._unrecognised or is_gone
                return None
            found = discover(snapshot, self._portal, expected=kind, limits=self._limits)
            self._is_named = self._is_named or bool(found.pages)
            return found
        except ArchiveError:
            raise
        except ParwatchError as error:
            # A listing that names news on its first page may well end with an empty one.
            self._unrecognised = self._unrecognised or kind != "listing" or depth == 1
            self._problems.append(str(error) + used_to_name(self._settings, self._portal, kind, self._known.get(url)))
            return None

    async def _look_further(self) -> None:
        """A portal file that names no source: what its robots.txt names is tried."""
        rules = await self._fetcher.rules(self._portal.home)
        for url in rules.sitemaps[:2]:
            await self._read_source(url, "sitemap")

    # --- pages -------------------------------------------------------------------------------

    async def _fetch_pages(self) -> None:
        todo = [page for page in self._pages.values() if self._is_new(page)][: self._limits.pages_per_round]
        for page in todo:
            if self._is_over() or page_key(page.url) in self._held and not self._is_new(page):
                continue
            await self._fetch_page(page, None)
        first = timedelta(seconds=self._limits.first_revisit_seconds)
        articles = [page for page in self._known.values() if page.purpose == "article"]
        due = [page for page in articles if is_revisit_due(page, self._now, first)]
        for known in sorted(due, key=lambda one: one.first_seen_at, reverse=True)[: self._limits.revisits_per_round]:
            if not self._is_over():
                self._revisited += 1
                await self._fetch_page(Page(known.portal, known.url, ""), known)

    def _is_new(self, page: Page) -> bool:
        held = self._held.get(page_key(page.url))
        return held is None or is_retry_due(held, self._now)

    def _is_over(self) -> bool:
        if self._failures >= ENOUGH_FAILURES or monotonic() > self._until:
            what = "the host cannot be reached" if self._failures >= ENOUGH_FAILURES else "the round's time is over"
            note = f"{what}; what is left waits for the next round"
            if note not in self._problems:
                self._problems.append(note)
            return True
        return False

    async def _fetch_page(self, page: Page, known: KnownPage | None) -> None:
        fetched = await self._fetcher.get(page.url, "article", known)
        if fetched.snapshot is not None:
            source = fetched.snapshot.body[:_CANONICAL_IN].decode("utf-8", "replace")
            canonical = canonical_url(source, fetched.snapshot.url)
            if canonical is not None:
                fetched = replace(fetched, snapshot=replace(fetched.snapshot, url=canonical))
            self._new += known is None
            self._changed += known is not None
        record = fetched.record
        if page.published is not None or page.title is not None:
            record = replace(record, published=page.published, title=page.title)
            fetched = replace(fetched, record=record)
        self._keep(fetched)
        self._hold(page.url, record)
        if fetched.snapshot is not None:
            self._hold(fetched.snapshot.url, record)

    def _hold(self, url: str, record: FetchRecord) -> None:
        """Other spellings of a page just fetched are not fetched again."""
        self._held[page_key(url)] = KnownPage(
            portal=record.portal,
            url=url,
            purpose="article",
            first_seen_at=self._now,
            tried_at=record.fetched_at,
            outcome=record.outcome,
            misses=1,
            body_at=record.fetched_at,
        )

    # --- the batch ---------------------------------------------------------------------------

    def _keep(self, fetched: Fetched) -> None:
        record = fetched.record
        self._outcomes[record.outcome.value] += 1
        self._failures = self._failures + 1 if record.outcome in _NO_WAY else 0
        self._batch.add(record, fetched.snapshot, fetched.exchange, fetched.same_as, fetched.hops)

    # --- the report --------------------------------------------------------------------------

    def _report(self) -> FetchReport:
        return FetchReport(
            portal=self._portal.name,
            state=self._state(),
            batch=self._batch.batch,
            archive_file=self._batch.archive_file,
            known_pages=sum(key in self._held for key in self._pages) - self._new,
            new_pages=self._new,
            changed_pages=self._changed,
            revisited=self._revisited,
            requests=sum(self._outcomes.values()),
            outcomes=tuple(sorted(self._outcomes.items())),
            problems=tuple(dict.fromkeys(self._problems)),
        )

    def _state(self) -> str:
        if self._unrecognised:
            return "broken"
        if not self._is_named:
            failed = [one for one in self._source_outcomes if one not in _REACHED]
            states = {Outcome.BLOCKED: "blocked", Outcome.MISSING: "broken"}
            return states.get(failed[0], "unreachable") if failed else "broken"
        return "new" if self._new or self._changed else "nothing_new"
