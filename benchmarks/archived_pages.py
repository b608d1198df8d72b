"""A made-up archive of any size, written by our own writer: what a hundred portals printed in the rounds of some weeks.

Each page follows from the numbers of its batch and of its place in it, so that batches may be written in any order.
Of the articles 15 % state ranks and scores, a quarter are reprints of what another portal had, and of the pages 8 %
print the body again and 3 % are earlier ones with one figure changed. Ranks are those of the official tables.
"""

import gzip
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from hashlib import sha256

from benchmarks.articles import FRAMES, filled, prose
from benchmarks.edits import captions, one_figure, other_lead
from benchmarks.portal_pages import DESIGNS, page
from pipeline.archive import BatchWriter, done
from pipeline.model import Exchange, FetchRecord, Outcome, Portal, Snapshot
from pipeline.portals import load_portals
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.warehouse.official import official_figures

FIRST_ROUND = datetime(2024, 3, 4, 1, tzinfo=UTC)
WITH_RANKS = 0.15
REPRINTS = 0.25
REVISIONS = 0.03
DOUBLED = 0.08
FEWEST, MOST = 20, 50  # pages of a batch
CHARACTERS = 6_600  # of a body; with markup and furniture 13 to 15 KB
_REPEATS = ("twice in one element", "second element", "hidden copy", "each paragraph twice")
_NAMES = {
    "PAR_INDEX": "Chỉ số cải cách hành chính (PAR INDEX)",
    "SIPAS": "SIPAS",
    "PAPI": "PAPI",
    "PCI": "PCI",
    "DTI": "DTI",
}
_REQUEST = b"GET / HTTP/1.1\r\n\r\n"


@dataclass(frozen=True, slots=True)
class Place:
    """A page: which batch, and the how-manieth page in it."""

    batch: int
    number: int


@cache
def portals() -> tuple[Portal, ...]:
    return tuple(load_portals(None).values())


@cache
def _ranks() -> dict[tuple[str, str], list[tuple[str, int, int, str]]]:
    """What can be told of an indicator and a province: year, rank, field, score."""
    found: dict[tuple[str, str], list[tuple[str, int, int, str]]] = {}
    for row in official_figures():
        if row["rank"] and row["rank_of"] and row["score"] and row["indicator"] in _NAMES:
            told = (str(row["period"]), int(str(row["rank"])), int(str(row["rank_of"])), f"{row['score']:f}")
            found.setdefault((str(row["indicator"]), str(row["entity"])), []).append(told)
    return found


def size_of(batch: int) -> int:
    return random.Random(batch).randint(FEWEST, MOST)


def batches_of(pages: int) -> list[tuple[int, int]]:
    """The numbers of the batches that hold so many pages, each with its own; the last may be cut."""
    found: list[tuple[int, int]] = []
    while pages > 0:
        number = len(found)
        found.append((number, min(pages, size_of(number))))
        pages -= found[-1][1]
    return found


def write_batch(settings: Settings, batch: int, size: int) -> int:
    """Archive one batch; the bytes of its pages."""
    portal = portals()[batch % len(portals())]
    started = FIRST_ROUND + timedelta(days=batch // len(portals()), seconds=20 * (batch % len(portals())))
    total = 0
    with BatchWriter(settings, portal.name, started) as writer:
        for number in range(size):
            url, html = printed(Place(batch, number), portal, started.date())
            body = html.encode()
            total += len(body)
            at = started + timedelta(seconds=2 * number)
            snapshot = Snapshot(portal.name, url, at, 200, "text/html; charset=utf-8", body, sha256(body).hexdigest())
            writer.add(_record(snapshot), snapshot, _exchange(body))
    done(settings, writer.batch)  # a rebuild leaves what waits in the inbox
    return total


def design_of(batch: int) -> str:
    return list(DESIGNS)[batch % len(portals()) % len(DESIGNS)]


def printed(place: Place, portal: Portal, day: date) -> tuple[str, str]:
    """The address and the page."""
    chance = random.Random(f"page {place.batch} {place.number}")
    told = place
    drawn = chance.random()
    if drawn < REVISIONS and place.batch >= len(portals()):  # the same page a round before
        earlier = place.batch - len(portals())
        told = Place(earlier, chance.randrange(FEWEST))
        title, text = original(told)
        text = one_figure(text, chance)
    elif drawn < REVISIONS + REPRINTS and place.batch:
        source = Place(chance.randrange(max(0, place.batch - 150), place.batch), chance.randrange(FEWEST))
        title, text = original(source)
        text = captions(other_lead(text, chance), chance)
    else:
        title, text = original(place)
    repeat = chance.choice(_REPEATS) if chance.random() < DOUBLED else "once"
    url = f"{portal.home.rstrip('/')}/tin-tuc/{told.batch}-{told.number}.html"
    return url, page(title, text.split("\n"), design_of(place.batch), repeat, chance, f"{day:%m/%Y}")


def original(place: Place) -> tuple[str, str]:
    """The title and the text of what was first printed there."""
    chance = random.Random(f"text {place.batch} {place.number}")
    province = _province(portals()[place.batch % len(portals())], chance)
    name = load_reference().provinces[province].name
    title, lines = prose(chance)[:-1], []
    if chance.random() < WITH_RANKS:
        lines += [_rank(chance, province, name) for _ in range(chance.randint(1, 3))]
        lines.append(filled(chance.choice(FRAMES[2:6]), chance, name))
    lines += [filled(frame, chance, name) for frame in (chance.choice(FRAMES[6:8]), FRAMES[9])]
    while sum(map(len, lines)) < CHARACTERS:
        lines.append(" ".join(prose(chance) for _ in range(chance.randint(2, 4))))
    chance.shuffle(lines)
    return title, "\n".join(lines)


def _province(portal: Portal, chance: random.Random) -> str:
    provinces = load_reference().provinces
    return portal.entity if portal.entity in provinces else chance.choice(sorted(provinces))


def _rank(chance: random.Random, province: str, name: str) -> str:
    held = [key for key in _ranks() if key[1] == province]
    if not held:
        return filled(FRAMES[0], chance, name)
    subject, _ = key = chance.choice(held)
    year, rank, field, score = chance.choice(_ranks()[key])
    return (
        f"Theo kết quả công bố, năm {year} {_NAMES[subject]} của tỉnh {name} xếp thứ {rank}/{field} tỉnh, thành phố, "
        f"đạt {score.replace('.', ',')} điểm."
    )


def _record(snapshot: Snapshot) -> FetchRecord:
    return FetchRecord(
        id="",
        batch="",
        portal=snapshot.portal,
        url=snapshot.url,
        purpose="article",
        outcome=Outcome.OK,
        reason=None,
        fetched_at=snapshot.fetched_at,
        final_url=snapshot.url,
        status=200,
        body_sha256=snapshot.sha256,
        body_bytes=len(snapshot.body),
    )


def _exchange(body: bytes) -> Exchange:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: gzip\r\n\r\n"
    return Exchange(_REQUEST, head, gzip.compress(body, 5, mtime=0), "192.0.2.1")
