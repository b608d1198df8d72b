"""Publication day: 63 provinces tell 8 indices within the hour. How long until it is told, in how many messages?

    .venv/bin/python -m benchmarks.publication_day

504 articles of an edition that readers know, then 504 of the next with every rank dealt anew, through the true checks,
the true decisions and a loopback webhook at 20 messages a minute, by the true clock.
"""

import random
import tempfile
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from demo.receiver import Receiver, listen
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.model import Article, FetchRecord, Kind, Measure, Observation, Outcome
from pipeline.reference import load_reference
from pipeline.settings import Settings
from pipeline.stages import alerting, checking
from pipeline.warehouse.access import inspect, writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.load import load

EDITIONS = {  # two comparable editions each, of which no complete table is held
    "PAR_INDEX": ("2015", "2016"),
    "SIPAS": ("2020", "2021"),
    "PII": ("2023", "2024"),
    "PCI": ("2021", "2022"),
    "DTI": ("2023", "2024"),
    "PGI": ("2023", "2024"),
    "PAPI": ("2023", "2024"),
    "ICT_INDEX": ("2019", "2020"),
}
DAY = date(2025, 5, 1)  # the map of the 63


@dataclass(frozen=True)
class Day:
    """One edition of every index, told by every province on its own portal."""

    number: int
    at: datetime


def main() -> None:
    known = load_reference().provinces.values()
    provinces = [one.id for one in known if (one.valid_from or DAY) <= DAY <= (one.valid_to or DAY)]
    with tempfile.TemporaryDirectory() as folder, listen() as webhook:
        settings = Settings(home=Path(folder), channels={"desk": webhook.channels["PARWATCH_CHANNEL_CHAT"]})
        _settle(settings, Day(0, datetime(2025, 4, 1, tzinfo=UTC)), provinces)
        _send(settings)
        before = len(webhook.received)
        judged, checks = _settle(settings, Day(1, datetime(2025, 5, 1, tzinfo=UTC)), provinces)
        seconds = _send(settings)
        _tell(settings, webhook, before, judged, checks, seconds)


def _settle(settings: Settings, day: Day, provinces: list[str]) -> tuple[checking.SettleReport, float]:
    chance = random.Random(day.number)
    places = {subject: chance.sample(range(1, 64), 63) for subject in EDITIONS}
    with writer(settings) as warehouse:
        for n, province in enumerate(provinces):
            ranks = {subject: places[subject][n] for subject in EDITIONS}
            load(warehouse, _batch(day, province, ranks))
    started = time.monotonic()
    checking.run_checks(settings)
    return checking.settle(settings), time.monotonic() - started


def _batch(day: Day, province: str, ranks: dict[str, int]) -> Batch:
    articles = [_article(day, province, subject, rank) for subject, rank in ranks.items()]
    name = f"{province}-{day.number}"
    fetches = [_fetch(name, each, day.at) for each in articles]
    yields = {each.fetch: "article" for each in articles}
    return Batch(name, province, day.at, f"{name}.warc.gz", "benchmark", fetches, yields, [], articles)


def _fetch(batch: str, each: ReadArticle, at: datetime) -> FetchRecord:
    url = each.article.url
    return FetchRecord(each.fetch, batch, each.article.portal, url, "article", Outcome.OK, None, at, status=200)


def _article(day: Day, province: str, subject: str, rank: int) -> ReadArticle:
    period = EDITIONS[subject][day.number]
    quote = f"Chỉ số {subject} năm {period} của tỉnh xếp thứ {rank}/63"
    url = f"https://{province}.example/{subject}/{day.number}"
    body = f"{quote}. Tin của {province} về {subject}."
    article = Article(province, url, quote, day.at.date(), None, body, "text")
    figure = Observation(
        subject=subject,
        entity=province,
        entity_printed="tỉnh",
        period=period,
        basis="stated",
        measure=Measure.RANK,
        value=Decimal(rank),
        unit="rank",
        kind=Kind.STATED,
        quote=quote,
        start=0,
        end=len(quote),
        rank_of=63,
    )
    return ReadArticle(article, f"{url}-request", day.at, (figure,), fingerprint=fingerprint(body))


def _send(settings: Settings) -> float:
    started = time.monotonic()
    alerting.compose_due(settings)
    alerting.deliver(settings)
    alerting.confirm(settings)
    return time.monotonic() - started


def _tell(
    settings: Settings, webhook: Receiver, before: int, judged: checking.SettleReport, checks: float, seconds: float
) -> None:
    with inspect(settings) as warehouse:
        kinds = warehouse.execute("SELECT reason, severity, count(*) FROM core.alert GROUP BY ALL ORDER BY ALL")
        sizes = Counter(n for (n,) in warehouse.execute("SELECT len(alerts) FROM core.message"))
    sent = webhook.received[before:]
    print(f"504 articles: {judged.accepted} figures accepted, {judged.quarantined} quarantined, {judged.alerts} alerts")
    print("alerts:", ", ".join(f"{count} {reason} ({severity})" for reason, severity, count in kinds))
    print(f"messages: {len(sent)}; alerts a message: {dict(sorted(sizes.items()))}")
    print(f"longest: {max(len(each.title) + len(each.body) for each in sent)} characters")
    print(f"checks and settling {checks:.1f} s, composing and sending {seconds:.1f} s")


if __name__ == "__main__":
    main()
