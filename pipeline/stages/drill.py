"""Stage of the drill: stored good pages are broken on purpose and served on loopback; every fault must be seen.

Good pages are served as well: an alarm over one of them is as bad as a fault that passes.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from pipeline import archive
from pipeline.discover import discover
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError, UsageError
from pipeline.extract import extract
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import Article, Portal, Snapshot
from pipeline.portals import load_portals
from pipeline.settings import Settings, parse_addresses
from pipeline.stages.drill_faults import OF_ARTICLES, OF_SOURCES, Fault, Served, as_it_was

PAGES = 3  # good articles of a portal, and sources
_SOURCES = {"feed", "sitemap", "listing"}


@dataclass(frozen=True, slots=True)
class Case:
    """One page served one way. `is_right`: a fault that was seen, or a good page that raised no alarm."""

    portal: str
    url: str
    fault: str
    is_right: bool
    said: str


@dataclass(frozen=True, slots=True)
class DrillReport:
    cases: tuple[Case, ...]

    @property
    def is_green(self) -> bool:
        return bool(self.cases) and all(case.is_right for case in self.cases)

    def rows(self) -> list[tuple[object, ...]]:
        return [("ok" if one.is_right else "NO", one.portal, one.fault, one.said, one.url) for one in self.cases]


@dataclass(frozen=True, slots=True)
class _Good:
    portal: Portal
    purpose: str
    page: Snapshot
    article: Article | None = None  # what the page gives, where it is an article


def run_drill(settings: Settings, names: Sequence[str] = ()) -> DrillReport:
    """Break pages of the named portals (of all that have any). Nothing of it is kept."""
    portals = load_portals(settings.portals_folder)
    unknown = [name for name in names if name not in portals]
    if unknown:
        raise UsageError(f"no portal {unknown[0]!r}; `parwatch portals list` shows the {len(portals)} there are")
    good = [one for name in names or portals for one in _good_pages(settings, portals[name])]
    if not good:
        raise UsageError("no good page is stored yet; fetch or ingest some first")
    return DrillReport(tuple(asyncio.run(_serve_all(settings, good))))


def _good_pages(settings: Settings, portal: Portal) -> list[_Good]:
    """The newest stored articles and sources of a portal that are read without complaint."""
    found: dict[str, _Good] = {}
    for path in reversed(archive.batches(settings, portal.name)):
        for record, page in archive.read_batch(settings, path):
            if page is not None and record.purpose != "robots":
                good = _good(portal, record.purpose, page)
                if good is not None:
                    found.setdefault(page.url, good)
        articles = [one for one in found.values() if one.article is not None][:PAGES]
        sources = [one for one in found.values() if one.article is None][:PAGES]
        if len(articles) == PAGES:
            break
    return [*articles, *sources] if found else []


def _good(portal: Portal, purpose: str, page: Snapshot) -> _Good | None:
    try:
        if purpose in _SOURCES:
            discover(page, portal, expected=purpose)
            return _Good(portal, purpose, page)
        article = strip(extract(page, portal))
    except ParwatchError:
        return None
    is_html = b"<" in page.body[:200]
    return _Good(portal, "article", page, article) if is_html and article.copies == 1 else None


async def _serve_all(settings: Settings, good: list[_Good]) -> list[Case]:
    planned = [(one, name, served) for one in good for name, served in _variants(one)]
    answers = {f"/{number}": served for number, (_, _, served) in enumerate(planned)}
    with _server(answers) as home:
        allowed = parse_addresses(home.removeprefix("http://"))
        limits = replace(settings.limits, retries=0)
        inside = replace(settings, allow_addresses=allowed, limits=limits)
        async with Shared(inside, Pace()) as shared:
            return [await _case(shared, one, name, f"{home}/{number}") for number, (one, name, _) in enumerate(planned)]


def _variants(good: _Good) -> Iterator[tuple[str, Served]]:
    faults: dict[str, Fault] = OF_SOURCES if good.article is None else OF_ARTICLES
    yield "none", as_it_was(good.page, good.portal)
    for name, make in faults.items():
        served = make(good.page, good.portal)
        if served is not None:
            yield name, served


async def _case(shared: Shared, good: _Good, fault: str, url: str) -> Case:
    stand_in = replace(good.portal, home=url, hosts=(), delay_seconds=0.0, extra_ca=None)
    fetched = await Fetcher(shared, stand_in).get(url, good.purpose)
    is_right, said = _judged(good, fault, fetched)
    return Case(good.portal.name, good.page.url, fault, is_right, said)


def _judged(good: _Good, fault: str, fetched: Fetched) -> tuple[bool, str]:
    is_fault = fault != "none"
    if fetched.snapshot is None:
        return is_fault, f"{fetched.record.outcome}: {fetched.record.reason}"
    page = replace(fetched.snapshot, url=good.page.url, fetched_at=good.page.fetched_at)
    try:
        if good.article is None:
            named = discover(page, good.portal, expected=good.purpose)
            return not is_fault, f"{len(named.pages)} pages named"
        article = strip(extract(page, good.portal))
    except ParwatchError as error:
        return is_fault, str(error)
    return _compared(good.article, article, fault)


def _compared(good: Article, article: Article, fault: str) -> tuple[bool, str]:
    """A fault that was mended gives the body of the good page, and says so where it can."""
    is_same = article.body == good.body
    if fault == "doubled body":
        return is_same and article.copies > 1, f"{article.copies} copies seen, the body {'once' if is_same else 'not'}"
    return is_same, "read as before" if is_same else "read, but not as before"


@contextmanager
def _server(answers: dict[str, Served]) -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            served = answers.get(self.path)
            if served is None:
                self.send_error(404)
                return
            self.send_response(302 if served.location else 200)
            if served.location:
                self.send_header("Location", served.location)
            self.send_header("Content-Type", served.content_type)
            if not served.is_cut:
                self.send_header("Content-Length", str(len(served.body)))
            self.end_headers()
            self.wfile.write(served.body)
            self.close_connection = served.is_cut

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
