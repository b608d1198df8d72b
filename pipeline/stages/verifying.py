"""Stage of proof: every published quote is cut again out of the archived bytes, by the code of today."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from pipeline import archive
from pipeline.duplicates.strip import strip
from pipeline.errors import ParwatchError
from pipeline.extract import extract
from pipeline.model import Portal
from pipeline.portals import read_portals
from pipeline.settings import Settings
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


def verify(settings: Settings) -> VerifyReport:
    """Check bytes against their hash, the body against its hash, each quote against the body."""
    portals, _broken = read_portals(settings.portals_folder)  # a page of those is told as one that cannot be read
    with reader(settings) as published:
        rows = published.execute(RECEIPTS)
    flaws = [flaw for row in rows for flaw in _flaws(settings, portals, *row)]
    return VerifyReport(len(rows), sum(len(row[-1]) for row in rows), tuple(flaws))


def _flaws(settings: Settings, portals: dict[str, Portal], *row: object) -> Iterator[Flaw]:
    portal, url, archive_file, offset, page_hash, article_hash, quotes = row
    try:
        snapshot = archive.read_snapshot(settings, str(archive_file), int(str(offset)))
        if sha256(snapshot.body).hexdigest() != page_hash:
            yield Flaw(str(url), str(archive_file), "the archived bytes do not match their hash; restore the file")
            return
        body = strip(extract(snapshot, portals[str(portal)])).body
    except (ParwatchError, KeyError) as error:
        yield Flaw(str(url), str(archive_file), f"cannot be read again: {error}")
        return
    if body_hash(body) != article_hash:
        yield Flaw(str(url), str(archive_file), "is read otherwise by this code; see `parwatch replay --compare`")
        return
    for quote in quotes:  # type: ignore[attr-defined]
        if body[quote["start"] : quote["stop"]] != quote["quote"]:
            yield Flaw(str(url), str(archive_file), f"“{quote['quote']}” does not stand where its receipt says")
