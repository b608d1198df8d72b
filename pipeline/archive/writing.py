"""Outcomes -> one WARC file per batch, each with its bytes; complete whenever it can be seen."""

import fcntl
import os
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Self

from pipeline.archive.inbox import ENDING, MOMENT, explained, hand_over, open_name
from pipeline.archive.records import dump
from pipeline.archive.warc import HTTP_ANSWER, HTTP_REQUEST, pack
from pipeline.model import Exchange, FetchRecord, KnownPage, Outcome, Snapshot
from pipeline.settings import Settings
from pipeline.version import CODE_VERSION

_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"


class BatchWriter:
    """Writes one batch. Leaving the block, even by an error, keeps what was written and hands it to the inbox."""

    def __init__(self, settings: Settings, portal: str, started_at: datetime) -> None:
        self.started_at = started_at.astimezone(UTC).replace(microsecond=0)
        self.portal = portal
        self.batch = f"{portal}-{self.started_at.strftime(MOMENT)}-{secrets.token_hex(3)}"
        self.archive_file = f"{portal}/{self.batch}{ENDING}"
        self.records = 0
        self._settings = settings
        self._path = settings.archive / self.archive_file

    def __enter__(self) -> Self:
        facts = {"software": f"parwatch {CODE_VERSION}", "format": "WARC File Format 1.1", "batch": self.batch}
        block = "".join(f"{name}: {value}\r\n" for name, value in facts.items()).encode()
        with explained(self._path):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = open_name(self._path).open("xb")
            fcntl.flock(self._file, fcntl.LOCK_EX)
            self._file.write(pack("warcinfo", "", self.started_at, block, "application/warc-fields"))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.finish()

    def finish(self) -> None:
        """Hand the batch over; it may take the disk a while. Once is enough, and leaving the block does it too."""
        if self._file.closed:
            return
        with explained(self._path), self._file:  # closing writes too
            if self.records == 0:
                open_name(self._path).unlink()
                return
            self._file.flush()
            os.fsync(self._file.fileno())
            hand_over(self._settings, self.batch, self._path)

    def add(
        self,
        record: FetchRecord,
        snapshot: Snapshot | None = None,
        exchange: Exchange | None = None,
        same_as: KnownPage | None = None,
        notes: tuple[str, ...] = (),
    ) -> FetchRecord:
        """Keep one outcome with its bytes; the record comes back with its id and with where the bytes lie.

        `same_as` is an earlier page whose bytes these are again: only a reference to it is written.
        """
        self.records += 1
        with explained(self._path):
            offset = self._write_bytes(record, snapshot, exchange, same_as)
            if exchange is not None:
                self._file.write(pack("request", record.url, record.fetched_at, exchange.request_head, HTTP_REQUEST))
            kept = replace(
                record,
                id=f"{self.batch}.{self.records:05d}",
                batch=self.batch,
                archive_file=None if offset is None else self.archive_file,
                archive_offset=offset,
            )
            facts = dump(kept, snapshot, notes)
            self._file.write(pack("metadata", record.url, record.fetched_at, facts, "application/json"))
        return kept

    def add_page(self, snapshot: Snapshot, published: date | None = None, title: str | None = None) -> FetchRecord:
        """Keep a page that somebody saved, as if it had been fetched when it was saved."""
        return self.add(
            FetchRecord(
                id="",
                batch=self.batch,
                portal=snapshot.portal,
                url=snapshot.url,
                purpose="file",
                outcome=Outcome.OK,
                reason=None,
                fetched_at=snapshot.fetched_at,
                final_url=snapshot.url,
                status=snapshot.status,
                body_sha256=snapshot.sha256,
                body_bytes=len(snapshot.body),
                published=published,
                title=title,
            ),
            snapshot,
        )

    def _write_bytes(
        self, record: FetchRecord, snapshot: Snapshot | None, exchange: Exchange | None, same_as: KnownPage | None
    ) -> int | None:
        offset = self._file.tell()
        if same_as is not None:
            self._file.write(_revisit(record, exchange, same_as))
        elif exchange is not None:
            self._file.write(_answer(record, exchange))
        elif snapshot is not None:
            body, kind = snapshot.body, snapshot.content_type
            self._file.write(pack("resource", record.url, record.fetched_at, body, kind, body))
        else:
            return None
        return offset


def _answer(record: FetchRecord, exchange: Exchange) -> bytes:
    extra = {"WARC_IP_Address": exchange.address}
    if exchange.truncated:
        extra["WARC_Truncated"] = exchange.truncated
    block = _stored_head(exchange.answer_head) + exchange.payload
    return pack("response", record.url, record.fetched_at, block, HTTP_ANSWER, exchange.payload, **extra)


def _revisit(record: FetchRecord, exchange: Exchange | None, same_as: KnownPage) -> bytes:
    not_modified = record.status == 304 or exchange is None
    extra = {
        "WARC_Profile": _REVISIT + ("server-not-modified" if not_modified else "identical-payload-digest"),
        "WARC_Refers_To_Target_URI": same_as.url,
        "WARC_Refers_To_Date": (same_as.body_at or same_as.tried_at).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }
    head = _stored_head(exchange.answer_head) if exchange else b""
    payload = exchange.payload if exchange and not not_modified else None
    return pack("revisit", record.url, record.fetched_at, head, HTTP_ANSWER, payload, **extra)


def _stored_head(head: bytes) -> bytes:
    """The head as it came, but for the transfer coding, which was undone: readers would look for its chunks."""
    lines = head.replace(b"\r\n", b"\n").split(b"\n")
    renamed = (b"X-Archive-Orig-" + line if line.lower().startswith(b"transfer-encoding:") else line for line in lines)
    return b"\r\n".join(renamed)
