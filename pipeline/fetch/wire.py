"""One TCP or TLS connection -> bytes, with a time limit on every wait. Knows asyncio and no HTTP library."""

import asyncio
import select
import ssl
from typing import Self

_ENOUGH = 256 * 1024  # bytes held of an answer that comes faster than it is read


class Wire(asyncio.Protocol):
    """Faults are Python's own: TimeoutError, and OSError with its reason."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport
        self._held = b""
        self._waiter: asyncio.Future[None] | None = None
        self._fault: Exception | None = None
        self._is_over = False
        self._is_paused = False

    @classmethod
    async def connect(cls, address: str, port: int) -> Self:
        _transport, wire = await asyncio.get_running_loop().create_connection(cls, address, port)
        return wire

    async def start_tls(self, context: ssl.SSLContext, host: str) -> None:
        """Raises ssl.SSLError, as any other OSError, where the server cannot prove that it is `host`."""
        encrypted = await asyncio.get_running_loop().start_tls(self._transport, self, context, server_hostname=host)
        assert encrypted is not None  # only where the transport was closed meanwhile
        self._transport = encrypted

    async def read(self, most: int, timeout: float | None) -> bytes:
        """What has come, at least one byte; nothing only where the other side has ended."""
        if not self._held and not self._is_over:
            await self._wait(timeout)
        if not self._held and self._fault is not None:
            raise self._fault
        data, self._held = self._held[:most], self._held[most:]
        if self._is_paused and len(self._held) < _ENOUGH:
            self._is_paused = False
            self._transport.resume_reading()
        return data

    def write(self, data: bytes) -> None:
        """Requests are short: they wait in memory for a server that is slow to take them."""
        self._transport.write(data)

    @property
    def is_readable(self) -> bool:
        """Whether bytes, or the end, have arrived that nobody read."""
        descriptor = self._transport.get_extra_info("socket").fileno()
        if self._held or self._is_over or descriptor < 0:
            return True
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(0))

    def close(self) -> None:
        """At once: what a server has not taken, or not sent, is of no use to us."""
        self._transport.abort()

    async def _wait(self, timeout: float | None) -> None:
        loop = asyncio.get_running_loop()
        self._waiter = waiter = loop.create_future()
        timer = loop.call_later(timeout, _expire, waiter) if timeout is not None else None
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    # --- what asyncio calls ------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._held = self._held + data if self._held else data
        if len(self._held) >= _ENOUGH and not self._is_paused:
            self._is_paused = True
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> None:
        self._is_over = True
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        self._is_over, self._fault = True, exc
        self._wake()


def _expire(waiter: "asyncio.Future[None]") -> None:
    if not waiter.done():
        waiter.set_exception(TimeoutError())
