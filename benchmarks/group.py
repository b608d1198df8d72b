"""Does grouping keep figures apart, and what does it cost? Beside datasketch and rensa, on the same words.

    python -m benchmarks.group [--articles 2000] [--seed 1] [--held 1000,10000,100000] [--only quality|speed]

Needs the dependency group `bench`. Nothing is read from the network or from the corpus: articles and edits are made up
from the seed (`articles.py`, `edits.py`). Times are CPU times of one core; DuckDB runs with one thread.
"""

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

from benchmarks.articles import article
from benchmarks.edits import COPIES, OTHERS, Edit
from pipeline.duplicates import group as grouping
from pipeline.duplicates.fingerprint import fingerprint
from pipeline.duplicates.words import read
from pipeline.model import Article, Portal, Relation
from pipeline.settings import Settings
from pipeline.warehouse.access import writer
from pipeline.warehouse.batch import Batch, ReadArticle
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.index import WarehouseIndex, group_articles
from pipeline.warehouse.load import load
from pipeline.warehouse.shingles import sort

PLANTED = {"one_figure": 500, "boilerplate": 500, "added_paragraph": 300}
OTHERWISE = 100
BATCH = 1000
ROUNDS = 6
COPIED = 0.3  # share of a new batch that are edits of something held
PORTAL = Portal("bench", "yen-bai", "https://bench.example/", "desk")

Found = dict[str, tuple[str, Relation]]
Case = tuple[str, str, str]  # id, kind, id of the original


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--held", default="1000,10000,100000")
    parser.add_argument("--only", choices=("quality", "speed"))
    given = parser.parse_args()
    if given.only != "speed":
        quality(given.articles, given.seed)
    if given.only != "quality":
        speed([int(number) for number in given.held.split(",")], given.seed)


# --- quality ---------------------------------------------------------------------------------


def quality(articles: int, seed: int) -> None:
    texts, cases = planted(articles, Random(seed))
    edits = len(cases)
    print(f"{articles} articles, {edits} edits of {len(COPIES) + len(OTHERS)} kinds, seed {seed}")
    for name, method in METHODS.items():
        started = time.process_time()
        found = method(texts)
        seconds = time.process_time() - started
        report(name, found, cases, len(texts) / seconds)


def planted(articles: int, rng: Random) -> tuple[dict[str, str], list[Case]]:
    """Originals first, then the edits in mixed order."""
    texts = {f"o{number}": article(rng) for number in range(articles)}
    originals = list(texts)
    kinds = [(kind, edit) for kind, edit in (COPIES | OTHERS).items() for _ in range(PLANTED.get(kind, OTHERWISE))]
    rng.shuffle(kinds)
    cases = []
    for number, (kind, edit) in enumerate(kinds):
        source = rng.choice(originals)
        texts[f"e{number}"] = edit(texts[source], rng)
        cases.append((f"e{number}", kind, source))
    return texts, cases


def ours(texts: dict[str, str]) -> Found:
    found = grouping.group_texts(list(texts.items()))
    return {one.article: (one.canonical, one.relation) for one in found}


def by_minhash(threshold: float) -> Callable[[dict[str, str]], Found]:
    def method(texts: dict[str, str]) -> Found:
        from datasketch import MinHash, MinHashLSH

        index = MinHashLSH(threshold=threshold, num_perm=128)
        held: dict[str, MinHash] = {}
        found: Found = {}
        for key, text in texts.items():
            sketch = MinHash(num_perm=128)
            sketch.update_batch([gram.encode() for gram in grams(text)])
            found[key] = _nearest(
                key, [(other, sketch.jaccard(held[other])) for other in index.query(sketch)], threshold
            )
            held[key] = sketch
            index.insert(key, sketch)
        return _followed(found)

    return method


def by_rensa(threshold: float) -> Callable[[dict[str, str]], Found]:
    def method(texts: dict[str, str]) -> Found:
        from rensa import RMinHash, RMinHashLSH

        index = RMinHashLSH(threshold=threshold, num_perm=128, num_bands=32)
        held: list[RMinHash] = []
        keys = list(texts)
        found: Found = {}
        for number, key in enumerate(keys):
            sketch = RMinHash(num_perm=128, seed=1)
            sketch.update(grams(texts[key]))
            near = [(keys[other], sketch.jaccard(held[other])) for other in index.query(sketch)]
            found[key] = _nearest(key, near, threshold)
            held.append(sketch)
            index.insert(number, sketch)
        return _followed(found)

    return method


def grams(text: str) -> list[str]:
    """The same words for every method, so that only the methods differ."""
    words = read(text).words
    return [" ".join(gram) for gram in zip(words, words[1:], words[2:], strict=False)] or words


def _nearest(key: str, near: list[tuple[str, float]], threshold: float) -> tuple[str, Relation]:
    likely = [(share, other) for other, share in near if share >= threshold]
    return (max(likely)[1], Relation.COPY) if likely else (key, Relation.ORIGINAL)


def _followed(found: Found) -> Found:
    """The first of a chain stands for all of it."""
    for key, (other, relation) in found.items():
        found[key] = (found[other][0], relation) if other != key else (key, relation)
    return found


def report(name: str, found: Found, cases: list[Case], rate: float) -> None:
    relations: dict[str, Counter[str]] = defaultdict(Counter)
    right = wrong = missed = 0
    for key, kind, source in cases:
        canonical, relation = found[key]
        merged = relation in (Relation.COPY, Relation.EXCERPT)
        with_source = canonical == found[source][0]
        relations[kind][relation.value if with_source or relation is Relation.ORIGINAL else "elsewhere"] += 1
        right += kind in COPIES and merged and with_source
        missed += kind in COPIES and not (merged and with_source)
        wrong += merged and not (kind in COPIES and with_source)
    alone = sum(relation is Relation.ORIGINAL for key, (_, relation) in found.items() if key.startswith("o"))
    f1 = 2 * right / (2 * right + wrong + missed)
    print(
        f"\n{name}: F1 {f1:.4f}, {wrong} wrongly merged, {missed} missed, {alone} originals alone, {rate:.0f} texts/s"
    )
    for kind in COPIES | OTHERS:
        print(f"  {kind:18}", ", ".join(f"{number} {relation}" for relation, number in relations[kind].most_common()))


METHODS: dict[str, Callable[[dict[str, str]], Found]] = {
    "parwatch": ours,
    "datasketch MinHash 128 + LSH, Jaccard 0.7": by_minhash(0.7),
    "datasketch MinHash 128 + LSH, Jaccard 0.9": by_minhash(0.9),
    "rensa RMinHash 128 + LSH, Jaccard 0.7": by_rensa(0.7),
    "rensa RMinHash 128 + LSH, Jaccard 0.9": by_rensa(0.9),
}

# --- speed -----------------------------------------------------------------------------------


def speed(sizes: list[int], seed: int) -> None:
    """All warehouses are filled first and then asked in turn, so that a busy machine slows all of them alike."""
    print(f"\n{BATCH} new articles, {COPIED:.0%} of them edits of held ones, against the warehouse; CPU an article:")
    with ExitStack() as stack:
        filled = [opened(stack, size, Random(seed)) for size in sizes]
        best = dict.fromkeys(sizes, float("inf"))
        for turn in range(ROUNDS):
            for size, (warehouse, held) in zip(sizes, filled, strict=True):
                best[size] = min(best[size], timed(warehouse, new_batch(held, Random(seed + turn))))
        for size, (warehouse, held) in zip(sizes, filled, strict=True):
            each = 1000 * best[size] / BATCH
            characters = sum(map(len, held)) // size
            print(
                f"  {size:7} held ({characters} characters each, "
                f"{warehouse.count('SELECT count(*) FROM core.shingle')} shingles): {each:.3f} ms, "
                f"{1000 / each:.0f} articles/s, {best[size] / best[sizes[0]]:.2f} times the first; "
                f"all of them at once in memory: {in_memory(held):.3f} ms",
                flush=True,
            )


def opened(stack: ExitStack, size: int, rng: Random) -> tuple[Warehouse, list[str]]:
    home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="parwatch-grouping-")))
    warehouse = stack.enter_context(writer(Settings(home=home, portals_folder=home)))
    warehouse.execute("SET threads = 1")
    held: list[str] = []
    while len(held) < size:
        some = [article(rng) for _ in range(min(BATCH, size - len(held)))]
        batch = as_batch(f"held{len(held)}", some)
        prints = [each.fingerprint for each in batch.articles if each.fingerprint]
        known = WarehouseIndex(warehouse, {PORTAL.name: PORTAL}).set_phrases(prints)  # as grouping tells the load
        load(warehouse, replace(batch, set_phrases=known))
        held += some
    sort(warehouse)
    warehouse.execute("CHECKPOINT wh")
    return warehouse, held


def timed(warehouse: Warehouse, batch: Batch) -> float:
    """Fingerprints, look-up, verification and groups; extraction and the load itself are other steps."""
    grouping.text_of.cache_clear()
    started = time.process_time()
    grouped = group_articles(WarehouseIndex(warehouse, {PORTAL.name: PORTAL}), batch)
    seconds = time.process_time() - started
    copies = sum(
        each.grouping is not None and each.grouping.relation is not Relation.ORIGINAL for each in grouped.articles
    )
    if copies < 0.9 * COPIED * len(batch.articles):
        raise SystemExit(f"only {copies} of the batch were found again")
    return seconds


def in_memory(texts: list[str]) -> float:
    """ms an article when so many are grouped in one go, as `parwatch group` does."""
    grouping.text_of.cache_clear()
    started = time.process_time()
    grouping.group_texts([(str(number), text) for number, text in enumerate(texts)])
    return 1000 * (time.process_time() - started) / len(texts)


def new_batch(held: list[str], rng: Random) -> Batch:
    edits: list[Edit] = [*COPIES.values(), OTHERS["one_figure"], OTHERS["added_paragraph"]]
    texts = [
        rng.choice(edits)(rng.choice(held), rng) if number < COPIED * BATCH else article(rng) for number in range(BATCH)
    ]
    return as_batch(f"new{rng.random()}", texts)


def as_batch(name: str, texts: list[str]) -> Batch:
    at = datetime(2024, 6, 1, tzinfo=UTC)
    articles = tuple(_as_read(f"{PORTAL.home}{name}/{number}", text, at) for number, text in enumerate(texts))
    return Batch(name, PORTAL.name, at, f"{name}.warc.gz", "bench", articles=articles)


def _as_read(url: str, text: str, at: datetime) -> ReadArticle:
    day = date(2024, 6, 2) if "/new" in url else date(2024, 6, 1)
    page = Article(PORTAL.name, url, None, day, None, text, "text")
    return ReadArticle(page, url, at, fingerprint=fingerprint(text))


if __name__ == "__main__":
    main()
