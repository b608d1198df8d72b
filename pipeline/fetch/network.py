"""Connections: every address is checked at the moment of connecting, every byte that arrives is counted.

The only importer of httpcore.
"""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import certifi
import httpcore

from pipeline.errors import RefusedError
from pipeline.fetch.addresses import check_address
from pipeline.fetch.names import NoAddressError, look_up
from pipeline.model import Outcome
from pipeline.settings import AllowedAddress

HEAD_BYTES = 128 * 1024
INFORMATIONAL = 16  # answers of the kind 103 that may come before the real one


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
    except RefusedError as error:
        raise TransferError(Outcome.REFUSED, str(error), may_pass=False) from error
    except HeadError as error:
        raise TransferError(Outcome.BROKEN, str(error), may_pass=False) from error
    except httpcore.ConnectTimeout as error:
        raise TransferError(Outcome.TIMEOUT, str(error) or "no connection in time") from error
    except httpcore.TimeoutException as error:
        raise TransferError(Outcome.TIMEOUT, "no byte in time") from error
    except httpcore.ConnectError as error:
        raise _connect_fault(error) from error
    except httpcore.NetworkError as error:
        raise TransferError(Outcome.UNREACHABLE, f"the connection broke ({error or 'reset'})") from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise _protocol_fault(error) from error


def _protocol_fault(error: Exception) -> TransferError:
    if "without sending" in str(error):
        return TransferError(Outcome.UNREACHABLE, "the connection was closed without an answer")
    if "complete" in str(error):  # h11's words for a body that ends before its length or its last chunk
        return TransferError(Outcome.TRUNCATED, f"the body is cut short ({error})")
    return TransferError(Outcome.BROKEN, f"malformed HTTP ({error})", may_pass=False)


def _connect_fault(error: BaseException) -> TransferError:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return TransferError(
                Outcome.UNREACHABLE, f"certificate not trusted: {cause.verify_message}", may_pass=False
            )
        if isinstance(cause, ssl.SSLError):
            return TransferError(Outcome.UNREACHABLE, f"no TLS connection ({cause.reason or cause})", may_pass=False)
        cause = cause.__cause__ or cause.__context__
    may_pass = not (isinstance(error.__cause__, NoAddressError) and error.__cause__.is_lasting)
    return TransferError(Outcome.UNREACHABLE, str(error) or "no connection", may_pass=may_pass)


class Connections:
    """Kept connections, each to an address that was checked; TLS certificates are always verified."""

    def __init__(self, allowed: Iterable[AllowedAddress], extra_ca: str | None) -> None:
        self._guard = Guard(allowed)
        self._extra_ca = extra_ca
        self._context: ssl.SSLContext | None = None
        self._pools: dict[str, httpcore.AsyncConnectionPool] = {}

    async def send(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], extensions: dict[str, Any]
    ) -> httpcore.Response:
        with faults_told():
            request = httpcore.Request(method, url, headers=headers, extensions=extensions)
            return await self._pool(request.url.origin).handle_async_request(request)

    async def drop(self, url: str) -> None:
        """Close the connections to a host: one of them has bytes on it that no request asked for."""
        pool = self._pools.pop(str(httpcore.URL(url).origin), None)
        if pool is not None:
            await pool.aclose()

    async def aclose(self) -> None:
        for pool in self._pools.values():
            await pool.aclose()

    def _pool(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionPool:
        """One for each origin: a pool walks over all its connections for every request."""
        pool = self._pools.get(str(origin))
        if pool is None:
            pool = self._pools[str(origin)] = httpcore.AsyncConnectionPool(
                ssl_context=self._trusted() if origin.scheme == b"https" else None,
                max_connections=2,
                keepalive_expiry=30.0,
                network_backend=self._guard,
            )
        return pool

    def _trusted(self) -> ssl.SSLContext:
        if self._context is None:
            self._context = trust(self._extra_ca)
        return self._context


def trust(extra_ca: str | None) -> ssl.SSLContext:
    """The machine's certificates, or the bundled ones where it has none, and a portal's own on top."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
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

    def __init__(self, stream: httpcore.AsyncNetworkStream, address: str) -> None:
        self.address = address
        self.head = b""
        self.body_bytes = 0
        self.ended = False
        self._stream = stream
        self._in_head = True
        self._informational = 0
        self._answering = False

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = await self._stream.read(max_bytes, timeout)
        self._answering = True
        self.ended = not data
        if self._in_head:
            self._take_head(data)
        else:
            self.body_bytes += len(data)
        return data

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        if self._answering:  # the next request on a kept connection
            self.head, self.body_bytes, self._informational = b"", 0, 0
            self._in_head, self._answering = True, False
        await self._stream.write(buffer, timeout)

    async def count_rest(self) -> None:
        """Read what has arrived beyond the answer: a server that says too small a length sends more."""
        if self.get_extra_info("is_readable"):
            with suppress(httpcore.ReadError, httpcore.ReadTimeout):
                await self.read(4096, timeout=0.05)

    async def aclose(self) -> None:
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> "Tap":
        return Tap(await self._stream.start_tls(ssl_context, server_hostname, timeout), self.address)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

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


class Guard(httpcore.AsyncNetworkBackend):
    """Looks a name up once, refuses it if any of its addresses is forbidden, and connects to what was checked."""

    def __init__(self, allowed: Iterable[AllowedAddress]) -> None:
        self._allowed = tuple(allowed)
        self._backend = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> Tap:
        try:
            async with asyncio.timeout(timeout):
                addresses = await look_up(host, port)
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no address of {host} within {timeout} s") from error
        except NoAddressError as error:
            raise httpcore.ConnectError(str(error)) from error
        for address in addresses:
            check_address(address, port, self._allowed)
        failure: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in addresses:
            try:
                stream = await self._backend.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return Tap(stream, address)
        raise failure

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)
