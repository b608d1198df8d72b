"""Connections: every address is checked at the moment of connecting, every byte that arrives is counted.

The only importer of httpcore.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import certifi
import httpcore

from pipeline.errors import RefusedError
from pipeline.fetch.addresses import check_address
from pipeline.fetch.names import NoAddressError, look_up
from pipeline.fetch.wire import Wire
from pipeline.model import Outcome
from pipeline.settings import Settings

HEAD_BYTES = 128 * 1024
INFORMATIONAL = 16  # answers of the kind 103 that may come before the real one
_KEPT_SECONDS = 30.0  # that a connection waits for its next request

_Place = tuple[bytes, bytes, int]  # scheme, host, port


class HeadError(Exception):
    """The head of an answer is too large, or never ends."""


class TransferError(Exception):
    """A request that gave no whole answer. `may_pass` says whether asking again makes sense."""

    def __init__(self, outcome: Outcome, reason: str, *, may_pass: bool = True) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason[:300]
        self.may_pass = may_pass


@contextmanager
def faults_told() -> Iterator[None]:
    """What goes wrong on the wire, as one kind of error with an outcome."""
    try:
        yield
    except HeadError as error:
        raise TransferError(Outcome.BROKEN, str(error), may_pass=False) from error
    except TimeoutError as error:
        raise TransferError(Outcome.TIMEOUT, "no byte in time") from error
    except OSError as error:
        raise TransferError(Outcome.UNREACHABLE, f"the connection broke ({error.strerror or 'reset'})") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise _protocol_fault(error) from error


def _protocol_fault(error: Exception) -> TransferError:
    if "complete" in str(error):  # h11's words for a body that ends before its length or its last chunk
        return TransferError(Outcome.TRUNCATED, f"the body is cut short ({error})")
    if "without sending" in str(error):
        return TransferError(Outcome.UNREACHABLE, "the connection was closed without an answer")
    return TransferError(Outcome.BROKEN, f"malformed HTTP ({error})", may_pass=False)


def _connect_fault(error: Exception) -> TransferError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return TransferError(Outcome.UNREACHABLE, f"certificate not trusted: {error.verify_message}", may_pass=False)
    if isinstance(error, ssl.SSLError):
        return TransferError(Outcome.UNREACHABLE, f"no TLS connection ({error.reason or error})", may_pass=False)
    if isinstance(error, TimeoutError):
        return TransferError(Outcome.TIMEOUT, str(error) or "no connection in time")
    may_pass = not (isinstance(error, NoAddressError) and error.is_lasting)
    return TransferError(Outcome.UNREACHABLE, str(error) or "no connection", may_pass=may_pass)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that was sent: the head of its answer, whose body is still to be read, and its connection."""

    answer: httpcore.Response
    connection: httpcore.AsyncHTTP11Connection
    place: _Place


class Connections:
    """Kept connections, each to an address that was checked; TLS certificates are always verified."""

    def __init__(self, settings: Settings, extra_ca: str | None) -> None:
        self._allowed = settings.allow_addresses
        self._seconds = settings.limits.connect_seconds
        self._extra_ca = extra_ca
        self._context: ssl.SSLContext | None = None
        self._kept: dict[_Place, list[httpcore.AsyncHTTP11Connection]] = {}

    async def send(self, request: httpcore.Request) -> Sent:
        """Whoever sends ends it too, with `end`. Raises TransferError."""
        origin = request.url.origin
        place = (origin.scheme, origin.host, origin.port)
        connection = await self._idle(place) or await self._connect(origin)
        with faults_told():
            return Sent(await connection.handle_async_request(request), connection, place)

    async def end(self, sent: Sent) -> None:
        """Keep the connection, unless the answer was not read to its end or left bytes that no request asked for."""
        await sent.answer.aclose()
        if sent.connection.is_idle() and not sent.answer.extensions["network_stream"].is_spent:
            self._kept.setdefault(sent.place, []).append(sent.connection)
        else:
            await sent.connection.aclose()

    async def aclose(self) -> None:
        for kept in self._kept.values():
            for connection in kept:
                await connection.aclose()
        self._kept.clear()

    async def _idle(self, place: _Place) -> httpcore.AsyncHTTP11Connection | None:
        kept = self._kept.get(place, [])
        while kept:
            connection = kept.pop()
            if not connection.has_expired():
                return connection
            await connection.aclose()
        return None

    async def _connect(self, origin: httpcore.Origin) -> httpcore.AsyncHTTP11Connection:
        host = origin.host.decode("ascii")
        try:
            tap = Tap(*await self._reach(host, origin.port))
            if origin.scheme == b"https":
                await self._encrypt(tap, host)
        except RefusedError as error:
            raise TransferError(Outcome.REFUSED, str(error), may_pass=False) from error
        except (OSError, NoAddressError) as error:
            raise _connect_fault(error) from error
        return httpcore.AsyncHTTP11Connection(origin, tap, _KEPT_SECONDS)

    async def _reach(self, host: str, port: int) -> tuple[Wire, str]:
        """Looks a name up once, refuses it if any of its addresses is forbidden, and connects to what was checked."""
        try:
            async with asyncio.timeout(self._seconds):
                addresses = await look_up(host, port)
        except TimeoutError as error:
            raise TimeoutError(f"no address of {host} within {self._seconds:g} s") from error
        for address in addresses:
            check_address(address, port, self._allowed)
        failure: OSError = OSError(f"{host} has no address")
        for address in addresses:
            try:
                async with asyncio.timeout(self._seconds):
                    return await Wire.connect(address, port), address
            except OSError as error:
                failure = error
        raise failure

    async def _encrypt(self, tap: "Tap", host: str) -> None:
        self._context = self._context or trust(self._extra_ca)
        try:
            async with asyncio.timeout(self._seconds):
                await tap.wire.start_tls(self._context, host)
        except BaseException:
            await tap.aclose()
            raise


def trust(extra_ca: str | None) -> ssl.SSLContext:
    """The machine's certificates, or the bundled ones where it has none, and a portal's own on top."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    if not context.cert_store_stats()["x509_ca"]:
        context.load_verify_locations(certifi.where())
    if extra_ca:
        context.load_verify_locations(extra_ca)
    return context


async def received(answer: httpcore.Response) -> AsyncIterator[bytes]:
    """The body as it comes over the wire, its transfer coding undone."""
    with faults_told():
        async for piece in answer.aiter_stream():
            yield piece


class Tap(httpcore.AsyncNetworkStream):
    """A stream that keeps the head of the answer as it came and counts the bytes of the body on the wire."""

    def __init__(self, wire: Wire, address: str) -> None:
        self.wire = wire
        self.address = address
        self.head = b""
        self.body_bytes = 0
        self.ended = False
        self.is_spent = False  # bytes came that belong to no answer
        self._in_head = True
        self._informational = 0
        self._answering = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self.wire.read(max_bytes, timeout)
        self._answering = True
        self.ended = not data
        if self._in_head:
            self._take_head(data)
        else:
            self.body_bytes += len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - httpcore names it
        if self._answering:  # the next request on a kept connection
            self.head, self.body_bytes, self._informational = b"", 0, 0
            self._in_head, self._answering = True, False
        self.wire.write(buffer)

    async def count_rest(self) -> None:
        """Read what has arrived beyond the answer: a server that says too small a length sends more."""
        if self.wire.is_readable:
            with suppress(OSError):
                await self.read(4096, timeout=0.05)

    async def aclose(self) -> None:
        self.wire.close()

    def get_extra_info(self, info: str) -> Any:
        return self.wire.is_readable if info == "is_readable" else None

    def _take_head(self, data: bytes) -> None:
        self.head += data
        while True:
            end = _HEAD_END.search(self.head)
            if end is None and len(self.head) > HEAD_BYTES:
                raise HeadError(f"the head of the answer is larger than {HEAD_BYTES} bytes")
            if end is None:
                return
            if self.head[:12] not in _INFORMATIONAL_LINES:
                self.body_bytes, self._in_head = len(self.head) - end.end(), False
                self.head = self.head[: end.end()]
                return
            self.head, self._informational = self.head[end.end() :], self._informational + 1
            if self._informational > INFORMATIONAL:
                raise HeadError(f"more than {INFORMATIONAL} provisional answers before the real one")


_HEAD_END = re.compile(rb"\n\r?\n")  # as the parser of heads has it
_INFORMATIONAL_LINES = {b"HTTP/1.%d 1%02d" % (minor, code) for minor in (0, 1) for code in range(100) if code != 1}
