"""What must not change between two copies of a paragraph: its figures, in their order; pure."""

import re
from collections.abc import Iterable, Sequence

from pipeline.duplicates.words import plain_value

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Figures in words, and which way they move. "một" and "năm" are left out: they mostly mean "a" and "year".
_IN_WORDS = "hai ba bốn tư sáu bảy tám chín mười mươi chục trăm nghìn ngàn triệu tỷ tỉ nửa đôi nhất nhì"
_TELLING = frozenset([*_IN_WORDS.split(), "tăng", "giảm", "vượt", "tụt"])


def numbers(text: str) -> list[str]:
    return _NUMBER.findall(text)


def values(text: str) -> frozenset[str]:
    """Every number once, also of a code, a time of day or a telephone: 03 is 3, 86,50 is 86.5, 1.758 is 1758."""
    return frozenset(map(plain_value, numbers(text)))


def telling(words: Iterable[str]) -> list[str]:
    """Figures, moments and codes (QL14), and the words that count or say which way."""
    return [word for word in words if not word.isalpha() or word in _TELLING]


def is_within(wanted: Sequence[str], held: Iterable[str]) -> bool:
    """Whether all of `wanted` stands in `held`, in the same order."""
    left = iter(held)
    return all(each in left for each in wanted)


def agree_partly(first: Sequence[str], second: Sequence[str]) -> bool:
    """Most figures equal, some not: one statement printed twice rather than two that are built alike."""
    pairs = list(zip(first, second, strict=False))
    equal = sum(one == other for one, other in pairs)
    return len(first) == len(second) and equal < len(pairs) <= 2 * equal
