"""Edge: batches into the tables, each whole or not at all. Rows already held stay as they are, so it may run twice."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from pipeline.model import Grouping
from pipeline.warehouse import shingles
from pipeline.warehouse.batch import Batch, Loaded, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.insert import TEXTS, Row, as_json, held, insert
from pipeline.warehouse.keys import article_key, observation_key
from pipeline.warehouse.rows import article_row, batch_row, fetch_row, is_storable, observation_row, page_row

STALE = f"""
INSERT INTO core.stale_line (subject, entity, period)
SELECT DISTINCT subject, entity, period FROM core.observation
WHERE article IN {TEXTS.format("$1")} AND period IS NOT NULL
"""
REGROUP = """
UPDATE core.article AS a SET article_group = m[2], relation = m[3], similarity = m[4]::DOUBLE
FROM (SELECT unnest(from_json($1, '[["VARCHAR"]]')) AS m)
WHERE a.article = m[1] AND (a.article_group, a.relation, a.similarity) <> (m[2], m[3], m[4]::DOUBLE)
"""


def group_and_load(warehouse: Warehouse, batches: Sequence[Batch], index: WarehouseIndex) -> list[Loaded]:
    """All of them or none, each grouped against those before it. After a fault the index knows too much."""
    return warehouse.tx(partial(_group_and_load, warehouse, batches, index))


def load(warehouse: Warehouse, batch: Batch) -> Loaded:
    """Add what is new of the batch; all of it or nothing."""
    return warehouse.tx(partial(_load, warehouse, batch))


def _group_and_load(warehouse: Warehouse, batches: Sequence[Batch], index: WarehouseIndex) -> list[Loaded]:
    index.expect(batches)
    done: list[Loaded] = []
    for batch in batches:
        grouped = group_articles(index, batch)
        done.append(load(warehouse, grouped))
        index.loaded(grouped)
    return done


def _load(warehouse: Warehouse, batch: Batch) -> Loaded:
    is_new = insert(warehouse, "core.batch", [batch_row(batch)], held("core.batch", "batch")) == 1
    articles = {article_key(read.article): read for read in _latest_first(batch.articles)}
    known = _known(warehouse, list(articles))
    fresh = {key: read for key, read in articles.items() if key not in known}
    late = {key: read for key, read in articles.items() if key in known}
    loaded = Loaded(
        fetches=_insert_fetches(warehouse, batch, is_new=is_new),
        pages=_insert_pages(warehouse, batch),
        articles=insert(warehouse, "core.article", [article_row(key, read, batch) for key, read in fresh.items()]),
        observations=insert(warehouse, "core.observation", list(_observations(fresh, batch)))
        + _insert_late(warehouse, late, batch),
        too_large=sum(not is_storable(figure) for read in fresh.values() for figure in read.observations),
    )
    prints = {key: read.fingerprint for key, read in fresh.items() if read.fingerprint}
    shingles.add(warehouse, prints, batch.set_phrases)
    regrouped = _regroup(warehouse, batch.regrouped)
    if is_new or regrouped or any((loaded.fetches, loaded.pages, loaded.articles, loaded.observations)):
        warehouse.touch()
    return loaded


def _regroup(warehouse: Warehouse, groupings: Sequence[Grouping]) -> int:
    """Where articles already held now belong: a new one may take precedence over them."""
    if not groupings:
        return 0
    moved = [[one.article, one.canonical, one.relation.value, str(one.similarity)] for one in groupings]
    changed = warehouse.count(REGROUP, [as_json(moved)])
    if changed:
        warehouse.execute(STALE, [as_json(one.article for one in groupings)])
    return changed


def _latest_first(articles: Iterable[ReadArticle]) -> list[ReadArticle]:
    """The last of equal keys stays in a dict: an article belongs to the request that first gave it."""
    return sorted(articles, key=lambda read: (read.observed_at, read.fetch), reverse=True)


def _known(warehouse: Warehouse, articles: list[str]) -> set[str]:
    sql = f"SELECT article FROM core.article WHERE article IN {TEXTS.format('$1')}"
    return {str(key) for (key,) in warehouse.execute(sql, [as_json(articles)])} if articles else set()


def _insert_fetches(warehouse: Warehouse, batch: Batch, *, is_new: bool) -> int:
    """A batch that is new has only new requests: the search through all earlier ones is spared."""
    rows = {record.id: fetch_row(record, batch) for record in batch.fetches}
    return insert(warehouse, "core.fetch", list(rows.values()), "" if is_new else held("core.fetch", "fetch_id"))


def _insert_pages(warehouse: Warehouse, batch: Batch) -> int:
    rows = {page.url: page_row(page, batch) for page in reversed(batch.pages)}
    return insert(warehouse, "core.page", list(rows.values()), held("core.page", "url", "portal"))


def _insert_late(warehouse: Warehouse, known: dict[str, ReadArticle], batch: Batch) -> int:
    """Figures of articles already held: none is new, unless the code that reads them has changed."""
    rows = list(_observations(known, batch))
    return insert(warehouse, "core.observation", rows, held("core.observation", "observation"))


def _observations(articles: dict[str, ReadArticle], batch: Batch) -> Iterator[Row]:
    for article, read in articles.items():
        figures = {observation_key(article, figure): figure for figure in read.observations if is_storable(figure)}
        for key, figure in figures.items():
            yield observation_row(key, article, figure, read, batch)
