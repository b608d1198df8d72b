"""By what an article is found again among many: one hash of the whole text, and a sample of its word 3-grams. Pure."""

from dataclasses import dataclass

from xxhash import xxh3_64_intdigest

from pipeline.duplicates.words import Text, read

GRAM = 3
RATE = 8  # one 3-gram in so many is kept; the same ones in every text, so that a part shares them with the whole
FEWEST = 32  # a short text keeps its lowest hashes beyond the rate
_BITS = 63  # hashes fit a signed integer of any database
_LIMIT = (1 << _BITS) // RATE


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`whole` is equal for texts equal word by word and figure by figure. `shingles` are in ascending order."""

    whole: int
    shingles: tuple[int, ...]
    words: int

    @property
    def hashes(self) -> tuple[int, ...]:
        return (self.whole, *self.shingles)


def sampling_rate(words: int) -> float:
    """The part of its 3-grams that a text of so many words keeps."""
    return min(1.0, max(1 / RATE, FEWEST / max(words - GRAM + 1, 1)))


def fingerprint(body: str) -> Fingerprint:
    return fingerprint_of(read(body))


def fingerprint_of(text: Text) -> Fingerprint:
    """Figures count by value here: a copy shares them, and of a template only the frame is shared."""
    words = text.words
    grams = map(str.encode, map(" ".join, zip(words, words[1:], words[2:], strict=False)))
    hashes = [digest >> 1 for digest in map(xxh3_64_intdigest, grams)]
    sample = {value for value in hashes if value < _LIMIT}
    if len(sample) < FEWEST:
        sample = set(sorted(set(hashes))[: max(FEWEST, len(sample))])
    whole = xxh3_64_intdigest(" ".join(words).encode()) >> 1
    return Fingerprint(whole, tuple(sorted(sample)), len(words))
