"""Which held articles may be relatives of new ones: what any index answers, and the lists that it looks into. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Protocol

from pipeline.duplicates.fingerprint import GRAM, Fingerprint, sampling_rate

COMMON = 64  # articles; a shingle in more of them is a set phrase and finds nobody
FEWEST_RARE = 8  # with fewer rare shingles than this, set phrases are asked too
SHARED = 0.35  # estimated share of the shorter text; verified texts share half of it at least
SHARED_AT_LEAST = 3  # shingles
NEAREST = 6  # candidates of one article that are verified
EXACT = 2.0  # the share of a text that is equal word by word


@dataclass(frozen=True, slots=True)
class Member:
    """An article as grouping sees it. `canonical` is None unless it was grouped before.

    A `fingerprint` of its body that is known already need not be made again.
    """

    article: str
    portal: str
    url: str
    published: date | None
    authority: str
    body: str
    canonical: str | None = None
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Near:
    article: str
    share: float


class Index(Protocol):
    """What is held: articles by what they share with others, by key, and by group."""

    def near(self, wanted: Mapping[str, Fingerprint]) -> Mapping[str, Sequence[Near]]: ...

    def members(self, articles: Collection[str]) -> Mapping[str, Member]: ...

    def groups(self, canonicals: Collection[str]) -> Mapping[str, Member]: ...


def nearest(shared: Mapping[str, int], words: Mapping[str, int], own_words: int, looked_up: float) -> list[Near]:
    """Rank candidates by the share of the shorter text that both have, estimated from their samples.

    `looked_up` is the part of the own shingles that was asked for: all but set phrases.
    """
    found = []
    for article, count in shared.items():
        other_words = words[article]
        longer, shorter = max(own_words, other_words), min(own_words, other_words)
        grams = max(shorter - GRAM + 1, 1)
        if count < min(SHARED_AT_LEAST, grams):  # most: one set phrase, or chance
            continue
        share = count / (looked_up * sampling_rate(longer) * grams)
        if share >= SHARED:
            found.append(Near(article, min(share, 1.0)))
    return sorted(found, key=lambda near: (-near.share, near.article))[:NEAREST]


def nearest_of_both(
    rare: Mapping[str, int], every: Mapping[str, int], words: Mapping[str, int], own: Fingerprint, skipped: int
) -> list[Near]:
    """By rare shingles, and by every one where few are rare; the list of a set phrase may lack the right article."""
    asked = len(own.shingles)
    ranked = nearest(every, words, own.words, 1.0)
    if skipped < asked:
        ranked += nearest(rare, words, own.words, 1 - skipped / asked)
    best: dict[str, Near] = {}
    for near in sorted(ranked, key=lambda near: (-near.share, near.article)):
        best.setdefault(near.article, near)
    return list(best.values())[:NEAREST]


class Postings:
    """Articles by the shingles that they share, with names of any sort."""

    def __init__(self) -> None:
        self._lists: dict[int, list[str]] = {}
        self._whole: dict[int, list[str]] = {}
        self._words: dict[str, int] = {}

    def put(self, shingle: int, articles: list[str], words: Iterable[int]) -> None:
        """All articles that have a shingle, each with its number of words."""
        self._lists[shingle] = articles
        self._words.update(zip(articles, words, strict=True))

    def put_whole(self, whole: int, articles: list[str]) -> None:
        self._whole[whole] = articles

    def set_phrases(self, hashes: Iterable[int]) -> frozenset[int]:
        """Those of so many articles already that they find nobody. The articles that came first stay in their lists."""
        lists, whole = self._lists, self._whole
        return frozenset(one for one in hashes if len(lists.get(one, ())) + len(whole.get(one, ())) > COMMON)

    def add(self, article: str, fingerprint: Fingerprint, but: Collection[int]) -> None:
        """Add an article to all lists but those of these set phrases."""
        if fingerprint.whole not in but:
            self._whole.setdefault(fingerprint.whole, []).append(article)
        self._words[article] = fingerprint.words
        for shingle in fingerprint.shingles:
            if shingle not in but:
                self._lists.setdefault(shingle, []).append(article)

    def near(self, own: str, fingerprint: Fingerprint) -> list[Near]:
        exact = [article for article in self._whole.get(fingerprint.whole, ()) if article != own]
        if exact:
            return [Near(article, EXACT) for article in sorted(exact)[: 2 * NEAREST]]
        held = [posting for posting in map(self._lists.get, fingerprint.shingles) if posting]
        rare = [posting for posting in held if len(posting) <= COMMON]
        skipped = len(held) - len(rare)
        is_spare = skipped > 0 and len(fingerprint.shingles) - skipped < FEWEST_RARE
        every = self._shared(held, own) if is_spare else {}
        return nearest_of_both(self._shared(rare, own), every, self._words, fingerprint, skipped)

    def _shared(self, postings: list[list[str]], own: str) -> dict[str, int]:
        """With how many shingles each article is found; what is met less often than any relative is left out."""
        found = Counter(chain.from_iterable(postings))
        found.pop(own, None)
        words = self._words
        return {
            article: count
            for article, count in found.items()
            if count >= SHARED_AT_LEAST or words[article] < GRAM + SHARED_AT_LEAST - 1
        }


class Nothing:
    """An index that holds nothing: a run without a history."""

    def near(self, wanted: Mapping[str, Fingerprint]) -> Mapping[str, Sequence[Near]]:
        return dict.fromkeys(wanted, ())

    def members(self, articles: Collection[str]) -> Mapping[str, Member]:
        return {article: _unknown(article) for article in articles}

    def groups(self, canonicals: Collection[str]) -> Mapping[str, Member]:
        return {article: _unknown(article) for article in canonicals}


def _unknown(article: str) -> Member:
    raise KeyError(article)
