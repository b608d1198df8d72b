"""WARC records <-> bytes. The only importer of warcio, which reads; knows nothing of portals and batches."""

import base64
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha1
from pathlib import Path
from typing import IO, Any
from uuid import uuid4

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from pipeline.errors import ArchiveError

_LEVEL = 4  # a third faster than the usual 6, for a twentieth more bytes
_SMALL = 2_048
HTTP_ANSWER = "application/http; msgtype=response"
HTTP_REQUEST = "application/http; msgtype=request"
_LONGEST_REASON = 200  # characters
# What warcio raises over a damaged record, `AttributeError` and `TypeError` where a header that it relies on was cut
# off; and what a date gives that no calendar has.
_DAMAGE = (
    ArchiveLoadFailed,
    StatusAndHeadersParserException,
    zlib.error,
    EOFError,
    ValueError,
    OverflowError,
    AttributeError,
    TypeError,
)


Opened = Callable[[Path], AbstractContextManager[IO[bytes]]]  # how a file is come by


@dataclass(frozen=True, slots=True)
class Item:
    """One record as read. `headers` are the WARC headers, `http` the answer's, both with names in lower case."""

    kind: str
    url: str
    moment: datetime
    offset: int
    end: int
    payload: bytes
    headers: dict[str, str]
    status: int | None
    http: dict[str, str]


def in_folder(path: Path) -> AbstractContextManager[IO[bytes]]:
    return path.open("rb")


def pack(
    kind: str, url: str, moment: datetime, block: bytes, content_type: str, digest_of: bytes | None = None, **extra: str
) -> bytes:
    """One record as one gzip member, so that it can be read from its offset alone. `_` in names of `extra` is `-`."""
    fields = [
        "WARC/1.1",
        f"WARC-Type: {kind}",
        f"WARC-Record-ID: <urn:uuid:{uuid4()}>",
        f"WARC-Date: {_written(moment)}",
        *([f"WARC-Target-URI: {url}"] if url else []),
        *(f"{name.replace('_', '-')}: {value}" for name, value in extra.items()),
        *([f"WARC-Payload-Digest: {_digest(digest_of)}"] if digest_of is not None else []),
        f"WARC-Block-Digest: {_digest(block)}",
        f"Content-Type: {' '.join(content_type.split()) or 'application/octet-stream'}",
        f"Content-Length: {len(block)}",
    ]
    record = "\r\n".join(fields).encode() + b"\r\n\r\n" + block + b"\r\n\r\n"
    # Most records are small: a window of their size saves most of the packer's work, which is to clear its memory.
    window, memory = (26, 4) if len(record) < _SMALL else (31, 8)
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, window, memory)
    return packer.compress(record) + packer.flush()


def _digest(data: bytes) -> str:
    return "sha1:" + base64.b32encode(sha1(data, usedforsecurity=False).digest()).decode()


def items(
    path: Path, *, largest: int, start: int = 0, undo_codings: bool = False, opened: Opened = in_folder
) -> Iterator[Item]:
    """Every record from an offset on; payloads are cut at `largest`. Raises ArchiveError for what is no archive."""
    try:
        with opened(path) as file:
            file.seek(start)
            # Offsets are counted from where reading began.
            iterator = ArchiveIterator(file)
            for record in iterator:
                payload = _read(record.content_stream() if undo_codings else record.raw_stream, largest)
                yield _item(record, payload, iterator.get_record_offset(), iterator.get_record_length())
    except OSError as error:
        raise ArchiveError(f"{path}: cannot be read ({error.strerror}); restore the file") from error
    except _DAMAGE as error:
        reason = str(error).strip().partition("\n")[0][:_LONGEST_REASON]
        raise ArchiveError(f"{path}: no WARC archive, or a damaged one ({reason}); restore the file") from error


def _read(stream: io.BufferedIOBase, largest: int) -> bytes:
    pieces = bytearray()
    while piece := stream.read(min(256 * 1024, largest + 1 - len(pieces))):
        pieces += piece
    return bytes(pieces)


def _item(record: Any, payload: bytes, offset: int, length: int) -> Item:
    headers = {name.lower(): value for name, value in record.rec_headers.headers}
    http = record.http_headers
    status = http.get_statuscode() if http else ""
    return Item(
        kind=record.rec_type,
        url=headers.get("warc-target-uri", "").strip("<>"),
        moment=_moment(headers.get("warc-date", "")),
        offset=offset,
        end=offset + length,
        payload=payload,
        headers=headers,
        status=int(status) if status.isdigit() else None,
        http={name.lower(): value for name, value in http.headers} if http else {},
    )


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC) if text else datetime.fromtimestamp(0, UTC)
