"""Targets that read plain text: strip, observe, group."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from fuzz import seeds
from fuzz.target import Target, require
from pipeline.duplicates.figures import values
from pipeline.duplicates.group import group_texts
from pipeline.duplicates.relate import relate
from pipeline.duplicates.strip import strip
from pipeline.duplicates.words import is_figure, read
from pipeline.model import Article, Kind, Reading, Relation
from pipeline.normalise import canonical, nfc
from pipeline.observe import observe
from pipeline.reference import load_reference

_DAY = date(2023, 4, 15)
_ALONE = re.compile(r"(?<!\w)[0-9]+(?!\w)")  # not a code like U20
_TO_FIELD = 60  # characters between a rank and its field, "thứ 5 trong tổng số 63", which has no receipt of its own
_IN_WORDS = re.compile(
    r"(?:\b|(?<=\d))(?:không|một|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín|mười|mươi|chục|trăm|nghìn|ngàn|triệu|tỷ|tỉ|nửa|rưỡi|đôi"
    r"|nhất|nhì|đầu|cuối|chót|bét|quán\W+quân|á\W+quân|top|[ivx]+)\b"
)


def lines_of(data: bytes) -> list[str]:
    text = nfc(data.decode("utf-8", "replace"))
    return [line for line in (" ".join(row.split(" ")).strip() for row in text.splitlines()) if line]


# --- observe ---------------------------------------------------------------------------------


def reading(text: str, entity: str = "yen-bai", published: date | None = _DAY) -> Reading:
    return observe(text, entity=entity, published=published, reference=load_reference())


def figures(found: Reading) -> list[tuple[object, ...]]:
    """Figures without their places in the text."""
    return [
        (
            one.subject,
            one.entity,
            one.period,
            one.measure,
            one.value,
            one.unit,
            one.bound,
            one.rank_of,
            one.of,
            one.changes,
        )
        for one in found.observations
    ]


def check_observe(data: bytes) -> None:
    text = nfc(data.decode("utf-8", "replace"))
    found = reading(text)
    require(found == reading(text), "same-again: two readings differ")
    for told in (found, reading(text, "", None)):
        for one in (*told.observations, *told.refusals):
            require(one.quote and text[one.start : one.end] == one.quote, f"exact-quote: {one}")
        for one in told.observations:
            require(one.kind is Kind.IMPLIED or is_printed(one.value, one.quote), f"value-in-quote: {one}")
        _require_every_number(text, told)


def is_printed(value: Decimal | None, quote: str) -> bool:
    """Whether the digits of the value stand in its quote, or number words do."""
    if value is None:
        return True
    digits = f"{abs(value):f}".replace(".", "").strip("0")
    printed = "".join(str(unicodedata.digit(sign)) for sign in quote if sign.isdigit())
    return digits in printed or _IN_WORDS.search(canonical(quote)) is not None


def _require_every_number(text: str, told: Reading) -> None:
    """No number goes without a word: it is part of a figure, or refused with a reason."""
    values_held = (
        value
        for one in told.observations
        for value in (one.value, one.rank_of, one.of, *(change.amount for change in one.changes))
    )
    held = {digits for value in values_held for digits in _digits(value)}
    spans = sorted((one.start, one.end) for one in (*told.observations, *told.refusals))
    reached, place = 0, 0
    for number in _ALONE.finditer(text):
        while place < len(spans) and spans[place][0] <= number.start():
            reached = max(reached, spans[place][1])
            place += 1
        ahead = spans[place][0] if place < len(spans) else len(text) + _TO_FIELD
        near = min(number.start() - reached if reached else _TO_FIELD, ahead - number.end())
        is_field = near < _TO_FIELD and 5 <= int(number[0]) <= 64
        is_held = number.start() < reached or is_field or any(number[0].strip("0") in one for one in held)
        require(is_held, f"no-number-lost: {number[0]!r} at {number.start()}")


def _digits(value: Decimal | int | None) -> list[str]:
    return [] if value is None else [part.strip("0") for part in f"{value:f}".split(".")]


def check_variants(data: bytes) -> None:
    """Another spelling of the same text tells the same figures."""
    text = nfc(data.decode("utf-8", "replace")).replace("\r", "")
    told = figures(reading(text))
    require(figures(reading(nfc(unicodedata.normalize("NFD", text)))) == told, "nfd: figures differ")
    require(figures(reading(nfc(text.replace("\n", "\r\n")))) == told, "crlf: figures differ")
    require(figures(reading(nfc(text.replace(" ", "\u00a0")))) == told, "nbsp: figures differ")
    # One whole sentence after the other: without a stop the two would be read as one.
    if not {"\n", "\t", "|"} & set(text) and len(text) < 2_000 and text.endswith((".", "!", "?")):
        twice = figures(reading(f"{text}\n{text}"))
        require(_bare(told) <= _bare(twice), f"twice: {_bare(told) - _bare(twice)}")


def _bare(told: Iterable[tuple[object, ...]]) -> set[tuple[object, ...]]:
    """Without periods, and without changes told alone: they join a level that the second copy may tell.

    For it may tell more, since what the first one ended with goes on in it.
    """
    return {(one[0], one[1], *one[3:9]) for one in told if one[4] is not None}


# --- strip -----------------------------------------------------------------------------------


def check_strip(data: bytes) -> None:
    lines = lines_of(data)
    for body in (lines, lines + lines):
        if body:
            _check_strip("\n".join(body))


def _check_strip(body: str) -> None:
    before = Article("mau", "https://mau.vn/1", None, None, None, body, "text")
    after = strip(before)
    require(after == strip(before), "same-again: two calls differ")
    require(after.body.strip(), "never-empty: nothing is left")
    require(set(after.body.split("\n")) <= set(body.split("\n")), "own-lines: a line is new")
    require(strip(after).body == after.body, "idempotent: a second call takes more")
    for one in after.removed:
        lost = values(one.text) - values(after.body) if one.reason == "copy" else None
        require(not lost, f"last-copy: {lost}")


# --- group and relate ------------------------------------------------------------------------

_STANDING = re.compile(r"(?<![^\s(])(\d{1,3}(?:,\d{1,2})?)(?=%?[\s,;.)](?!\d))")
_BREAK = "\n=====\n"


def check_group(data: bytes) -> None:
    texts = nfc(data.decode("utf-8", "replace")).split(_BREAK)[:6]
    found = group_texts([(str(number), text) for number, text in enumerate(texts)])
    require(
        [one.article for one in found] == [str(number) for number in range(len(texts))], "all-answered: one is missing"
    )
    for one in found:
        require(0 <= one.similarity <= 1, f"share: {one}")
        require(found[int(one.canonical)].relation is Relation.ORIGINAL, f"leads-to-original: {one}")
    for text in texts:
        _require_guard(text)


def _require_guard(text: str) -> None:
    held = read(text)
    expected = (Relation.COPY, 1.0) if held.words else None
    require(relate(held, read(text)) == expected, "copy-of-itself: it is none")
    printed = unicodedata.normalize("NFD", text).replace(" ", "\u00a0")
    require(relate(read(printed), held) == expected, "print: NFD is no copy")
    for other in list(_with_another_figure(text))[:4]:
        for new, old in ((read(other), held), (held, read(other))):
            related = relate(new, old)
            merged = related is not None and related[0] in {Relation.COPY, Relation.EXCERPT}
            require(not merged, f"figure-guard: {related} though only {_unlike(new.words, old.words)} differ")


def _with_another_figure(text: str) -> Iterable[str]:
    """The text with one figure of a long sentence changed, as words see it."""
    words = read(text).words
    place = 0
    for line in text.split("\n"):
        if len(line) > 150 and line.endswith(".") and "\t" not in line:
            for number in _STANDING.finditer(line):
                start, end = place + number.start(1), place + number.end(1)
                other = text[:start] + str(int(number[1][0]) % 9 + 1) + text[start + 1 :]
                if end > start and is_other_figure(words, read(other).words):
                    yield other
        place += len(line) + 1


def _unlike(one: list[str], other: list[str]) -> list[tuple[str, str]]:
    return [(mine, theirs) for mine, theirs in zip(one, other, strict=False) if mine != theirs]


def is_other_figure(one: list[str], other: list[str]) -> bool:
    """Whether exactly one word differs, and is a number on both sides."""
    unlike = _unlike(one, other)
    return len(one) == len(other) and len(unlike) == 1 and all(map(is_figure, unlike[0]))


TARGETS = (
    Target("observe", seeds.texts, check_observe),
    Target("observe_variants", seeds.texts, check_variants),
    Target("strip", seeds.articles, check_strip),
    Target("group", seeds.groups, check_group),
)
