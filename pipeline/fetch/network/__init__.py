"""Connections: every address is checked at the moment of connecting, every byte that arrives is counted.

The only importer of httpcore.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass

import certifi
import httpcore

from pipeline.errors import RefusedError
from pipeline.fetch.addresses import check_address
from pipeline.fetch.names import NoAddressError, look_up
from pipeline.fetch.network.faults import TransferError, connect_fault, faults_told
from pipeline.fetch.network.tap import Tap
from pipeline.fetch.wire import Wire
from pipeline.model import Outcome
from pipeline.settings import Settings

_KEPT_SECONDS = 30.0  # that a connection waits for its next request

_Place = tuple[bytes, bytes, int]  # scheme, host, port


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
            raise connect_fault(error) from error
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

    async def _encrypt(self, tap: Tap, host: str) -> None:
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
