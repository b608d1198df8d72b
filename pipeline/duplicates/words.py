"""An article's text as comparable words: one spelling each, figures by value. Pure.

A figure is "#21" (any number), "@y2021", "@d15.9.2022", "@m9.2022" (a year, day, month) or "@n766/qđ" (a document).
Codes such as U20, QL14 and Km03 are words. Times of day and telephone numbers are one word each, whatever they say.
"""

import re
import unicodedata
from dataclasses import dataclass

from pipeline.duplicates.furniture import text_lines
from pipeline.normalise import canonical, nfc

FIGURE = "#"
MOMENT = "@"  # years, dates, numbers of documents: they tell two texts apart, but none is news when added
_TIME, _PHONE = "~time", "~phone"
_SPELLINGS_HELD = 200_000

_WORD = re.compile(
    r"[^\W\d_][^\W_]*"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d(?!\d)"
    r"|\d+/(?:\d{4}/)?[^\W\d_][\w-]*"
    r"|\d{1,2}:\d\d(?::\d\d)?"
    r"|\d{1,2}/(?:19|20)\d\d(?!\d)"
    r"|\d+(?:[.,]\d+)*(?![^\W_])"
    r"|[^\W_]+"
)
_ROMAN = re.compile(r"(?:x{0,2}(?:i{1,3}|iv|v|vi{2,3}|ix|x)|xvi)$")  # not vi and xi, which are words as well
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+$")


class _Spelling(dict[str, str]):
    """Each printed word with its comparable form; a language's syllables are few, so almost every look-up is a hit."""

    def __missing__(self, printed: str) -> str:
        if len(self) >= _SPELLINGS_HELD:
            self.clear()
        self[printed] = spelled = _spell(printed)
        return spelled


def _spell(printed: str) -> str:
    if printed[0].isdigit():
        return _number(printed)
    word = canonical(printed)
    return f"{MOMENT}r{word}" if _ROMAN.match(word) and word != "xi" else word


def _number(printed: str) -> str:
    if ":" in printed:
        return _TIME
    if printed[-1].isalpha() or "_" in printed:
        return f"{MOMENT}n{canonical(printed)}" if "/" in printed else canonical(printed)
    parts = [part.lstrip("0") or "0" for part in re.split(r"[/.-]", printed)]
    if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)\d\d", printed):
        return f"{MOMENT}d{'.'.join(parts)}"
    if "/" in printed:
        return f"{MOMENT}m{'.'.join(parts)}" if len(parts) == 2 else f"{MOMENT}n{canonical(printed)}"
    return _value(printed)


def _value(printed: str) -> str:
    if len(printed) == 4 and printed[:2] in ("19", "20") and printed.isdigit():
        return f"{MOMENT}y{printed}"
    digits = len(printed) - printed.count(".") - printed.count(",")
    if (printed[0] == "0" and digits >= 9) or (len(printed) >= 8 and printed.isdigit()):
        return _PHONE
    return FIGURE + plain_value(printed)


def plain_value(printed: str) -> str:
    """One spelling for one value: 03 is 3, 87,61 is 87.61, 1.758 is 1758, 86,50 is 86.5."""
    plain = printed.replace(",", ".")
    if _THOUSANDS.match(plain):
        return plain.replace(".", "")
    whole, dot, rest = plain.partition(".")
    rest = rest.rstrip("0")
    return (whole.lstrip("0") or "0") + (dot + rest if rest else "")


_SPELLING = _Spelling()


def words_of(line: str) -> list[str]:
    """The comparable words of NFC text."""
    return list(map(_SPELLING.__getitem__, _WORD.findall(line)))


def is_figure(word: str) -> bool:
    return word[0] in (FIGURE, MOMENT)


@dataclass(frozen=True, slots=True)
class Text:
    """The article's own lines, their comparable words in one row, and at which word each line starts."""

    lines: tuple[str, ...]
    starts: tuple[int, ...]
    words: list[str]

    def masked(self) -> list[str]:
        return [FIGURE if word[0] in (FIGURE, MOMENT) else word for word in self.words]


def _is_clean(body: str) -> bool:
    """Whether `nfc` would change nothing: ten times cheaper to ask than to do, and nearly always so."""
    return unicodedata.is_normalized("NFC", body) and body.replace("\n", " ").replace("\t", " ").isprintable()


def read(body: str) -> Text:
    lines = text_lines(body if _is_clean(body) else nfc(body))
    words: list[str] = []
    starts: list[int] = []
    for line in lines:
        starts.append(len(words))
        words += words_of(line)
    return Text(tuple(lines), tuple(starts), words)
