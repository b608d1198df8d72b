"""One spelling for Vietnamese text: any text in, the same text in one form out. Pure."""

import re
import unicodedata

# Characters that print nothing but break words apart for a machine; the variation selectors come from emoji keyboards.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"))
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_SURFACE = _INVISIBLE | _SPACES

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
    """Composed letters, plain spaces, no invisible characters; line breaks and tabs stay."""
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
