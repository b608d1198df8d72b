"""Fetching against a bare httpx loop: `python -m benchmarks.fetch [articles] [hosts] [turns]`.

Both ask the same server, a process of its own, for the same pages over as many connections, one a host, without a
pause; turn by turn in one run, and the medians are told. The server answers at once, after the 20 ms that lie between
us and a portal of the same continent, or after the half second that a portal takes which makes each page anew. The
pages are those of the made-up archive (archived_pages.py): 14 KB, 15 % of them with ranks, a quarter reprints.

The loop throws each page away. parwatch also reads robots.txt and the feed, checks each address and each connection,
judges each page, and archives every byte, packed, before its batch is handed over. Without latency both are limited by
one core: httpx spends most of it in its pool and its streams; parwatch asks through httpcore's single connections and
packs in a second thread, so that it needs two cores for its best. With latency both wait, and differ little.
"fetched, archived and loaded" adds `build`: reading each article's text and figures and writing the tables takes
one core many times as long as fetching it, which nothing in fetching can make up for.
"""

import asyncio
import multiprocessing
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx

from benchmarks.archived_pages import Place, design_of, portals, printed
from benchmarks.portal_pages import DESIGNS
from pipeline.settings import Settings, parse_addresses
from pipeline.stages.building import build
from pipeline.stages.fetching import fetch_portals, plan

FIRST_PORT = 18_200
DAY = date(2024, 3, 4)
LATENCIES = (0.0, 0.020, 0.500)


@dataclass(frozen=True, slots=True)
class World:
    first_port: int
    hosts: int
    pages: int  # of each host
    latency_seconds: float

    def home(self, host: int) -> str:
        return f"http://127.0.0.1:{self.first_port + host}"


@dataclass(frozen=True, slots=True)
class Turn:
    pages: int
    seconds: float
    processor_seconds: float

    @property
    def rate(self) -> float:
        return self.pages / self.seconds

    @property
    def processor_ms(self) -> float:
        return 1000 * self.processor_seconds / self.pages


class _Site(asyncio.Protocol):
    def __init__(self, world: World, host: int, pages: dict[str, bytes]) -> None:
        self._world = world
        self._host = host
        self._pages = pages

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode()
        if self._world.latency_seconds:
            asyncio.get_running_loop().call_later(self._world.latency_seconds, self._send, path)
        else:
            self._send(path)

    def _send(self, path: str) -> None:
        self._transport.write(self._pages.get(f"{self._host}{path}", _NOTHING))


def _answer(status: str, text: str) -> bytes:
    body = text.encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


_NOTHING = _answer("404 Not Found", "none")


def _pages(world: World) -> Iterator[tuple[str, bytes]]:
    for host in range(world.hosts):
        items = "".join(f"<item><title>Tin {n}</title><link>/tin-{n}.html</link></item>" for n in range(world.pages))
        yield f"{host}/rss", _answer("200 OK", f"<rss><channel>{items}</channel></rss>")
        for page in range(world.pages):
            _, html = printed(Place(host, page), portals()[host], DAY)
            yield f"{host}/tin-{page}.html", _answer("200 OK", html)


def _serve(world: World, is_ready: Any) -> None:
    pages = dict(_pages(world))

    async def run() -> None:
        loop = asyncio.get_running_loop()
        for host in range(world.hosts):
            await loop.create_server(lambda host=host: _Site(world, host, pages), "127.0.0.1", world.first_port + host)
        is_ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


async def _bare(world: World) -> int:
    """What a loop of a few lines does: one client, one connection a host, each page read whole."""
    limits = httpx.Limits(max_connections=world.hosts, max_keepalive_connections=world.hosts)
    async with httpx.AsyncClient(limits=limits) as client:

        async def host(number: int) -> int:
            had = 0
            for page in range(world.pages):
                answer = await client.get(f"{world.home(number)}/tin-{page}.html")
                had += answer.status_code == 200 and len(answer.content) > 0
            return had

        return sum(await asyncio.gather(*(host(number) for number in range(world.hosts))))


def _settings(world: World, home: Path) -> Settings:
    folder = home / "portals"
    folder.mkdir(parents=True)
    for host in range(world.hosts):
        lines = [f'name = "p{host}"', 'province = "Lào Cai"', f'home = "{world.home(host)}/"', "delay_seconds = 0"]
        lines += [f'feeds = ["{world.home(host)}/rss"]', "[[layouts]]", "from = 2020-01-01", 'title = "h1.title"']
        lines += [f'body = "{DESIGNS[design_of(host)]([])[1]}"', 'published = "span.date"']
        (folder / f"p{host}.toml").write_text("\n".join(lines), encoding="utf-8")
    allowed = parse_addresses(f"127.0.0.1:{world.first_port}-{world.first_port + world.hosts}")
    return Settings(home=home, portals_folder=folder, allow_addresses=allowed)


def _ours(settings: Settings) -> int:
    return sum(report.new_pages for report in fetch_portals(settings, plan(settings)))


def _timed(work: Callable[[], int]) -> Turn:
    began, used = time.perf_counter(), time.process_time()
    pages = work()
    return Turn(pages, time.perf_counter() - began, time.process_time() - used)


def _turn(world: World) -> tuple[Turn, Turn]:
    bare = _timed(lambda: asyncio.run(_bare(world)))
    with tempfile.TemporaryDirectory() as home:
        settings = _settings(world, Path(home))
        ours = _timed(lambda: _ours(settings))
    assert bare.pages == ours.pages, f"{bare.pages} asked, {ours.pages} fetched"
    return bare, ours


def _loaded(world: World) -> Turn:
    """The whole way into the tables, once: it takes long."""
    with tempfile.TemporaryDirectory() as home:
        settings = _settings(world, Path(home))
        return _timed(lambda: build(settings).articles if _ours(settings) else 0)


@contextmanager
def _served(world: World) -> Iterator[None]:
    is_ready = multiprocessing.Event()
    server = multiprocessing.Process(target=_serve, args=(world, is_ready), daemon=True)
    server.start()
    while not is_ready.wait(1):
        assert server.is_alive(), f"no server on the ports from {world.first_port} on; see above"
    try:
        yield
    finally:
        server.kill()


def _warm_up() -> None:
    """The first turn is of imports and caches."""
    world = World(FIRST_PORT, 2, 20, 0)
    with _served(world):
        _turn(world)
        _loaded(world)


def _measure(world: World, turns: int) -> None:
    with _served(world):
        taken = [_turn(world) for _ in range(turns)]
        loaded = _loaded(world)
    bare = statistics.median(one.rate for one, _ in taken)
    ours = statistics.median(one.rate for _, one in taken)
    rows = {"bare httpx": bare, "fetched and archived": ours, "fetched, archived and loaded": loaded.rate}
    print(f"\nlatency {world.latency_seconds * 1000:.0f} ms, {world.hosts} hosts, median of {turns} turns")
    for name, rate in rows.items():
        print(f"  {name:30} {rate:6.0f} pages/s  {rate / bare:4.0%} of bare httpx")
    used = [statistics.median(one.processor_ms for one in each) for each in zip(*taken, strict=True)]
    print(
        f"  processor time of a page: bare {used[0]:.2f} ms, parwatch {used[1]:.2f} ms, {used[1] / used[0]:.2f} times"
    )


def main(articles: int = 1_000, hosts: int = 20, turns: int = 3) -> None:
    load = os.getloadavg()[0]
    names = ", ".join(f"{name} {version(name)}" for name in ("httpx", "httpcore", "h11", "anyio"))
    print(f"{platform.machine()}, {os.cpu_count()} cores, load {load:.1f}; Python {platform.python_version()}; {names}")
    _warm_up()
    for latency in LATENCIES:
        _measure(World(FIRST_PORT, hosts, articles // hosts, latency), turns)


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
