"""Edge: finds held articles that may be relatives of new ones, by the shingles they share; a whole batch at once."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.duplicates.fingerprint import Fingerprint
from pipeline.duplicates.group import group
from pipeline.duplicates.index import Member, Near
from pipeline.model import Portal
from pipeline.warehouse.batch import Batch
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import TEXTS, as_json
from pipeline.warehouse.keys import article_key
from pipeline.warehouse.shingles import CODE_DIGITS, find

# Two steps: the first reads one narrow column of all articles, the second bodies, of those that are wanted alone.
PLACES = "SELECT rowid FROM core.article WHERE {} IN {}"
MEMBERS = "SELECT article, portal, url, published, body, article_group FROM core.article WHERE rowid IN ({})"


def group_articles(warehouse: Warehouse, batch: Batch, portals: Mapping[str, Portal]) -> Batch:
    """The batch with the grouping of its new articles, and of held ones that a new one takes precedence over."""
    read = {article_key(each.article): each for each in batch.articles}
    index = WarehouseIndex(warehouse, portals)
    new = read.keys() - index.members(read.keys()).keys()
    members = [
        Member(
            article=key,
            portal=read[key].article.portal,
            url=read[key].article.url,
            published=read[key].article.published,
            authority=portals[read[key].article.portal].authority,
            body=read[key].article.body,
            fingerprint=read[key].fingerprint,
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

    def __init__(self, warehouse: Warehouse, portals: Mapping[str, Portal]) -> None:
        self._warehouse = warehouse
        self._portals = portals
        self._seen: dict[str, Member] = {}

    def near(self, wanted: Mapping[str, Fingerprint]) -> Mapping[str, Sequence[Near]]:
        found = find(self._warehouse, wanted)
        named = self._by_code({one.article for each in found.values() for one in each})
        return {
            key: [replace(one, article=named[one.article]) for one in each if one.article in named]
            for key, each in found.items()
        }

    def _by_code(self, codes: Collection[str]) -> dict[str, str]:
        """The articles themselves come along: the next question is for them."""
        self._seen |= self._members(f"left(article, {CODE_DIGITS})", codes)
        return {article[:CODE_DIGITS]: article for article in self._seen}

    def members(self, articles: Collection[str]) -> Mapping[str, Member]:
        missing = set(articles) - self._seen.keys()
        found = {key: self._seen[key] for key in articles if key in self._seen}
        return found | self._members("article", missing)

    def groups(self, canonicals: Collection[str]) -> Mapping[str, Member]:
        return self._members("article_group", canonicals)

    def _members(self, column: str, keys: Collection[str]) -> dict[str, Member]:
        if not keys:
            return {}
        places = self._warehouse.execute(PLACES.format(column, TEXTS.format("$1")), [as_json(sorted(keys))])
        if not places:
            return {}
        rows = self._warehouse.execute(MEMBERS.format(", ".join(str(place) for (place,) in places)))
        return {str(row[0]): self._member(*row) for row in rows}

    def _member(self, *row: object) -> Member:
        article, portal, url, published, body, canonical = row
        known = self._portals.get(str(portal))
        return Member(
            article=str(article),
            portal=str(portal),
            url=str(url),
            published=published if isinstance(published, date) else None,
            authority=known.authority if known else "",
            body=str(body),
            canonical=str(canonical),
        )
