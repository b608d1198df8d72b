"""Printed numerals and number words: a few characters in, their value or None out. Pure."""

import re
from decimal import Decimal
from typing import NamedTuple

ONES = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9}
_LAST = ONES | {"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5}
SCALES = {"chục": 10, "trăm": 100, "nghìn": 1000, "ngàn": 1000, "vạn": 10_000, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}

_GROUPED = re.compile(r"(?:\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d{1,3}(?:,\d{3})+(?:\.\d+)?)")
_PLAIN = re.compile(r"\d+[.,]\d+")
_EITHER = re.compile(r"[1-9]\d{0,2}([.,])\d{3}")


class Numeral(NamedTuple):
    """`other` is the second way to read a single mark before three digits: 1.438 or 1,438."""

    value: Decimal
    decimals: int
    other: Decimal | None = None


def numeral(printed: str) -> Numeral | None:
    """Read digits with their marks; None if the marks follow neither the Vietnamese nor the English habit.

    A dot before three digits parts thousands and a comma before them starts decimals, as Vietnamese prints them.
    """
    if printed.isdecimal():
        return Numeral(Decimal(printed), 0)
    if either := _EITHER.fullmatch(printed):
        whole, small = printed.split(either[1])
        thousands, decimal = Decimal(whole + small), Decimal(f"{whole}.{small}")
        return Numeral(thousands, 0, decimal) if either[1] == "." else Numeral(decimal, 3, thousands)
    if _PLAIN.fullmatch(printed):
        value = Decimal(printed.replace(",", "."))
        return Numeral(value, len(printed) - 1 - max(printed.find("."), printed.find(",")))
    if _GROUPED.fullmatch(printed):
        return _grouped(printed)
    return None


def _grouped(printed: str) -> Numeral:
    mark = next(letter for letter in printed if letter in ".,")
    value = Decimal(printed.replace(mark, "").replace(",", "."))
    return Numeral(value, max(0, -int(value.as_tuple().exponent)))


def scale(words: str) -> int:
    """What `nghìn tỷ` and its like multiply by; 1 for no word."""
    product = 1
    for word in words.split():
        product *= SCALES[word]
    return product


def spoken(words: str) -> int | None:
    """The value of number words below one hundred: hai mươi ba is 23."""
    parts = words.split()
    if len(parts) == 1:
        return 10 if parts[0] == "mười" else ONES.get(parts[0])
    tens = 10 if parts[0] == "mười" else ONES[parts[0]] * 10 if parts[1] == "mươi" and parts[0] in ONES else None
    if tens is None:
        return None
    last = parts[1:] if parts[0] == "mười" else parts[2:]
    return tens + (_LAST[last[0]] if last else 0)
