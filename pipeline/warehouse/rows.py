"""Pure: records -> rows, by column."""

from pipeline.model import FetchRecord, Grouping, Observation, Page, Relation
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.insert import Row
from pipeline.warehouse.keys import body_hash

LARGEST = 10**18  # DECIMAL(24, 6)
FETCH_FIELDS = ["batch", "portal", "url", "purpose", "reason", "fetched_at", "final_url", "status", "etag"]
FETCH_FIELDS += ["last_modified", "body_sha256", "body_bytes", "archive_file", "archive_offset", "published", "title"]
ARTICLE_FIELDS = ["portal", "url", "title", "published", "author", "body", "layout", "copies"]
FIGURE_FIELDS = ["subject", "entity", "entity_printed", "period", "basis", "value", "unit", "rank_of", "quote"]


def batch_row(batch: Batch) -> Row:
    return {
        "batch": batch.name,
        "portal": batch.portal,
        "started_at": batch.started_at,
        "archive_file": batch.archive_file,
        "code_version": batch.code_version,
        "settled_at": None,
    }


def fetch_row(record: FetchRecord, batch: Batch) -> Row:
    own = {"fetch_id": record.id, "outcome": record.outcome.value, "yield": batch.yields.get(record.id)}
    return own | _fields(record, FETCH_FIELDS)


def page_row(page: Page, batch: Batch) -> Row:
    return {"portal": page.portal, "url": page.url, "found_in": page.found_in, "first_seen_at": batch.started_at}


def article_row(key: str, read: ReadArticle, batch: Batch) -> Row:
    article = read.article
    grouping = read.grouping or Grouping(key, key, Relation.ORIGINAL, 1.0)
    return _fields(article, ARTICLE_FIELDS) | {
        "article": key,
        "batch": batch.name,
        "fetch_id": read.fetch,
        "body_sha256": body_hash(article.body),
        "removed": [{"reason": removal.reason, "text": removal.text} for removal in article.removed],
        "flags": list(article.flags),
        "article_group": grouping.canonical,
        "relation": grouping.relation.value,
        "similarity": grouping.similarity,
        "observed_at": read.observed_at,
        "code_version": batch.code_version,
    }


def observation_row(key: str, article: str, figure: Observation, read: ReadArticle, batch: Batch) -> Row:
    return _fields(figure, FIGURE_FIELDS) | {
        "observation": key,
        "article": article,
        "batch": batch.name,
        "portal": read.article.portal,
        "family": "ranking" if figure.measure.value in ("rank", "score") else "counter",
        "measure": figure.measure.value,
        "part_of": figure.of,
        "bound": figure.bound.value,
        "changes": [
            {"amount": change.amount, "unit": change.unit, "versus": change.versus} for change in figure.changes
        ],
        "kind": figure.kind.value,
        "quote_start": figure.start,
        "quote_end": figure.end,
        "published": read.article.published,
        "observed_at": read.observed_at,
        "loaded_at": batch.started_at,
        "status": "new",
    }


def is_storable(figure: Observation) -> bool:
    """Whether its numbers fit their columns: what is larger was misread, and must not stop the rest of its batch."""
    numbers = [figure.value, figure.of, *(change.amount for change in figure.changes)]
    is_small = figure.rank_of is None or abs(figure.rank_of) < 1 << 31
    return is_small and all(number is None or abs(number) < LARGEST for number in numbers)


def _fields(record: object, names: list[str]) -> dict[str, object]:
    return {name: getattr(record, name) for name in names}
