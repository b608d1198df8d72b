"""Batches as a run would bring them, about an invented news site, for tests of the warehouse."""

import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.duplicates.fingerprint import fingerprint
from pipeline.model import (
    Article,
    Bound,
    Change,
    FetchRecord,
    Kind,
    Measure,
    Observation,
    Outcome,
    Page,
    Removal,
)
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.held import refresh_stale

START = datetime(2022, 9, 15, 3, 0, tzinfo=UTC)
SENTENCE = "Tỉnh ta xếp thứ 21/63, tăng 03 bậc so với năm trước"


def settings_at(home: Path) -> Settings:
    portals = home / "portals"
    portals.mkdir(parents=True, exist_ok=True)
    return Settings(home=home, portals_folder=portals)


def ready_settings(home: Path, *, small: bool = False) -> Settings:
    """A home without portals whose warehouse has its tables, views and reference facts, copied for each test.

    A small one has the official figures of three provinces: views that work out everything have less to do.
    """
    settings = settings_at(home)
    settings.state.mkdir()
    shutil.copyfile(_small_warehouse() if small else _empty_warehouse(), settings.warehouse)
    return settings


def with_warehouse(settings: Settings) -> Settings:
    """The same settings, in whose home the warehouse now stands as the first writer would leave it."""
    settings.state.mkdir(parents=True)
    shutil.copyfile(_first_warehouse(), settings.warehouse)
    return settings


@cache
def _first_warehouse() -> Path:
    """With the portals that are ours, and nothing worked out yet. Made once in a process; all others are its copies."""
    settings = Settings(home=Path(tempfile.mkdtemp(prefix="parwatch-test-")))
    with writer(settings):
        return settings.warehouse


@cache
def _empty_warehouse() -> Path:
    settings = with_warehouse(settings_at(Path(tempfile.mkdtemp(prefix="parwatch-test-"))))
    with writer(settings) as warehouse:
        refresh_stale(warehouse)
    return settings.warehouse


@cache
def _small_warehouse() -> Path:
    settings = with_warehouse(settings_at(Path(tempfile.mkdtemp(prefix="parwatch-test-"))))
    with writer(settings) as warehouse:
        warehouse.execute("DELETE FROM core.official_figure WHERE entity NOT IN ('ha-giang', 'yen-bai', 'kien-giang')")
        refresh_stale(warehouse)
    return settings.warehouse


def rank(
    place: int,
    *,
    subject: str = "PAR_INDEX",
    entity: str = "yen-bai",
    period: str = "2021",
    changes: Sequence[Change] = (),
    kind: Kind = Kind.STATED,
    start: int = 0,
) -> Observation:
    return Observation(
        subject=subject,
        entity=entity,
        entity_printed="Tỉnh ta",
        period=period,
        basis="stated",
        measure=Measure.RANK,
        value=Decimal(place),
        unit="rank",
        kind=kind,
        quote=SENTENCE,
        start=start,
        end=start + len(SENTENCE),
        rank_of=63,
        bound=Bound.EXACT,
        changes=tuple(changes),
    )


def amount(value: str) -> Observation:
    figure = rank(1)
    return replace(
        figure,
        subject="payments",
        entity="viet-nam",
        measure=Measure.AMOUNT,
        value=Decimal(value),
        unit="VND",
        rank_of=None,
    )


def read(
    number: int = 1,
    figures: Sequence[Observation] = (),
    *,
    portal: str = "mau",
    body: str = "",
    at: datetime = START,
    published: date | None = date(2022, 9, 15),
) -> ReadArticle:
    article = Article(
        portal=portal,
        url=f"https://{portal}.example/tin/{number}",
        title=f"Tin {number}",
        published=published,
        author=None,
        body=body or f"{SENTENCE}\nTin {number}.",
        layout="text",
        copies=2,
        removed=(Removal("copy", SENTENCE),),
        flags=("seen",),
    )
    return ReadArticle(article, f"{portal}-f{number}", at, tuple(figures), fingerprint=fingerprint(article.body))


def batch(name: str, articles: Sequence[ReadArticle], *, day: int = 0, portal: str = "mau") -> Batch:
    at = START + timedelta(days=day)
    return Batch(
        name=name,
        portal=portal,
        started_at=at,
        archive_file=f"{portal}/{name}.warc.gz",
        code_version="test",
        fetches=[_fetch(name, each, at) for each in articles],
        yields={each.fetch: "article" for each in articles},
        pages=[Page(each.article.portal, each.article.url, "https://mau.example/") for each in articles] * 2,
        articles=articles,
    )


def _fetch(name: str, each: ReadArticle, at: datetime) -> FetchRecord:
    return FetchRecord(
        id=each.fetch,
        batch=name,
        portal=each.article.portal,
        url=each.article.url,
        purpose="article",
        outcome=Outcome.OK,
        reason=None,
        fetched_at=at,
        status=200,
        etag='"1"',
        body_sha256="0" * 64,
        body_bytes=10,
        archive_file=f"{each.article.portal}/{name}.warc.gz",
        archive_offset=0,
    )
