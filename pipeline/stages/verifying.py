"""Stage of proof: every published quote is cut again out of the archived bytes, by the code of today."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from itertools import groupby
from typing import Any

from pipeline import archive
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError
from pipeline.extract import extract
from pipeline.model import Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
from pipeline.stages.ahead import ahead
from pipeline.warehouse.access import reader
from pipeline.warehouse.keys import body_hash

RECEIPTS = """
SELECT r.portal, r.url, r.archive_file, r.archive_offset, r.page_sha256, a.body_sha256,
       list(struct_pack(quote := r.quote, start := r.quote_start, stop := r.quote_end) ORDER BY r.quote_start)
FROM figure_receipt AS r JOIN core.article AS a USING (article)
GROUP BY ALL ORDER BY r.archive_file, r.archive_offset
"""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A page whose receipts do not hold, and why."""

    url: str
    archive_file: str
    why: str


@dataclass(frozen=True, slots=True)
class VerifyReport:
    pages: int
    quotes: int
    flaws: tuple[Flaw, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    """One page's receipts: what was published of it, and where its bytes lie."""

    portal: str
    url: str
    archive_file: str
    offset: int
    page_sha256: str
    body_sha256: str
    quotes: list[dict[str, Any]]


def verify(settings: Settings, tell: Callable[[int], object] = lambda _: None) -> VerifyReport:
    """Check bytes against their hash, the body against its hash, each quote against the body.

    `tell` hears after each file how many pages were seen.
    """
    portals, _broken = read_portals(settings.portals_folder)  # a page of those is told as one that cannot be read
    pages = quotes = 0
    flaws: list[Flaw] = []
    with reader(settings) as published:
        rows = (_Page(*row) for row in published.stream(RECEIPTS))
        files = ((portals.get(portal), list(group)) for (portal, _), group in groupby(rows, _file))
        with ahead(partial(_of_file, settings), files) as found:
            for seen, cut, broken in found:
                pages, quotes = pages + seen, quotes + cut
                flaws += broken
                tell(pages)
    return VerifyReport(pages, quotes, tuple(flaws))


def _file(page: _Page) -> tuple[str, str]:
    return page.portal, page.archive_file


def _of_file(settings: Settings, task: tuple[Portal | None, list[_Page]]) -> tuple[int, int, list[Flaw]]:
    """Pages, quotes, and what does not hold, of one archive file."""
    portal, pages = task
    flaws = [Flaw(page.url, page.archive_file, why) for page in pages for why in _reasons(settings, portal, page)]
    return len(pages), sum(len(page.quotes) for page in pages), flaws


def _reasons(settings: Settings, portal: Portal | None, page: _Page) -> Iterator[str]:
    try:
        snapshot = archive.read_snapshot(settings, page.archive_file, page.offset)
        if sha256(snapshot.body).hexdigest() != page.page_sha256:
            yield "the archived bytes do not match their hash; restore the file"
            return
        if portal is None:
            yield f"cannot be read again: there is no portal {page.portal!r} that can be read; mend or restore its file"
            return
        body = strip(extract(snapshot, portal)).body
    except ParwatchError as error:
        yield f"cannot be read again: {error}"
        return
    if body_hash(body) != page.body_sha256:
        yield "is read otherwise by this code; see `parwatch replay --compare`"
        return
    for quote in page.quotes:
        if body[quote["start"] : quote["stop"]] != quote["quote"]:
            yield f"“{quote['quote']}” does not stand where its receipt says"
