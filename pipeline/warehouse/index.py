"""Edge: finds held articles that may be relatives of new ones, by the shingles they share; a whole batch at once."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.duplicates.fingerprint import Fingerprint
from pipeline.duplicates.group import group
from pipeline.duplicates.index import COMMON, FEWEST_RARE, Member, Near, nearest
from pipeline.model import Portal
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import TEXTS, as_json
from pipeline.warehouse.keys import article_key

POSTINGS = """
WITH asked AS (
    SELECT unnest(from_json($1, '[{"article": "VARCHAR", "hash": "UBIGINT"}]'), max_depth := 2)
),
posting AS (
    SELECT hash, count(*) AS articles FROM core.shingle WHERE hash IN (SELECT hash FROM asked) GROUP BY hash
)
SELECT asked.article, s.article, posting.articles > $2 AS is_common, count(*)
FROM asked JOIN posting USING (hash) JOIN core.shingle AS s USING (hash)
GROUP BY ALL
"""
SIZES = f"SELECT article, count(*) FROM core.shingle WHERE article IN {TEXTS.format('$1')} GROUP BY article"
MEMBERS = """
SELECT a.article, a.portal, a.url, a.published, coalesce(p.authority, ''), a.body, a.article_group
FROM core.article AS a LEFT JOIN core.portal AS p USING (portal)
WHERE """


def group_articles(warehouse: Warehouse, batch: Batch, portals: Mapping[str, Portal]) -> Batch:
    """The batch with the grouping of its new articles, and of held ones that a new one takes precedence over."""
    read = {article_key(each.article): each for each in batch.articles}
    index = WarehouseIndex(warehouse)
    new = read.keys() - index.members(read.keys()).keys()
    members = [
        Member(
            article=key,
            portal=read[key].article.portal,
            url=read[key].article.url,
            published=read[key].article.published,
            authority=portals[read[key].article.portal].authority,
            body=read[key].article.body,
        )
        for key in sorted(new)
    ]
    found = {grouping.article: grouping for grouping in group(members, index)}
    return replace(
        batch,
        articles=tuple(replace(each, grouping=found.get(key)) for key, each in read.items()),
        regrouped=tuple(grouping for key, grouping in found.items() if key not in new),
    )


class WarehouseIndex:
    """The index that grouping asks, held in core.shingle and core.article."""

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse

    def near(self, wanted: Mapping[str, Fingerprint]) -> Mapping[str, Sequence[Near]]:
        asked = [{"article": key, "hash": value} for key, each in wanted.items() for value in each.shingles]
        if not asked:
            return dict.fromkeys(wanted, ())
        shared: dict[str, list[tuple[str, bool, int]]] = defaultdict(list)
        for key, other, is_common, count in self._warehouse.execute(POSTINGS, [as_json(asked), COMMON]):
            if key != other:
                shared[str(key)].append((str(other), bool(is_common), int(str(count))))
        others = sorted({other for found in shared.values() for other, _, _ in found})
        sizes = {str(key): int(str(count)) for key, count in self._warehouse.execute(SIZES, [as_json(others)])}
        return {key: _nearest(shared[key], sizes, len(each.shingles)) for key, each in wanted.items()}

    def members(self, articles: Collection[str]) -> Mapping[str, Member]:
        return self._members("a.article", articles)

    def groups(self, canonicals: Collection[str]) -> Mapping[str, Member]:
        return self._members("a.article_group", canonicals)

    def _members(self, column: str, keys: Collection[str]) -> dict[str, Member]:
        rows = self._warehouse.execute(f"{MEMBERS} {column} IN {TEXTS.format('$1')}", [as_json(sorted(keys))])
        return {str(row[0]): _member(*row) for row in rows}


def _member(*row: object) -> Member:
    article, portal, url, published, authority, body, canonical = row
    return Member(
        article=str(article),
        portal=str(portal),
        url=str(url),
        published=published if isinstance(published, date) else None,
        authority=str(authority),
        body=str(body),
        canonical=str(canonical),
    )


def _nearest(found: Sequence[tuple[str, bool, int]], sizes: Mapping[str, int], asked: int) -> list[Near]:
    """Set phrases, which very many articles share, count only where hardly anything else is there to ask."""
    rare = {other: count for other, is_common, count in found if not is_common}
    common = {other: count for other, is_common, count in found if is_common}
    if sum(rare.values()) >= FEWEST_RARE or not common:
        return nearest(rare, sizes, asked, asked) if rare else []
    every = {other: rare.get(other, 0) + common.get(other, 0) for other in rare.keys() | common.keys()}
    return nearest(every, sizes, asked, asked)
