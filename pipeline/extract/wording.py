"""Lines as pages print them -> the lines of a body: NFC, single spaces, cells split by tabs; pure."""

from collections.abc import Iterable

from pipeline.normalise import nfc


def clean(lines: Iterable[str]) -> str:
    """One line each, empty ones left out. Asking whether anything needs changing is ten times cheaper than to do it."""
    text = "\n".join(filter(None, map(_single_spaces, lines)))
    if text.isascii() or text.replace("\n", "").replace("\t", "").isprintable():
        return text
    return "\n".join(filter(None, map(_single_spaces, nfc(text).split("\n"))))


def _single_spaces(line: str) -> str:
    if "\t" in line:
        return "\t".join(" ".join(cell.split()) for cell in line.split("\t")).rstrip("\t")
    return " ".join(line.split())
