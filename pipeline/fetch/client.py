"""One request, one answer. The only importer of httpx."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Self

import httpcore
import httpx

from pipeline.fetch.network import Connections, Sent, received
from pipeline.fetch.network.faults import TransferError
from pipeline.fetch.reading import Answer, Reading
from pipeline.model import Outcome
from pipeline.settings import Settings


class _Transport(httpx.AsyncBaseTransport):
    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        address = httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        sent = await self._connections.send(
            httpcore.Request(request.method, address, headers=request.headers.raw, extensions=request.extensions)
        )
        answer = sent.answer
        body = _Body(self._connections, sent)
        return httpx.Response(answer.status, headers=answer.headers, stream=body, extensions=dict(answer.extensions))

    async def aclose(self) -> None:
        await self._connections.aclose()


class _Body(httpx.AsyncByteStream):
    def __init__(self, connections: Connections, sent: Sent) -> None:
        self._connections = connections
        self._sent = sent

    def __aiter__(self) -> AsyncIterator[bytes]:
        return received(self._sent.answer)

    async def aclose(self) -> None:
        await self._connections.end(self._sent)


class Client:
    """One request at a time and address: no cookies, no redirects, no proxy variables, which httpx's own client has.

    One per set of trusted certificates.
    """

    def __init__(self, settings: Settings, extra_ca: str | None = None) -> None:
        self._limits = settings.limits
        self._transport = _Transport(Connections(settings, extra_ca))
        self._extensions = {"timeout": httpx.Timeout(self._limits.read_seconds).as_dict()}
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
        reading = Reading(self._limits, cut_at)
        asked_at = datetime.now(UTC)
        try:
            request = httpx.Request("GET", url, headers=self._headers | headers, extensions=self._extensions)
        except (httpx.InvalidURL, UnicodeError) as error:  # the latter for a host `xn--…` that stands for no name
            return Answer(asked_at, fault=TransferError(Outcome.REFUSED, f"no address ({error})", may_pass=False))
        fault = None
        try:
            answer = await self._transport.handle_async_request(request)
            try:
                stream = answer.stream
                assert isinstance(stream, httpx.AsyncByteStream)
                await reading.read(answer.status_code, answer.headers.raw, stream, answer.extensions["network_stream"])
            finally:
                await answer.aclose()
        except TransferError as error:
            fault = error
        except httpx.HTTPError as error:
            fault = TransferError(Outcome.BROKEN, f"malformed HTTP ({error})")
        return reading.answer(asked_at, _request_head(request), fault)


def _request_head(request: httpx.Request) -> bytes:
    headers: list[tuple[bytes, bytes]] = request.headers.raw
    lines = [b"GET %s HTTP/1.1" % request.url.raw_path, *(b"%s: %s" % one for one in headers)]
    return b"\r\n".join(lines) + b"\r\n\r\n"
