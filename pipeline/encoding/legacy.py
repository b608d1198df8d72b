"""Text typed for the legacy fonts TCVN3 (ABC) and VNI, read as Latin-1 -> Vietnamese letters; pure.

Both print Vietnamese by giving Latin-1 places the shapes of Vietnamese letters: no charset names them, so the text
itself must tell. TCVN3 capitals with tone marks exist only as another font face, so they come back in lower case.
"""

import re
import unicodedata

_TONES = {"grave": "\u0300", "hook": "\u0309", "tilde": "\u0303", "acute": "\u0301", "dot": "\u0323"}
_ORDER = tuple(_TONES.values())

# TCVN3: the places of a letter's five toned forms, in the order grave, hook, tilde, acute, dot.
_TCVN3_TONED = {
    "a": "B5 B6 B7 B8 B9",
    "ă": "BB BC BD BE C6",
    "â": "C7 C8 C9 CA CB",
    "e": "CC CE CF D0 D1",
    "ê": "D2 D3 D4 D5 D6",
    "i": "D7 D8 DC DD DE",
    "o": "DF E1 E2 E3 E4",
    "ô": "E5 E6 E7 E8 E9",
    "ơ": "EA EB EC ED EE",
    "u": "EF F1 F2 F3 F4",
    "ư": "F5 F6 F7 F8 F9",
    "y": "FA FB FC FD FE",
}
_TCVN3_PLAIN = "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ"

# VNI: a mark of its own follows the letter. Hat and breve letters have marks that carry the tone as well.
_VNI_MARKS = {
    "ø": ("", "grave"),
    "û": ("", "hook"),
    "õ": ("", "tilde"),
    "ù": ("", "acute"),
    "ï": ("", "dot"),
    "â": ("\u0302", ""),
    "à": ("\u0302", "grave"),
    "å": ("\u0302", "hook"),
    "ã": ("\u0302", "tilde"),
    "á": ("\u0302", "acute"),
    "ä": ("\u0302", "dot"),
    "ê": ("\u0306", ""),
    "è": ("\u0306", "grave"),
    "ú": ("\u0306", "hook"),
    "ü": ("\u0306", "tilde"),
    "é": ("\u0306", "acute"),
    "ë": ("\u0306", "dot"),
}
_VNI_ALONE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}


def _tcvn3_table() -> dict[int, str]:
    table = {int(entry[:2], 16): entry[2:] for entry in _TCVN3_PLAIN.split()}
    for letter, places in _TCVN3_TONED.items():
        for place, tone in zip(places.split(), _ORDER, strict=True):
            table[int(place, 16)] = unicodedata.normalize("NFC", letter + tone)
    return table


def _vni_table() -> dict[str, str]:
    """Letter and mark -> Vietnamese letter, in both cases; only pairs that make one letter."""
    table = {}
    for letter in "aeouyôöAEOUYÔÖ":
        plain = _VNI_ALONE.get(letter.lower(), letter.lower())
        for mark, (shape, tone) in _VNI_MARKS.items():
            made = unicodedata.normalize("NFC", plain + shape + _TONES.get(tone, ""))
            if len(made) == 1:
                table[letter + mark] = table[letter + mark.upper()] = made.upper() if letter.isupper() else made
    for alone, made in _VNI_ALONE.items():
        table[alone], table[alone.upper()] = made, made.upper()
    return table


_TCVN3 = _tcvn3_table()
_VNI = _vni_table()
_VNI_PAIR = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))


def from_tcvn3(text: str) -> str:
    return text.translate(_TCVN3)


def from_vni(text: str) -> str:
    return _VNI_PAIR.sub(lambda pair: _VNI[pair[0]], text)
