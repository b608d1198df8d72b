"""Lines as pages print them -> the lines of a body: NFC, single spaces, cells split by tabs; pure."""

from collections.abc import Iterable

from pipeline.normalise import nfc


def single_spaced(line: str) -> str:
    """Most lines need nothing, and asking that is four times cheaper than to split and join them."""
    if line.isprintable() and "  " not in line:
        return line.strip()
    plain = " ".join(line.split())
    return plain if plain.isprintable() else " ".join(nfc(plain).split())


def clean(lines: Iterable[str]) -> str:
    """One line each, empty ones left out."""
    return "\n".join(filter(None, map(_cells, lines)))


def _cells(line: str) -> str:
    return "\t".join(map(single_spaced, line.split("\t"))).rstrip("\t") if "\t" in line else single_spaced(line)
