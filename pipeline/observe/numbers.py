"""Every number of a text as a token with value, span and kind: canonical text in, tokens out. Pure, linear time."""

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.normalise import canonical
from pipeline.observe.number_context import DAY_WORDS, YEARS, belongs_to_time, dressed, has_unit, label, may_glue
from pipeline.observe.number_words import read_words
from pipeline.observe.numerals import Numeral, numeral
from pipeline.observe.tokens import Number, NumberKind

__all__ = ["Number", "NumberKind", "read_numbers"]

LONGEST = 40  # characters of one numeral; a longer row of digits is no number anybody states
_CHUNK = re.compile(r"\d[\d.,/\-–]*")
_JOINED = re.compile(r"(\d{1,2}), (\d{1,2})(?=\s?%)")
_LAW_TAIL = re.compile(r"/[A-ZĐÔƯ]{2,20}\w{0,20}(?:[-–/][A-ZĐÔƯ]\w{0,20}){0,4}")


def read_numbers(text: str, low: str | None = None) -> tuple[Number, ...]:
    """All numbers of NFC `text`, in order. `low` is canonical(text), if the caller has it."""
    low = canonical(text) if low is None else low
    found = [*_digits(text, low), *read_words(low)]
    return tuple(_levels_listed(low, sorted(found, key=lambda number: number.start)))


def _levels_listed(low: str, found: list[Number]) -> Iterator[Number]:
    """In `mức độ 3, 4` and `mức 3 và 4` the second number is a level too."""
    earlier: Number | None = None
    for number in found:
        listed = earlier and earlier.kind is NumberKind.LEVEL and low[earlier.end : number.start] in {", ", ",", " và "}
        if listed and number.kind is NumberKind.PLAIN and number.value < 10:
            number = number._replace(kind=NumberKind.LEVEL)
        yield number
        earlier = number


def _digits(text: str, low: str) -> Iterator[Number]:
    joined_until = 0
    for chunk in _CHUNK.finditer(text):
        start = chunk.start()
        if start < joined_until:
            continue
        printed = chunk[0].rstrip(".,/-–")
        before = low[max(0, start - 28) : start].replace("(", " ").split()
        is_split = len(printed) <= 2 and text.startswith(", ", start + len(printed))
        if is_split and (joined := _JOINED.match(text, start)) and not belongs_to_time(before):
            joined_until = joined.end()
            value = Decimal(f"{joined[1]}.{joined[2]}")
            plain = Number(start, joined.end(), value, NumberKind.PLAIN, len(joined[2]), doubt="joined")
            yield dressed(low, before, plain)
        else:
            yield from _chunk(text, low, start, printed, before)


def _chunk(text: str, low: str, start: int, printed: str, before: list[str]) -> Iterator[Number]:
    end = start + len(printed)
    first = Decimal(0)
    if len(printed) > LONGEST:
        yield Number(start, end, first, NumberKind.NAME)
    elif text.startswith("/", end) and (tail := _LAW_TAIL.match(text, end)):
        yield Number(start, tail.end(), first, NumberKind.LAW)
    elif _glued(text, low, start, end, before):
        yield Number(start, end, first, NumberKind.NAME)
    elif "/" in printed:
        yield _slashed(low, start, end, printed, before)
    elif "-" in printed or "–" in printed:
        yield from _hyphened(low, start, printed, before)
    else:
        yield _single(low, start, end, printed, before)


def _glued(text: str, low: str, start: int, end: int, before: list[str]) -> bool:
    """True of Covid-19, 4G, VB2020; not of a hard-wrapped `ngày19` or of `500.000đ`."""
    if end < len(text) and text[end].isalpha() and not has_unit(low, end):
        return True
    if start == 0 or not (
        text[start - 1].isalpha() or (text[start - 1] in "-–_" and text[start - 2 : start - 1].isalpha())
    ):
        return False
    return not may_glue(before)


def _slashed(low: str, start: int, end: int, printed: str, before: list[str]) -> Number:
    pieces = printed.split("/")
    read = [numeral(piece) for piece in pieces]
    numerals = [one for one in read if one]
    if len(numerals) != len(pieces) or len(pieces) > 3:
        return Number(start, end, Decimal(0), NumberKind.NAME)
    parts = tuple(one.value for one in numerals)
    is_day = _is_date(pieces)
    said_day = bool(before) and before[-1] in DAY_WORDS
    if is_day and (len(pieces) == 3 or len(pieces[1]) == 4 or said_day or parts[0] > parts[1]):
        return Number(start, end, parts[0], NumberKind.DATE, parts=parts)
    doubt = "day_or_fraction" if is_day else ""
    fraction = Number(start, end, parts[0], NumberKind.FRACTION, numerals[0].decimals, parts=parts, doubt=doubt)
    return dressed(low, before, fraction)


def _is_date(pieces: list[str]) -> bool:
    """Whether digits are day/month, month/year or day/month/year."""
    if not all(piece.isdigit() for piece in pieces) or any(len(piece) > 2 for piece in pieces[:-1]):
        return False
    values = [int(piece) for piece in pieces]
    if len(pieces) == 3:
        return 1 <= values[0] <= 31 and 1 <= values[1] <= 12 and (values[2] in YEARS)
    if len(pieces[-1]) == 4:
        return 1 <= values[0] <= 12 and values[1] in YEARS
    return len(pieces) == 2 and 1 <= values[0] <= 31 and 1 <= values[1] <= 12


def _hyphened(low: str, start: int, printed: str, before: list[str]) -> Iterator[Number]:
    end = start + len(printed)
    pieces = re.split("[-–]", printed)
    read = [numeral(piece) for piece in pieces]
    numerals = [one for one in read if one]
    parts = tuple(one.value for one in numerals)
    said_day = bool(before) and before[-1] in DAY_WORDS
    if len(numerals) != len(pieces) or len(pieces) > 3:
        yield Number(start, end, Decimal(0), NumberKind.NAME)
    elif _is_date(pieces) and (len(pieces) == 3 or len(pieces[1]) == 4 or said_day):
        yield Number(start, end, parts[0], NumberKind.DATE, parts=parts)
    elif len(pieces) == 3:
        yield Number(start, end, Decimal(0), NumberKind.NAME)
    elif all(len(piece) == 4 and int(value) in YEARS for piece, value in zip(pieces, parts, strict=True)):
        yield Number(start, end, parts[0], NumberKind.PERIOD, parts=parts)
    else:
        yield from _range(low, start, pieces, numerals, before)


def _range(low: str, start: int, pieces: list[str], numerals: list[Numeral], before: list[str]) -> Iterator[Number]:
    """Both ends of 2-4 bậc, the unit behind the second holding for both."""
    parts = tuple(one.value for one in numerals)
    second_start = start + len(pieces[0]) + 1
    end = second_start + len(pieces[1])
    second = dressed(
        low, before, Number(second_start, end, parts[1], NumberKind.PLAIN, numerals[1].decimals, parts=parts)
    )
    factor = second.value / parts[1] if parts[1] else Decimal(1)
    first = Number(
        start, start + len(pieces[0]), parts[0] * factor, second.kind, numerals[0].decimals, second.bound, parts=parts
    )
    yield from (first, second)


def _single(low: str, start: int, end: int, printed: str, before: list[str]) -> Number:
    read = numeral(printed)
    pieces = printed.split(".") if "." in printed else []
    if len(pieces) == 3 and _is_date(pieces) and len(pieces[2]) == 4:
        return Number(start, end, Decimal(pieces[0]), NumberKind.DATE, parts=tuple(map(Decimal, pieces)))
    if read is None:
        return Number(start, end, Decimal(0), NumberKind.NAME)
    if len(pieces) == 2 and before and before[-1] in DAY_WORDS and _is_date(pieces):
        return Number(start, end, Decimal(pieces[0]), NumberKind.DATE, parts=tuple(map(Decimal, pieces)))
    doubt = "thousands_or_decimal" if read.other is not None else ""
    plain = Number(start, end, read.value, NumberKind.PLAIN, read.decimals, other=read.other, doubt=doubt)
    kind = label(low, end, printed, before)
    number = plain._replace(kind=kind) if kind else dressed(low, before, plain)
    if (
        number.kind is NumberKind.PLAIN
        and number.end == end
        and len(printed) == 4
        and printed.isdigit()
        and int(printed) in YEARS
    ):
        return number._replace(kind=NumberKind.PERIOD, doubt="year_or_count")
    return number
