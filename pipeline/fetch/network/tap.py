"""A stream between the wire and the parser: it keeps heads as they came and counts bytes."""

import re
from contextlib import suppress
from typing import Any

import httpcore

from pipeline.fetch.network.faults import HeadError
from pipeline.fetch.wire import Wire

HEAD_BYTES = 128 * 1024
INFORMATIONAL = 16  # answers of the kind 103 that may come before the real one
_HEAD_END = re.compile(rb"\n\r?\n")  # as the parser of heads has it
_INFORMATIONAL_LINES = {b"HTTP/1.%d 1%02d" % (minor, code) for minor in (0, 1) for code in range(100) if code != 1}


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
