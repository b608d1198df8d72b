"""Which held articles may be relatives of new ones: what any index answers, and one that lives in memory. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
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


class MemoryIndex:
    """Articles of one run. Add them in the order in which they take precedence: set phrases keep the first."""

    def __init__(self) -> None:
        self._postings: dict[int, list[str]] = {}
        self._whole: dict[int, str] = {}
        self._words: dict[str, int] = {}

    def add(self, article: str, fingerprint: Fingerprint) -> None:
        self._whole.setdefault(fingerprint.whole, article)
        self._words[article] = fingerprint.words
        for shingle in fingerprint.shingles:
            posting = self._postings.setdefault(shingle, [])
            if len(posting) <= COMMON:
                posting.append(article)

    def near(self, fingerprint: Fingerprint) -> list[Near]:
        exact = self._whole.get(fingerprint.whole)
        if exact is not None:
            return [Near(exact, EXACT)]
        postings = [posting for posting in map(self._postings.get, fingerprint.shingles) if posting]
        rare = [posting for posting in postings if len(posting) <= COMMON]
        skipped = len(postings) - len(rare)
        is_spare = skipped > 0 and len(fingerprint.shingles) - skipped < FEWEST_RARE
        every = Counter(_chained(postings)) if is_spare else Counter[str]()
        return nearest_of_both(Counter(_chained(rare)), every, self._words, fingerprint, skipped)


def _chained(postings: Iterable[list[str]]) -> Iterable[str]:
    for posting in postings:
        yield from posting


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
