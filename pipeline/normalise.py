"""One spelling for Vietnamese text: any text in, the same text in one form out. Pure."""

import re
import unicodedata
from itertools import pairwise

# Characters that print nothing but break words apart for a machine; the variation selectors come from emoji keyboards.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"))
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
# What steers a terminal or turns the direction of writing: shown, a page's text would do what it says.
_BREAKS = dict.fromkeys([0x0B, 0x0C, *range(0x1C, 0x20), 0x85], " ")
_STEERING = dict.fromkeys(
    {*range(0x20), *range(0x7F, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {0x09, 0x0A, 0x0D, *_BREAKS}
)
_SURFACE = _INVISIBLE | _SPACES | _BREAKS | _STEERING

_CELLS = re.compile(r"[\t|]")  # rows of a table are no prose
WRAPPED = 120  # characters of the longest line of a text wrapped by hand
_MARKED = "àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ"
_OLD_PAIRS = {
    f"{first}{second}": (first, second) for first, seconds in zip("oou", _MARKED, strict=True) for second in seconds
}


def _mark(letter: str, like: str) -> str:
    """The letter carrying the tone mark of `like`: ("o", "à") gives "ò"."""
    marks = unicodedata.normalize("NFD", like)[1:]
    return unicodedata.normalize("NFC", letter + marks)


def _bare(letter: str) -> str:
    return unicodedata.normalize("NFD", letter)[0]


_NEW_PAIRS = {pair: _mark(first, second) + _bare(second) for pair, (first, second) in _OLD_PAIRS.items()}
_NEW_PAIRS |= {old.capitalize(): new.capitalize() for old, new in _NEW_PAIRS.items()} | {
    old.upper(): new.upper() for old, new in _NEW_PAIRS.items()
}
# A tone stands on the second vowel either way before a final letter (toàn) and after qu (quý).
_OLD_TONE = re.compile(r"(?<![qQ])(?:[oO][àáảãạÀÁẢÃẠèéẻẽẹÈÉẺẼẸ]|[uU][ỳýỷỹỵỲÝỶỸỴ])(?!\w)")


def nfc(text: str) -> str:
    """Composed letters, plain spaces, one sort of line break, no invisible or steering characters; tabs stay."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text.translate(_SURFACE))


def tone(text: str) -> str:
    """The tone mark where schools put it since 1984: hoà becomes hòa. Length never changes."""
    return _OLD_TONE.sub(lambda found: _NEW_PAIRS.get(found[0], found[0]), text)


def canonical(text: str) -> str:
    """Lower case and one tone placement of NFC text, letter by letter: offsets stay those of `text`."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return tone(lowered)


def fold(text: str) -> str:
    """Lower case, no marks, đ as d, single spaces: for comparing names, not for reading text."""
    letters = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def unwrap(text: str) -> str:
    """Lines wrapped by hand made one, letter by letter: the break becomes a space, every offset stays."""
    if text.islower():
        return text  # without capitals, nothing tells where a line goes on
    lines = text.split("\n")
    width = _width(lines)
    joined = [lines[0]]
    for line, after in pairwise(lines):
        goes_on = after[:1].islower() or (width and _is_full(line, after, width))
        joined += " " if goes_on and line and not _CELLS.search(line + after) else "\n", after
    return "".join(joined)


def _width(lines: list[str]) -> int:
    """The width a text was wrapped at, or 0: no line is long, and several break within a sentence."""
    longest = max(map(len, lines))
    broken = sum(line[:1].islower() for line in lines[1:])
    return longest if longest <= WRAPPED and broken > 1 else 0


def _is_full(line: str, after: str, width: int) -> bool:
    """A line filled to the width, that no stop ends, goes on in the next."""
    return len(line) > width * 3 // 4 and line[-1] not in ".!?…:;" and after[:1] not in {"", "-", "•", "*", "+", "\t"}
