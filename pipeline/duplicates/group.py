"""Which articles tell the same: new ones against each other and against those held. Pure but for the index it asks.

Each article is tied to the nearest relative that takes precedence over it (published earlier, then the greater
authority, then the address); at the end of that chain stands the canonical article of its group. The tie of an article
depends on its own relatives alone, so neither the order of a batch nor the cut between batches changes a group.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pipeline.duplicates.fingerprint import Fingerprint, fingerprint_of
from pipeline.duplicates.index import Index, Member, Near, Nothing, Postings
from pipeline.duplicates.relate import Related, relate
from pipeline.duplicates.words import Text, read
from pipeline.model import Grouping, Relation

AUTHORITIES = ("publisher", "press", "province")
_STRENGTH = {Relation.COPY: 0, Relation.EXCERPT: 1, Relation.REVISION: 2}

Precedence = tuple[bool, str, int, str, str]


@lru_cache(maxsize=4096)
def text_of(body: str) -> Text:
    return read(body)


def precedence(member: Member) -> Precedence:
    """Sorts the canonical article of any set first. A text without a date comes behind those with one."""
    rank = AUTHORITIES.index(member.authority) if member.authority in AUTHORITIES else len(AUTHORITIES)
    day = member.published.isoformat() if member.published else ""
    return (not day, day, rank, member.url, member.article)


def group(new: Iterable[Member], held: Index | None = None) -> list[Grouping]:
    """Group new articles; groups of held ones that a new article precedes are answered anew with them."""
    return _Run(new, held if held is not None else Nothing()).groupings()


def group_texts(texts: Sequence[tuple[str, str]]) -> list[Grouping]:
    """Group (id, text) pairs without dates: who stands first takes precedence. One answer per pair, in their order."""
    width = len(str(len(texts)))
    members = [
        Member(article=f"{number:0{width}}", portal="", url="", published=None, authority="", body=body)
        for number, (_, body) in enumerate(texts)
    ]
    named = {member.article: name for member, (name, _) in zip(members, texts, strict=True)}
    return [replace(found, article=named[found.article], canonical=named[found.canonical]) for found in group(members)]


class _Run:
    """One call of `group`: the articles to be settled, their candidates, and what was settled so far."""

    def __init__(self, new: Iterable[Member], index: Index) -> None:
        self._index = index
        self._work: dict[str, Member] = {}
        self._prints: dict[str, Fingerprint] = {}
        self._near: dict[str, Sequence[Near]] = {}
        self._others: dict[str, Member] = {}
        self._settled: dict[str, Grouping] = {}
        self._pairs: dict[tuple[str, str], Related | None] = {}
        self._take({member.article: member for member in new})

    def groupings(self) -> list[Grouping]:
        overtaken = self._overtaken()
        if overtaken:
            self._take(self._index.groups(overtaken))
        own = Postings()
        for member in sorted(self._work.values(), key=precedence):
            article, fingerprint = member.article, self._prints[member.article]
            candidates = (*own.near(article, fingerprint), *self._near[article])
            self._settled[article] = self._settle(member, {one.article for one in candidates})
            own.add(article, fingerprint, own.set_phrases(fingerprint.hashes))
        return list(self._settled.values())

    def _take(self, members: Mapping[str, Member]) -> None:
        """Look up the candidates of more articles, and the canonical articles behind those."""
        added = {article: member for article, member in members.items() if article not in self._work}
        prints = {article: member.fingerprint or _print(member) for article, member in added.items()}
        near = self._index.near(prints)
        self._work |= added
        self._prints |= prints
        self._near |= near
        self._fetch(one.article for found in near.values() for one in found)
        self._fetch(other.canonical for other in list(self._others.values()) if other.canonical)

    def _fetch(self, articles: Iterable[str]) -> None:
        missing = set(articles) - self._work.keys() - self._others.keys()
        if missing:
            self._others |= self._index.members(missing)

    def _member(self, article: str) -> Member:
        return self._work.get(article) or self._others[article]

    def _overtaken(self) -> set[str]:
        """Groups in which a held article is a relative of a new one that takes precedence over it."""
        pairs = (
            (member, self._others[one.article])
            for article, member in self._work.items()
            for one in self._near[article]
            if one.article in self._others
        )
        return {
            other.canonical
            for member, other in pairs
            if other.canonical and precedence(member) < precedence(other) and self._related(other, member)
        }

    def _settle(self, member: Member, candidates: Iterable[str]) -> Grouping:
        """Tie an article to its nearest relative, and say how it stands to the canonical one behind that."""
        ties = []
        for other in sorted(map(self._member, candidates), key=precedence):
            related = self._related(member, other) if precedence(other) < precedence(member) else None
            if related is not None:
                ties.append((_STRENGTH[related[0]], -related[1], other, related))
            if related == (Relation.COPY, 1.0):  # none is nearer, and none that is as near takes precedence
                break
        if not ties:
            return Grouping(member.article, member.article, Relation.ORIGINAL, 1.0)
        _, _, relative, tie = min(ties, key=lambda one: one[:2])
        return self._to_canonical(member, relative, tie)

    def _to_canonical(self, member: Member, relative: Member, tie: Related) -> Grouping:
        before = self._settled.get(relative.article)
        canonical = before.canonical if before else relative.canonical or relative.article
        if canonical == relative.article:
            return Grouping(member.article, canonical, *tie)
        related = self._related(member, self._member(canonical))
        if related is None:  # a part of a copy, say, that the canonical article lacks
            strongest = max(tie[0], before.relation if before else tie[0], key=_STRENGTH.__getitem__)
            related = strongest, tie[1]
        return Grouping(member.article, canonical, *related)

    def _related(self, later: Member, earlier: Member) -> Related | None:
        """Asked of one pair up to three times: whether a group is overtaken, of a tie, of the canonical behind it."""
        pair = later.article, earlier.article
        if pair not in self._pairs:
            same_page = bool(later.url) and (later.portal, later.url) == (earlier.portal, earlier.url)
            self._pairs[pair] = relate(text_of(later.body), text_of(earlier.body), same_page=same_page)
        return self._pairs[pair]


def _print(member: Member) -> Fingerprint:
    return fingerprint_of(text_of(member.body))
