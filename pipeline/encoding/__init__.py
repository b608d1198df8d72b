"""A page's bytes -> its text in NFC; pure. Refuses what cannot be read safely rather than guess.

The order follows what portals really send: a byte order mark, UTF-8 (also with a few bad bytes, or cut short), the
labels of portal file, header and page, and last what the Vietnamese syllables of each decoding tell.
"""

import codecs
import html as entities
import re
import unicodedata

import ftfy

from pipeline.encoding.legacy import from_tcvn3, from_vni
from pipeline.encoding.syllables import marked_words, score, visible
from pipeline.errors import EncodingError

GOOD_SCORE = 0.8
FEW_WORDS = 20  # with fewer marked words a score says nothing
_WIDE_SHARE = 100  # one byte in so many is plenty, markup included
BAD_SHARE = 0.05  # of the characters outside ASCII, in a page that is UTF-8 but for some bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = {"tcvn": from_tcvn3, "tcvn3": from_tcvn3, "x-viet-tcvn": from_tcvn3, "vni": from_vni, "x-viet-vni": from_vni}
_LABEL = re.compile(r"charset\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DOUBLED = (
    b"\xc3\xa1\xc2\xba",
    b"\xc3\xa1\xc2\xbb",
    b"\xc3\x84\xe2\x80\x98",
)  # the first letters of ế, ở, đ, encoded twice
# What stays of letters encoded twice, or typed for an unknown font.
_WRECK = re.compile(r"á[º»]|Ä[‘\x91]|Æ[°¡]|Ã[\xa0-\xbf]|[a-z][µ·¸¶¹®§¬«»¨ª\x80-\x9f\ufffd][a-z]")
_WRECK_SHARE = 0.02  # of the marked words: a stray one is a typing mistake
_LATIN_ENTITY = re.compile(r"&(?:#(?:1[6-9]\d|2[0-4]\d|25[0-5])|[a-zA-Z]{3,6});")


def decode(body: bytes, content_type: str = "", declared: str | None = None) -> str:
    """`declared` is the portal file's word and wins over header and page. Raises EncodingError."""
    text = _decode(body, content_type, declared).removeprefix("\ufeff")
    if b"\x00" in body:
        text = text.replace("\x00", "")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _decode(body: bytes, content_type: str, declared: str | None) -> str:
    for mark, name in _MARKS:
        if body.startswith(mark):
            return body.decode(name, "replace")
    if declared:
        return _declared(body, declared)
    if wide := _wide(body):
        return body.decode(wide, "replace")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        return _nearly_utf8(body) or _eight_bit(body, content_type)
    return _repaired(text) if _is_suspicious(body) else text


def _declared(body: bytes, label: str) -> str:
    if convert := _LEGACY.get(label.lower()):
        return convert(_unescaped(body.decode("latin-1")))
    try:
        # Twice, since some codecs let half a letter pass.
        return body.decode(label, "replace").encode("utf-8", "replace").decode("utf-8")
    except (LookupError, ValueError) as error:
        raise EncodingError(f"encoding {label!r} is none for pages: correct it in the portal's file") from error


def _wide(body: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of the markup is zero."""
    sample = body[:2000]
    if sample.count(0) * 5 < len(sample) or len(sample) < 4:
        return None
    return "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"


def _is_suspicious(body: bytes) -> bool:
    """Vietnamese in UTF-8 has more letters that begin with E1 than with C3; counting bytes is nearly free."""
    if b"\xc2" in body and any(each in body for each in _DOUBLED):
        return True
    if body.isascii():
        return body.count(b"&") > FEW_WORDS  # letters written as entities may be a legacy font's
    wide = body.count(b"\xe1")
    if wide * _WIDE_SHARE > len(body):
        return False
    latin = body.count(b"\xc3") + body.count(b"\xc2")
    return latin > FEW_WORDS and wide * 3 < latin


def _repaired(text: str) -> str:
    """UTF-8 that holds a second encoding: encoded twice, or typed for a legacy font."""
    if any(each.decode() in text for each in _DOUBLED):
        text = "\n".join(ftfy.fix_encoding(line) for line in text.split("\n"))
    seen = visible(text)
    words = len(marked_words(seen))
    if score(seen) < GOOD_SCORE and words >= FEW_WORDS and (best := _best(_unescaped(text))) is not None:
        return best
    if len(_WRECK.findall(seen)) > max(3, words * _WRECK_SHARE):
        raise EncodingError("the text was encoded twice with losses, or typed for an unknown font: name its encoding")
    return text


def _nearly_utf8(body: bytes) -> str | None:
    """UTF-8 but for a few bytes (or its end); lines of another encoding inside are read on their own."""
    text = body.decode("utf-8", "replace")
    bad = text.count("\ufffd")
    marked = len(text) - len(text.encode("ascii", "ignore")) - bad
    if bad <= max(3, marked * BAD_SHARE) and marked > bad:
        return text
    if marked < bad:
        return None
    lines = body.split(b"\n")
    return "\n".join(_line(line) for line in lines)


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return _eight_bit(line, "", few=1)


def _eight_bit(body: bytes, content_type: str, few: int = FEW_WORDS) -> str:
    labels = [
        found.lower() for found in (*_LABEL.findall(content_type), *_LABEL.findall(body[:4096].decode("latin-1")))
    ]
    best = _best(_unescaped(body.decode("latin-1")), body.decode("cp1258", "replace"))
    if best is not None:
        return best
    text = body.decode("cp1252", "replace")
    if len(marked_words(visible(text))) < few:
        return text
    for label in labels:
        if label.startswith(("utf", "windows-125", "iso-8859", "us-ascii")):
            continue
        try:
            return body.decode(label).encode("utf-8").decode("utf-8")
        except (LookupError, ValueError):  # unknown, not of this page, or gives halves of letters
            continue
    raise EncodingError(
        f"no decoding gives Vietnamese words (labels: {', '.join(labels) or 'none'}): name the encoding"
    )


def _best(latin: str, *others: str) -> str | None:
    """The decoding whose words are Vietnamese, if one is."""
    candidates = [*others, from_tcvn3(latin), from_vni(latin)]
    scored = [(score(visible(each)), -place) for place, each in enumerate(candidates)]
    top, place = max(scored)
    return candidates[-place] if top >= GOOD_SCORE else None


def _unescaped(text: str) -> str:
    """Entities for Latin-1 letters as the letters, since a legacy font gives them another meaning."""

    def letter(entity: re.Match[str]) -> str:
        made = entities.unescape(entity[0])
        return made if len(made) == 1 and "\xa1" <= made <= "\xff" else entity[0]

    return _LATIN_ENTITY.sub(letter, text)
