"""An answer read piece by piece: its body undone and counted under every limit; knows no HTTP library."""

from collections.abc import AsyncIterable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.codings import CodingError, CutError, TooLargeError, Undoing, coding_names
from pipeline.fetch.network.faults import TransferError
from pipeline.fetch.network.tap import Tap
from pipeline.model import Exchange, Outcome
from pipeline.settings import Limits

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 205, 304})
_HEADERS = 250
_KEPT_BYTES = 256 * 1024  # of a body that is too large


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave. `fault` says what is wrong with it; a body that is not whole is never in `body`."""

    asked_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = field(default=None, repr=False)
    fault: TransferError | None = None
    exchange: Exchange | None = None

    def header(self, name: str) -> str | None:
        return header_of(self.headers, name)

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS and self.fault is None


class Reading:
    """An answer while it is read: what has come so far survives a fault."""

    def __init__(self, limits: Limits, cut_at: int | None) -> None:
        self._limits = limits
        self._cut_at = cut_at
        self._wire = bytearray()
        self._tap: Tap | None = None
        self._status: int | None = None
        self._headers: tuple[tuple[str, str], ...] = ()
        self._body: bytes | None = None

    async def read(
        self, status: int, headers: list[tuple[bytes, bytes]], pieces: AsyncIterable[bytes], tap: Tap
    ) -> None:
        self._status, self._tap = status, tap
        if len(headers) > _HEADERS:
            raise TransferError(Outcome.BROKEN, f"{len(headers)} headers", may_pass=False)
        self._headers = tuple((name.decode("latin-1"), _text(value)) for name, value in headers)
        if self._status in REDIRECTS | _NO_BODY:
            # Nobody reads the body of a redirect, which may be a bomb, or one that must not be there.
            self._body = None if self._status in REDIRECTS else b""
            await tap.count_rest()
            tap.is_spent = tap.body_bytes > 0
            return
        await self._read_body(pieces)

    async def _read_body(self, pieces: AsyncIterable[bytes]) -> None:
        length = self._length()
        try:
            await self._read_pieces(pieces, self._undoing())
        except TooLargeError as error:
            raise TransferError(Outcome.TOO_LARGE, f"the body is too large: {error}", may_pass=False) from error
        except CutError as error:
            raise TransferError(Outcome.TRUNCATED, f"the body is cut short: {error}") from error
        except CodingError as error:
            raise TransferError(Outcome.BROKEN, f"the body cannot be decoded: {error}", may_pass=False) from error
        except TransferError as error:
            if error.outcome is Outcome.UNREACHABLE:
                raise TransferError(Outcome.TRUNCATED, f"the body is cut short: {error.reason}") from error
            raise
        await self._check_rest(length)

    async def _read_pieces(self, pieces: AsyncIterable[bytes], undoing: Undoing) -> None:
        async for piece in pieces:
            self._wire += piece
            if len(self._wire) > self._limits.wire_bytes:
                raise TooLargeError(f"more than {self._limits.wire_bytes} bytes on the wire")
            undoing.feed(piece)
            if self._cut_at is not None and undoing.given > self._cut_at:
                self._body = undoing.body()
                return
        self._body = undoing.finish()

    def _length(self) -> int | None:
        length = header_of(self._headers, "content-length")
        if length is not None and header_of(self._headers, "transfer-encoding") is not None:
            raise TransferError(Outcome.BROKEN, "both a length and a transfer coding", may_pass=False)
        if length is None:
            return None
        if int(length) > self._limits.wire_bytes and self._cut_at is None:
            raise TransferError(
                Outcome.TOO_LARGE, f"the body has {length} bytes, more than {self._limits.wire_bytes}", may_pass=False
            )
        return int(length)

    def _undoing(self) -> Undoing:
        written = [value for name, value in self._headers if name.lower() == "content-encoding"]
        names = coding_names(", ".join(written))
        if len(names) > self._limits.codings:
            raise TransferError(
                Outcome.REFUSED, f"{len(names)} content codings, more than {self._limits.codings}", may_pass=False
            )
        try:
            return Undoing(names, self._limits.body_bytes)
        except CodingError as error:
            raise TransferError(Outcome.REFUSED, str(error), may_pass=False) from error

    async def _check_rest(self, length: int | None) -> None:
        """A length that is too small leaves the rest of the page on the wire."""
        assert self._tap is not None
        if length is None:
            return
        await self._tap.count_rest()
        self._tap.is_spent = self._tap.ended or self._tap.body_bytes > length
        if self._tap.body_bytes > length:
            self._body = None
            raise TransferError(Outcome.BROKEN, f"more bytes than its length of {length} says", may_pass=False)

    def answer(self, asked_at: datetime, request_head: bytes, fault: TransferError | None) -> Answer:
        exchange = None
        if self._tap is not None and self._status is not None:
            exchange = Exchange(
                request_head=request_head,
                answer_head=self._tap.head,
                payload=bytes(self._wire if _is_whole(fault) else self._wire[:_KEPT_BYTES]),
                address=self._tap.address,
                truncated=_truncation(fault),
            )
        body = None if fault else self._body
        return Answer(asked_at, self._status, self._headers, body, fault, exchange)


def _text(value: bytes) -> str:
    """Header values are Latin-1 by the standard and UTF-8 in practice."""
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _is_whole(fault: TransferError | None) -> bool:
    return fault is None or fault.outcome is not Outcome.TOO_LARGE


def _truncation(fault: TransferError | None) -> str | None:
    kinds = {Outcome.TOO_LARGE: "length", Outcome.TIMEOUT: "time", Outcome.TRUNCATED: "disconnect"}
    return kinds.get(fault.outcome) if fault else None


def header_of(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    return next((value for key, value in headers if key.lower() == name), None)
