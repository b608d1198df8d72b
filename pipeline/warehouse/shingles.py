"""Edge: the sampled shingles of every held article. A batch is looked up in one statement, and each list is bounded.

What keeps a look-up flat: a shingle keeps at most COMMON + 1 articles (beyond them it is a set phrase that finds
nobody), rows are numbers and no texts, and `sort` lays them out by hash. Numbers go over as one text per column:
duckdb takes 60 µs for every single value of a list parameter.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from pipeline.duplicates.fingerprint import FEWEST, GRAM, RATE, Fingerprint
from pipeline.duplicates.index import (
    COMMON,
    EXACT,
    FEWEST_RARE,
    NEAREST,
    SHARED,
    SHARED_AT_LEAST,
    Near,
    nearest_of_both,
)
from pipeline.warehouse.connection import Warehouse

WHOLE = 0  # words of a row whose hash is that of the whole text
MOST_WORDS = 65_535
CODE_DIGITS = 16  # of an article's key, in hexadecimal: 64 bits of it
_GIVEN = """
SELECT unnest(string_split(hashes, ' '))::UBIGINT AS hash, code, words FROM (
    SELECT unnest(string_split($1, ';')) AS hashes, unnest(string_split($2, ' '))::UBIGINT AS code,
        unnest(string_split($3, ' '))::USMALLINT AS words
)
"""
# What is held of the hashes asked so far. Reading the whole column is what costs, so that a batch asks once: to be
# grouped, and then to be added; and several batches may ask together before the first of them.
_ROOM = """
CREATE TEMP TABLE IF NOT EXISTS shingle_asked (hash UBIGINT);
CREATE TEMP TABLE IF NOT EXISTS shingle_hit AS FROM core.shingle LIMIT 0;
"""
_FORGET = "DROP TABLE IF EXISTS temp.main.shingle_asked; DROP TABLE IF EXISTS temp.main.shingle_hit"
_ASK = """
CREATE OR REPLACE TEMP TABLE shingle_unasked AS
SELECT DISTINCT hash FROM shingle_given ANTI JOIN shingle_asked USING (hash);
INSERT INTO shingle_hit SELECT hash, code, words FROM core.shingle SEMI JOIN shingle_unasked USING (hash);
INSERT INTO shingle_asked FROM shingle_unasked;
"""
_ADD = f"""
CREATE OR REPLACE TEMP TABLE shingle_new AS
WITH full_list AS (
    SELECT hash FROM shingle_hit SEMI JOIN shingle_given USING (hash) GROUP BY hash HAVING count(*) > {COMMON}
)
SELECT hash, code, words FROM shingle_given ANTI JOIN full_list USING (hash);
INSERT INTO core.shingle (hash, code, words) SELECT hash, code, words FROM shingle_new;
INSERT INTO shingle_hit SELECT hash, code, words FROM shingle_new;
"""
# `code` of a given row is the number of the one who asks. Rows without `found` count the set phrases among the asked.
_FIND = f"""
WITH given AS (FROM shingle_given),
hit AS MATERIALIZED (FROM shingle_hit SEMI JOIN shingle_given USING (hash)),
common AS (SELECT hash FROM hit WHERE words > {WHOLE} GROUP BY hash HAVING count(*) > $1),
asker AS (SELECT code, max(words) AS own_words, count(*) - 1 AS asked FROM given GROUP BY code),
skipped AS (SELECT code, count(*) AS skipped FROM given SEMI JOIN common USING (hash) GROUP BY code),
part AS (
    SELECT code, own_words, asked, asked - coalesce(skipped, 0) AS rare FROM asker LEFT JOIN skipped USING (code)
),
looked_up AS (
    SELECT hash, code, TRUE AS is_rare FROM given ANTI JOIN common USING (hash)
    UNION ALL
    SELECT hash, code, FALSE FROM given SEMI JOIN common USING (hash) SEMI JOIN (FROM part WHERE rare < $2) USING (code)
),
pair AS (
    SELECT looked_up.code AS code, hit.code AS found, words, count(*) AS shared,
        count(*) FILTER (is_rare) AS rare_shared
    FROM looked_up JOIN hit USING (hash)
    GROUP BY looked_up.code, hit.code, words
    HAVING count(*) >= {SHARED_AT_LEAST} OR words < {GRAM + SHARED_AT_LEAST - 1}
),
estimated AS (
    SELECT pair.*, greatest(shared / asked, coalesce(rare_shared / nullif(rare, 0), 0)) * asked
        / (least(own_words, words) * greatest(1 / {RATE}, {FEWEST} / greatest(own_words, words))) AS share
    FROM pair JOIN part USING (code)
),
ranked AS (
    SELECT *, rank() OVER (PARTITION BY code ORDER BY words = {WHOLE} DESC, share DESC, found) AS place
    FROM estimated WHERE words = {WHOLE} OR share >= {SHARED} - 0.1  -- the exact share is a little above
)
SELECT code, found, words, shared, rare_shared FROM ranked WHERE place <= $3
UNION ALL
SELECT code, NULL, NULL, skipped, 0 FROM skipped
"""


def expect(warehouse: Warehouse, prints: Sequence[Fingerprint]) -> None:
    """Look up at once what several batches are about to ask, one after the other."""
    forget_asked(warehouse)
    if prints:
        _ask(warehouse, dict(enumerate(prints)))


def add(warehouse: Warehouse, prints: Mapping[str, Fingerprint]) -> None:
    if prints:
        _ask(warehouse, {int(article[:CODE_DIGITS], 16): each for article, each in prints.items()})
        warehouse.execute(_ADD)


def forget_asked(warehouse: Warehouse) -> None:
    """After rows were taken out: what was asked before says no longer what is held."""
    warehouse.execute(_FORGET)


def _ask(warehouse: Warehouse, prints: Mapping[int, Fingerprint]) -> None:
    """Look up what is held of these; hashes that were asked before are not looked up again."""
    warehouse.execute(f"CREATE OR REPLACE TEMP TABLE shingle_given AS {_GIVEN}", _columns(prints))
    warehouse.execute(_ROOM + _ASK)


def sort(warehouse: Warehouse) -> None:
    """Lay the rows out by hash anew: after many batches it halves the time of a look-up."""
    warehouse.tx(partial(_sort, warehouse))


def _sort(warehouse: Warehouse) -> None:
    warehouse.execute("CREATE OR REPLACE TEMP TABLE sorted_shingle AS FROM core.shingle ORDER BY hash, code")
    warehouse.execute("DELETE FROM core.shingle")
    warehouse.execute("INSERT INTO core.shingle BY NAME FROM sorted_shingle ORDER BY hash, code")
    warehouse.execute("DROP TABLE sorted_shingle")


def find(warehouse: Warehouse, wanted: Mapping[str, Fingerprint]) -> dict[str, list[Near]]:
    """For each article the held ones nearest to it, named by the first digits of their keys."""
    keys = list(wanted)
    hits = {key: _Hits(key[:CODE_DIGITS]) for key in keys}
    if keys:
        _ask(warehouse, dict(enumerate(wanted.values())))
        for asker, *row in warehouse.execute(_FIND, [COMMON, FEWEST_RARE, 2 * NEAREST]):
            hits[keys[_number(asker)]].take(*row)
    return {key: hits[key].nearest(each) for key, each in wanted.items()}


@dataclass(slots=True)
class _Hits:
    """What one article has in common with held ones."""

    own: str
    shared: dict[str, int] = field(default_factory=dict)
    rare: dict[str, int] = field(default_factory=dict)
    words: dict[str, int] = field(default_factory=dict)
    exact: list[Near] = field(default_factory=list)
    skipped: int = 0

    def take(self, found: object, words: object, shared: object, rare: object) -> None:
        if found is None:
            self.skipped = _number(shared)
            return
        name = f"{_number(found):0{CODE_DIGITS}x}"
        if name == self.own:
            return
        if words == WHOLE:
            self.exact.append(Near(name, EXACT))
        else:
            self.shared[name], self.rare[name], self.words[name] = _number(shared), _number(rare), _number(words)

    def nearest(self, own: Fingerprint) -> list[Near]:
        if self.exact or not self.shared:
            return self.exact
        is_spare = self.skipped > 0 and len(own.shingles) - self.skipped < FEWEST_RARE
        return nearest_of_both(self.rare, self.shared if is_spare else {}, self.words, own, self.skipped)


def _columns(prints: Mapping[int, Fingerprint]) -> list[str]:
    """One entry for the hash of the whole text, and one for those of its shingles, if it has any."""
    entries = [(str(each.whole), number, WHOLE) for number, each in prints.items()]
    entries += [
        (" ".join(map(str, each.shingles)), number, min(each.words, MOST_WORDS))
        for number, each in prints.items()
        if each.shingles
    ]
    hashes, codes, words = zip(*entries, strict=True)
    return [";".join(hashes), " ".join(map(str, codes)), " ".join(map(str, words))]


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value
