"""Batches that come after the generated history (world.py): 100 articles with 1,000 figures, as a busy portal gives."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random

from benchmarks.articles import article
from benchmarks.world import COUNTERS, FIGURES, INDICATORS, PER_BATCH, PORTALS, PROVINCES
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.model import Article, FetchRecord, Kind, Measure, Observation, Outcome, Portal
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.official import official_figures

SENTENCE = "Năm qua, tỉnh có nhiều chuyển biến về cải cách hành chính, con số là {}."


class Newcomers:
    """Batches of one portal, each a day after the one before, in the manner of the history."""

    def __init__(self, warehouse: Warehouse) -> None:
        rows = warehouse.execute(f"SELECT entity FROM {PROVINCES} ORDER BY entity")
        self._provinces = [str(entity) for (entity,) in rows]
        facts = [fact for fact in official_figures() if fact["table_version"] == "63" and fact["rank"] is not None]
        self._ranks = {(fact["indicator"], fact["entity"], fact["period"]): fact["rank"] for fact in facts}
        self._last = warehouse.scalar("SELECT max(started_at) FROM core.batch")

    @property
    def portals(self) -> dict[str, Portal]:
        names = {f"bench-{number}": self._provinces[number % len(self._provinces)] for number in range(PORTALS)}
        return {name: Portal(name, entity, f"https://{name}.example/", "desk") for name, entity in names.items()}

    def next(self, articles: int = PER_BATCH, portal: int = 1) -> Batch:
        assert isinstance(self._last, datetime)
        self._last += timedelta(days=1)
        started_at = self._last.astimezone(UTC)
        name = f"bench-{portal}-{started_at:%Y%m%dT%H%M%SZ}"
        rng = Random(name)
        records = [_fetch(name, f"bench-{portal}", number, started_at) for number in range(articles)]
        read = [self._read(record, portal, rng) for record in records]
        yields = {record.id: "article" for record in records}
        return Batch(name, f"bench-{portal}", started_at, "bench.warc.gz", "bench", records, yields, articles=read)

    def _read(self, record: FetchRecord, portal: int, rng: Random) -> ReadArticle:
        lines, figures = [article(rng)], []
        for place in range(FIGURES):
            start = sum(map(len, lines)) + len(lines)
            figure = self._figure(place, portal, rng, record.fetched_at, start)
            lines.append(figure.quote)
            figures.append(figure)
        body = "\n".join(lines)
        page = Article(record.portal, record.url, "Tin", record.fetched_at.date(), None, body, "text")
        return ReadArticle(page, record.id, record.fetched_at, figures, fingerprint=fingerprint(body))

    def _figure(self, place: int, portal: int, rng: Random, at: datetime, start: int) -> Observation:
        if place >= len(INDICATORS):
            entity = self._provinces[portal % len(self._provinces)]
            subject = f"counter_{rng.randrange(COUNTERS)}"
            value = 1000 + 100 * len(subject + entity)
            return _observation((subject, entity, f"{at:%Y-%m}"), Measure.COUNT, value, "dossiers", start)
        beside = rng.randint(1, 5) if rng.random() < 1 / 8 else 0
        cell = INDICATORS[place], self._provinces[(portal + beside) % len(self._provinces)], str(at.year - 1)
        value = self._ranks.get(cell, 1 + sum(map(len, cell))) + (rng.random() < 1 / 16)
        return _observation(cell, Measure.RANK, value, "rank", start)


def _fetch(batch: str, portal: str, number: int, at: datetime) -> FetchRecord:
    return FetchRecord(
        id=f"{batch}-f{number}",
        batch=batch,
        portal=portal,
        url=f"https://{portal}.example/{batch}/{number}",
        purpose="article",
        outcome=Outcome.OK,
        reason=None,
        fetched_at=at + timedelta(seconds=number),
        status=200,
        body_sha256=f"{number:064x}",
        body_bytes=30_000,
        archive_file="bench.warc.gz",
        archive_offset=9_000 * number,
    )


def _observation(cell: tuple[str, str, str], measure: Measure, value: int, unit: str, start: int) -> Observation:
    subject, entity, period = cell
    quote = SENTENCE.format(value)
    return Observation(
        subject=subject,
        entity=entity,
        entity_printed="tỉnh",
        period=period,
        basis="stated",
        measure=measure,
        value=Decimal(value),
        unit=unit,
        kind=Kind.STATED,
        quote=quote,
        start=start,
        end=start + len(quote),
        rank_of=63 if measure is Measure.RANK else None,
    )
