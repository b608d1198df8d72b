"""Targets that read files: portal files, subscriptions, environments, archives, compressed streams."""

import gzip
import os
import re
import zlib
from collections.abc import Callable
from datetime import UTC
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from unittest import mock

from fuzz import seeds
from fuzz.edits import OF_TEXT, edited, edited_bytes
from fuzz.of_pages import snapshot
from fuzz.target import Target, outcome, require
from pipeline.archive.reading import read_batch, read_foreign, read_records, read_snapshot
from pipeline.archive.records import load
from pipeline.codings import CodingError, Undoing, undo, unzipped
from pipeline.discover import discover
from pipeline.extract import extract
from pipeline.model import Portal
from pipeline.portals import load_portal
from pipeline.settings import Settings, load_settings
from pipeline.stages.reading import read_lines
from pipeline.stages.showing import read_moment
from pipeline.subscriptions import load_subscriptions

FOLDER = Path(mkdtemp(prefix="parwatch-fuzz-", dir="/dev/shm" if Path("/dev/shm").is_dir() else None))
_PAGES = (b"<html><h3 class=story><a href=/tin/1>Mot hai ba bon</a></h3><p>x" + b"Tin 12. " * 40, b"\xff\xfe\x00 21/63")


def written(data: bytes, name: str) -> Path:
    path = FOLDER / name
    path.write_bytes(data)
    return path


# --- portal files ----------------------------------------------------------------------------

_NAME = re.compile(rb"^name *= *\"([\w-]{1,50})\"", re.MULTILINE)


def check_portal(data: bytes) -> None:
    """A file is refused in words, or gives a portal that works on any page."""
    name = _NAME.search(data)
    path = written(data, f"{name[1].decode('utf-8', 'replace') if name else 'mau'}.toml")
    try:
        portal = outcome(lambda: load_portal(path), str(path))
    finally:
        path.unlink()
    if isinstance(portal, Portal):
        for body in _PAGES:
            outcome(lambda body=body: discover(snapshot(body), portal))
            outcome(lambda body=body: extract(snapshot(body), portal))


# --- subscriptions and environment -----------------------------------------------------------


def check_subscriptions(data: bytes) -> None:
    path = written(data, "subscriptions.toml")
    outcome(lambda: load_subscriptions(path, ("chat", "ops")), str(path))


def check_settings(data: bytes) -> None:
    """Lines NAME=VALUE as PARWATCH_NAME; a variable's name or value holds no NUL and stands on one line."""
    lines = data.decode("utf-8", "replace").replace("\0", "").splitlines()
    pairs = (line.partition("=") for line in lines)
    given = {f"PARWATCH_{name}": value for name, _, value in pairs if name and value}
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PARWATCH_")}
    with mock.patch.dict(os.environ, kept | given, clear=True):
        outcome(load_settings, "PARWATCH_")


# --- archives --------------------------------------------------------------------------------

_SETTINGS = Settings(FOLDER)
_RECORD = re.compile(rb"(?=WARC/1\.[01]\r?\n)")


def check_archive(data: bytes) -> None:
    """As it is, and with every record packed by itself; read as ours, as a stranger's, and at an offset."""
    _check_archive(written(data, "plain.warc.gz"))
    if not data.startswith(b"\x1f\x8b"):
        _check_archive(written(repacked(data), "packed.warc.gz"))


def _check_archive(path: Path) -> None:
    where = str(path)
    outcome(lambda: list(read_batch(_SETTINGS, path)), where)
    outcome(lambda: list(read_records(_SETTINGS, path)), where)
    outcome(lambda: list(read_foreign(path, "mau")), where)
    for offset in (0, path.stat().st_size // 2):
        outcome(lambda offset=offset: read_snapshot(_SETTINGS, f"../{path.name}", offset), path.name)


def repacked(data: bytes) -> bytes:
    return b"".join(gzip.compress(one, 1, mtime=0) for one in _RECORD.split(data) if one)


def edit_archive(data: bytes, chance: Random) -> bytes:
    """Inside its records too, which are packed again one by one."""
    if not data.startswith(b"\x1f\x8b") or chance.random() < 0.2:
        return data[: chance.randrange(len(data) + 1)] if chance.random() < 0.1 else _edit_record(data, chance)
    try:
        inner = gzip.decompress(data)
    except (OSError, EOFError, ValueError, zlib.error):
        return data[:-1]
    return repacked(_edit_record(inner, chance))


_HEADERS = (
    "Content-Length",
    "WARC-Type",
    "WARC-Date",
    "WARC-Target-URI",
    "Content-Type",
    "Content-Encoding",
    "HTTP/1.1",
)
_VALUES = (
    "",
    "-1",
    "0",
    "99999999999",
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
    "response",
    "metadata",
    "x" * 300,
)


def _edit_record(data: bytes, chance: Random) -> bytes:
    text = data.decode("utf-8", "surrogateescape")
    if chance.random() < 0.5:
        header = re.compile(rf"({re.escape(chance.choice(_HEADERS))}:? )[^\r\n]*")
        text = header.sub(lambda found: found[1] + chance.choice(_VALUES), text, count=chance.choice((0, 1, 2)))
    else:
        text = edited(text, chance)
    return text.encode("utf-8", "surrogateescape")


# --- what people hand over -------------------------------------------------------------------


def check_records(data: bytes) -> None:
    """The JSON of one outcome."""
    outcome(lambda: load(data), "outcome record")


def check_lines(data: bytes) -> None:
    """A file of JSON lines; its text as a day or a moment too."""
    path = written(data, "lines.jsonl")
    outcome(lambda: list(read_lines(path, ("id", "text"))), str(path))
    text = data.decode("utf-8", "replace")
    for form in (text[:60], text[:10]):
        found = outcome(lambda form=form: read_moment(form, at_end=True))
        require(isinstance(found, str) or found.astimezone(UTC), f"moment: {found}")


# --- compressed streams ----------------------------------------------------------------------

_CODINGS = {ord("g"): ("gzip",), ord("b"): ("br",), ord("d"): ("deflate",), ord("2"): ("br", "gzip")}
_LIMIT = 100_000


def check_codings(data: bytes) -> None:
    """Whole or in pieces: the same bytes or a declared error, never more than the limit."""
    codings, body = _CODINGS.get(data[0], ("gzip",)) if data else ("gzip",), data[1:]
    whole = _undone(lambda: undo(body, codings, _LIMIT))
    require(len(whole) <= _LIMIT or isinstance(whole, str), f"limit: {len(whole)} bytes")
    require(_undone(lambda: _in_pieces(body, codings)) == whole, "pieces: the result differs")
    require(whole == _undone(lambda: undo(body, codings, _LIMIT)), "same-again: two calls differ")
    if codings == ("gzip",):
        require(_undone(lambda: b"".join(unzipped(body, _LIMIT))) == whole, "unzipped: the result differs")


def _in_pieces(body: bytes, codings: tuple[str, ...]) -> bytes:
    work = Undoing(codings, _LIMIT)
    for start in range(0, len(body), 7):
        work.feed(body[start : start + 7])
    return work.finish()


def _undone(call: Callable[[], bytes]) -> bytes | str:
    """Of two faults either may be told: the limit reached, or damage behind it."""
    try:
        return call()
    except CodingError:
        return "refused"


def edit_stream(data: bytes, chance: Random) -> bytes:
    """What is inside a gzip stream, packed again; or the coding it is said to have."""
    if chance.random() < 0.3:
        return chance.choice((b"g", b"b", b"d", b"2")) + data[1:]
    return data[:1] + edited_bytes(data[1:], chance, OF_TEXT)


TARGETS = (
    Target("portals", seeds.portal_files, check_portal),
    Target("subscriptions", seeds.subscription_files, check_subscriptions),
    Target("settings", seeds.environments, check_settings, longest=2_000),
    Target("archive", seeds.archives, check_archive, edit_archive),
    Target("records", seeds.records, check_records, longest=2_000),
    Target("lines", seeds.lines, check_lines, longest=2_000),
    Target("codings", seeds.streams, check_codings, edit_stream),
)
