"""Edge: the sampled shingles of every held article, asked for many articles at once; each list is bounded.

What keeps a look-up flat: a shingle keeps the articles of the batch that made it a set phrase, and no more; rows are
numbers and no texts, and `sort` lays them out by hash. Numbers go over as texts, both ways: duckdb takes 60 µs for
every single value of a list parameter, and builds a Python object for each one of a list that it gives.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from pipeline.duplicates.fingerprint import Fingerprint
from pipeline.duplicates.index import Near, Postings
from pipeline.warehouse.connection import Warehouse

WHOLE = 0  # words of a row whose hash is that of the whole text
MOST_WORDS = 65_535
CODE_DIGITS = 16  # of an article's key, in hexadecimal: 64 bits of it
_HELD = f"""
SELECT hash, words = {WHOLE}, string_agg(printf('%0{CODE_DIGITS}x', code), ' '), string_agg(words, ' ')
FROM core.shingle SEMI JOIN (SELECT unnest(string_split($1, ' '))::UBIGINT AS hash) USING (hash)
GROUP BY ALL
"""
_ADD = """
INSERT INTO core.shingle (hash, code, words)
SELECT unnest(string_split(hashes, ' '))::UBIGINT, code, words FROM (
    SELECT unnest(string_split($1, ';')) AS hashes, unnest(string_split($2, ' '))::UBIGINT AS code,
        unnest(string_split($3, ' '))::USMALLINT AS words
)
"""


class HeldPostings:
    """What is held of the hashes that were asked so far. Reading the whole column is what costs: ask for many at once.

    Articles are named by the first digits of their keys.
    """

    def __init__(self, warehouse: Warehouse) -> None:
        self._warehouse = warehouse
        self._asked: set[int] = set()
        self._postings = Postings()

    def ask(self, prints: Iterable[Fingerprint]) -> None:
        hashes = {one for each in prints for one in each.hashes} - self._asked
        if not hashes:
            return
        self._asked |= hashes
        for one, is_whole, codes, words in self._warehouse.execute(_HELD, [" ".join(map(str, hashes))]):
            if is_whole:
                self._postings.put_whole(one, codes.split())
            else:
                self._postings.put(one, codes.split(), map(int, words.split()))

    def near(self, wanted: Mapping[str, Fingerprint]) -> dict[str, list[Near]]:
        self.ask(wanted.values())
        return {key: self._postings.near(key[:CODE_DIGITS], each) for key, each in wanted.items()}

    def set_phrases(self, prints: Sequence[Fingerprint]) -> frozenset[int]:
        self.ask(prints)
        return self._postings.set_phrases({one for each in prints for one in each.hashes})

    def added(self, prints: Mapping[str, Fingerprint], but: Collection[int]) -> None:
        """What `add` just wrote, of hashes that were asked."""
        for key, each in prints.items():
            self._postings.add(key[:CODE_DIGITS], each, but)


def add(warehouse: Warehouse, prints: Mapping[str, Fingerprint], but: Collection[int]) -> None:
    """Hold articles by their shingles, all but the set phrases among them."""
    entries = [entry for key, each in prints.items() for entry in _entries(int(key[:CODE_DIGITS], 16), each, but)]
    if entries:
        hashes, codes, words = zip(*entries, strict=True)
        warehouse.execute(_ADD, [";".join(hashes), " ".join(codes), " ".join(words)])


def _entries(code: int, each: Fingerprint, but: Collection[int]) -> list[tuple[str, str, str]]:
    """One for the hash of the whole text, and one for those of its shingles, if any is left."""
    shingles = " ".join(str(one) for one in each.shingles if one not in but)
    found = [(str(each.whole), str(code), str(WHOLE))] if each.whole not in but else []
    return [*found, (shingles, str(code), str(min(each.words, MOST_WORDS)))] if shingles else found


def sort(warehouse: Warehouse) -> None:
    """Lay the rows out by hash anew: after many batches it halves the time of a look-up."""
    warehouse.tx(partial(_sort, warehouse))


def _sort(warehouse: Warehouse) -> None:
    warehouse.execute("CREATE OR REPLACE TEMP TABLE sorted_shingle AS FROM core.shingle ORDER BY hash, code")
    warehouse.execute("DELETE FROM core.shingle")
    warehouse.execute("INSERT INTO core.shingle BY NAME FROM sorted_shingle ORDER BY hash, code")
    warehouse.execute("DROP TABLE sorted_shingle")
