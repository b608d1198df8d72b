"""One request, one answer: its body undone and counted under every limit. The only importer of httpx."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import httpcore
import httpx

from pipeline.codings import CodingError, CutError, TooLargeError, Undoing, coding_names
from pipeline.fetch.network import Connections, Tap, TransferError, received
from pipeline.model import Exchange, Outcome
from pipeline.settings import Settings

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_BODY = frozenset({204, 205, 304})
_HEADERS = 250
_KEPT_PIECES = 4  # of at most 64 KiB, of a body that is too large


@dataclass(frozen=True, slots=True)
class Answer:
    """What one request gave. `fault` says what is wrong with it; a body that is not whole is never in `body`."""

    asked_at: datetime
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    fault: TransferError | None = None
    exchange: Exchange | None = None

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name), None)

    @property
    def is_redirect(self) -> bool:
        return self.status in REDIRECTS and self.fault is None


class _Transport(httpx.AsyncBaseTransport):
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        answer = await self._connections.send(
            request.method, str(request.url), request.headers.raw, dict(request.extensions)
        )
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=dict(answer.extensions)
        )

    async def aclose(self) -> None:
        await self._connections.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __aiter__(self) -> AsyncIterator[bytes]:
        return received(self._answer)

    async def aclose(self) -> None:
        await self._answer.aclose()


class Client:
    """One request at a time and address: no cookies, no redirects, no proxy variables, which httpx's own client has.

    One per set of trusted certificates.
    """

    def __init__(self, settings: Settings, extra_ca: str | None = None) -> None:
        self._limits = settings.limits
        self._connections = Connections(settings.allow_addresses, extra_ca)
        self._transport = _Transport(self._connections)
        timeout = httpx.Timeout(self._limits.read_seconds, connect=self._limits.connect_seconds)
        self._extensions = {"timeout": timeout.as_dict()}
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.5",
            "Accept-Language": "vi,en;q=0.5",
            "Accept-Encoding": "gzip, deflate, br",
        }

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._transport.aclose()

    async def ask(self, url: str, headers: dict[str, str], *, cut_at: int | None = None) -> Answer:
        """`cut_at` is for robots.txt alone: what lies behind so many bytes is not read, and that is no fault."""
        reading = _Reading(self._limits.wire_bytes, self._limits.body_bytes, self._limits.codings, cut_at)
        asked_at = datetime.now(UTC)
        try:
            request = httpx.Request("GET", url, headers=self._headers | headers, extensions=self._extensions)
        except httpx.InvalidURL as error:
            return Answer(asked_at, fault=TransferError(Outcome.REFUSED, f"no address ({error})", may_pass=False))
        fault = None
        try:
            answer = await self._transport.handle_async_request(request)
            try:
                await reading.read(answer)
            finally:
                await answer.aclose()
                if reading.is_spent:
                    await self._connections.drop(url)
        except TransferError as error:
            fault = error
        except httpx.HTTPError as error:
            fault = TransferError(Outcome.BROKEN, f"malformed HTTP ({error})")
        return reading.answer(asked_at, request, fault)


class _Reading:
    """An answer while it is read: what has come so far survives a fault."""

    def __init__(self, wire_bytes: int, body_bytes: int, codings: int, cut_at: int | None) -> None:
        self._wire_bytes = wire_bytes
        self._body_bytes = body_bytes
        self._codings = codings
        self._cut_at = cut_at
        self._wire: list[bytes] = []
        self._tap: Tap | None = None
        self._status: int | None = None
        self._headers: tuple[tuple[str, str], ...] = ()
        self._body: bytes | None = None
        self.is_spent = False

    async def read(self, answer: httpx.Response) -> None:
        self._tap = tap = answer.extensions["network_stream"]
        self._status = answer.status_code
        raw: list[tuple[bytes, bytes]] = answer.headers.raw
        if len(raw) > _HEADERS:
            raise TransferError(Outcome.BROKEN, f"{len(raw)} headers", may_pass=False)
        self._headers = tuple((name.decode("latin-1"), _text(value)) for name, value in raw)
        if self._status in REDIRECTS | _NO_BODY:
            # Nobody reads the body of a redirect, which may be a bomb, or one that must not be there.
            self._body = None if self._status in REDIRECTS else b""
            await tap.count_rest()
            self.is_spent = tap.body_bytes > 0
            return
        await self._read_body(answer)

    async def _read_body(self, answer: httpx.Response) -> None:
        length = self._length(answer.headers)
        try:
            await self._read_pieces(answer, self._undoing(answer.headers))
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

    async def _read_pieces(self, answer: httpx.Response, undoing: Undoing) -> None:
        assert isinstance(answer.stream, httpx.AsyncByteStream)
        come = 0
        async for piece in answer.stream:
            self._wire.append(piece)
            come += len(piece)
            if come > self._wire_bytes:
                raise TooLargeError(f"more than {self._wire_bytes} bytes on the wire")
            undoing.feed(piece)
            if self._cut_at is not None and undoing.given > self._cut_at:
                self._body = undoing.body()
                return
        self._body = undoing.finish()

    def _length(self, headers: httpx.Headers) -> int | None:
        length = headers.get("content-length")
        if length is not None and "transfer-encoding" in headers:
            raise TransferError(Outcome.BROKEN, "both a length and a transfer coding", may_pass=False)
        if length is None:
            return None
        if int(length) > self._wire_bytes and self._cut_at is None:
            raise TransferError(
                Outcome.TOO_LARGE, f"the body has {length} bytes, more than {self._wire_bytes}", may_pass=False
            )
        return int(length)

    def _undoing(self, headers: httpx.Headers) -> Undoing:
        names = coding_names(headers.get("content-encoding", ""))
        if len(names) > self._codings:
            raise TransferError(
                Outcome.REFUSED, f"{len(names)} content codings, more than {self._codings}", may_pass=False
            )
        try:
            return Undoing(names, self._body_bytes)
        except CodingError as error:
            raise TransferError(Outcome.REFUSED, str(error), may_pass=False) from error

    async def _check_rest(self, length: int | None) -> None:
        """A length that is too small leaves the rest of the page on the wire."""
        assert self._tap is not None
        if length is None:
            return
        await self._tap.count_rest()
        self.is_spent = self._tap.ended or self._tap.body_bytes > length
        if self._tap.body_bytes > length:
            self._body = None
            raise TransferError(Outcome.BROKEN, f"more bytes than its length of {length} says", may_pass=False)

    def answer(self, asked_at: datetime, request: httpx.Request, fault: TransferError | None) -> Answer:
        exchange = None
        if self._tap is not None and self._status is not None:
            exchange = Exchange(
                request_head=_request_head(request),
                answer_head=self._tap.head,
                payload=b"".join(self._wire if _is_whole(fault) else self._wire[:_KEPT_PIECES]),
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


def _request_head(request: httpx.Request) -> bytes:
    headers: list[tuple[bytes, bytes]] = request.headers.raw
    lines = [b"GET %s HTTP/1.1" % request.url.raw_path, *(b"%s: %s" % one for one in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _is_whole(fault: TransferError | None) -> bool:
    return fault is None or fault.outcome is not Outcome.TOO_LARGE


def _truncation(fault: TransferError | None) -> str | None:
    kinds: dict[Any, str] = {Outcome.TOO_LARGE: "length", Outcome.TIMEOUT: "time", Outcome.TRUNCATED: "disconnect"}
    return kinds.get(fault.outcome) if fault else None
