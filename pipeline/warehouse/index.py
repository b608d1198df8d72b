"""Edge: finds held articles that may be relatives of new ones, by the shingles they share; a whole batch at once."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cachetools import LRUCache

from pipeline.duplicates.fingerprint import Fingerprint
from pipeline.duplicates.group import group
from pipeline.duplicates.index import Member, Near
from pipeline.model import Portal
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import TEXTS, as_json
from pipeline.warehouse.keys import article_key
from pipeline.warehouse.shingles import CODE_DIGITS, HeldPostings

# Two steps: the first reads one narrow column of all articles, the second bodies, of those that are wanted alone.
PLACES = "SELECT rowid FROM core.article WHERE {} IN {}"
MEMBERS = "SELECT article, portal, url, published, body, article_group FROM core.article WHERE rowid IN ({})"
OF_GROUPS = f"SELECT article FROM core.article WHERE article_group IN {TEXTS.format('$1')}"
CODE = f"left(article, {CODE_DIGITS})"

REMEMBERED = 8_192  # articles, of some 10 KB each: copies follow one another within days


def group_articles(index: "WarehouseIndex", batch: Batch) -> Batch:
    """The batch with the grouping of its new articles, and of held ones that a new one takes precedence over."""
    read = {article_key(each.article): each for each in batch.articles}
    new = read.keys() - index.members(read.keys()).keys()
    found = {each.article: each for each in group([index.member(key, read[key]) for key in sorted(new)], index)}
    return replace(
        batch,
        articles=tuple(replace(each, grouping=found.get(key)) for key, each in read.items()),
        regrouped=tuple(grouping for key, grouping in found.items() if key not in new),
        set_phrases=index.set_phrases([each for key in new if (each := read[key].fingerprint)]),
    )


class WarehouseIndex:
    """The index that grouping asks, held in core.shingle and core.article. What it was asked for it remembers.

    One serves several batches while nobody else writes, if it hears of each that was loaded.
    """

    def __init__(self, warehouse: Warehouse, portals: Mapping[str, Portal]) -> None:
        self._warehouse = warehouse
        self._portals = portals
        self._postings = HeldPostings(warehouse)
        self._known: LRUCache[str, Member] = LRUCache(REMEMBERED)  # by the first digits of the key

    def near(self, wanted: Mapping[str, Fingerprint]) -> Mapping[str, Sequence[Near]]:
        found = self._postings.near(wanted)
        named = self._by_code({one.article for each in found.values() for one in each})
        return {
            key: [replace(one, article=named[one.article]) for one in each if one.article in named]
            for key, each in found.items()
        }

    def _by_code(self, codes: Collection[str]) -> dict[str, str]:
        """The articles themselves come along: the next question is for them."""
        known, missing = self._remembered(codes)
        return {code: each.article for code, each in (known | self._read(CODE, missing)).items()}

    def members(self, articles: Collection[str]) -> Mapping[str, Member]:
        known, missing = self._remembered({article[:CODE_DIGITS] for article in articles})
        found = known | self._read("article", [article for article in articles if article[:CODE_DIGITS] in missing])
        return {each.article: each for each in found.values() if each.article in articles}

    def groups(self, canonicals: Collection[str]) -> Mapping[str, Member]:
        """Which they are is looked up in any case; their bodies are mostly remembered."""
        if not canonicals:
            return {}
        rows = self._warehouse.execute(OF_GROUPS, [as_json(sorted(canonicals))])
        return self.members([str(article) for (article,) in rows])

    def member(self, key: str, read: ReadArticle) -> Member:
        """An article that is not held yet."""
        article = read.article
        return Member(
            article=key,
            portal=article.portal,
            url=article.url,
            published=article.published,
            authority=self._authority(article.portal),
            body=article.body,
            fingerprint=read.fingerprint,
        )

    def set_phrases(self, prints: Sequence[Fingerprint]) -> frozenset[int]:
        return self._postings.set_phrases(prints)

    def expect(self, batches: Iterable[Batch]) -> None:
        """These are about to be grouped and loaded, one after the other: what they ask is looked up at once."""
        self._postings = HeldPostings(self._warehouse)
        self._postings.ask(read.fingerprint for one in batches for read in one.articles if read.fingerprint)

    def loaded(self, batch: Batch) -> None:
        """The batch that was grouped by this index is held now."""
        new = [(read, grouping) for read in batch.articles if (grouping := read.grouping) is not None]
        prints = {grouping.article: read.fingerprint for read, grouping in new if read.fingerprint}
        self._postings.added(prints, batch.set_phrases)
        for read, grouping in new:
            member = self.member(grouping.article, read)
            self._known[member.article[:CODE_DIGITS]] = replace(member, canonical=grouping.canonical)
        for moved in batch.regrouped:
            if (known := self._known.get(moved.article[:CODE_DIGITS])) is not None:
                self._known[moved.article[:CODE_DIGITS]] = replace(known, canonical=moved.canonical)

    def _remembered(self, codes: Collection[str]) -> tuple[dict[str, Member], list[str]]:
        """What is known of these, and of which nothing is."""
        known = {code: each for code in codes if (each := self._known.get(code)) is not None}
        return known, [code for code in codes if code not in known]

    def _read(self, column: str, keys: Collection[str]) -> dict[str, Member]:
        """Members by the first digits of their keys."""
        if not keys:
            return {}
        places = self._warehouse.execute(PLACES.format(column, TEXTS.format("$1")), [as_json(sorted(keys))])
        if not places:
            return {}
        rows = self._warehouse.execute(MEMBERS.format(", ".join(str(place) for (place,) in places)))
        found = {str(row[0])[:CODE_DIGITS]: self._held(*row) for row in rows}
        self._known.update(found)
        return found

    def _held(self, *row: object) -> Member:
        article, portal, url, published, body, canonical = row
        return Member(
            article=str(article),
            portal=str(portal),
            url=str(url),
            published=published if isinstance(published, date) else None,
            authority=self._authority(str(portal)),
            body=str(body),
            canonical=str(canonical),
        )

    def _authority(self, portal: str) -> str:
        known = self._portals.get(portal)
        return known.authority if known else ""
