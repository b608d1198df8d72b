"""Fetching against a bare httpx loop, side by side: `python -m benchmarks.fetch [articles] [hosts] [latency_ms]`.

Both ask the same server for the same pages over as many connections, one a host, without pause. parwatch also reads
robots.txt and the feed, judges each page and archives every byte.
"""

import asyncio
import multiprocessing
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from pipeline.settings import Settings, parse_addresses
from pipeline.stages.fetching import fetch_portals, plan

PAGE_CHARACTERS = 15_000


@dataclass(frozen=True, slots=True)
class World:
    first_port: int
    hosts: int
    pages: int  # of each host
    latency_seconds: float

    def home(self, host: int) -> str:
        return f"http://127.0.0.1:{self.first_port + host}"


class _Site(asyncio.Protocol):
    def __init__(self, world: World) -> None:
        self._world = world

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        path = data.split(b" ", 2)[1].decode()
        asyncio.get_running_loop().call_later(self._world.latency_seconds, self._send, path)

    def _send(self, path: str) -> None:
        if path == "/rss":
            items = "".join(
                f"<item><title>Tin {n}</title><link>/tin-{n}.html</link></item>" for n in range(self._world.pages)
            )
            self._write("200 OK", f"<rss><channel>{items}</channel></rss>")
        elif path.startswith("/tin-"):
            self._write("200 OK", _page(path))
        else:
            self._write("404 Not Found", "none")

    def _write(self, status: str, text: str) -> None:
        body = text.encode()
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n"
        self._transport.write(head.encode() + body)


def _page(path: str) -> str:
    sentence = f"Tỉnh Mẫu xếp thứ {len(path)} trong cả nước về chỉ số cải cách hành chính, bài {path}. "
    text = f"<p>{sentence * 4}</p>" * (PAGE_CHARACTERS // len(sentence) // 4)
    return f"<html><head><title>Bài {path}</title></head><body>{text}</body></html>"


def _serve(world: World, is_ready: Any) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        for host in range(world.hosts):
            await loop.create_server(lambda: _Site(world), "127.0.0.1", world.first_port + host)
        is_ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


async def _bare(world: World) -> int:
    """What a loop of a few lines does: one client, one connection a host, each page read whole."""
    limits = httpx.Limits(max_connections=world.hosts, max_keepalive_connections=world.hosts)
    async with httpx.AsyncClient(limits=limits) as client:

        async def host(number: int) -> int:
            size = 0
            for page in range(world.pages):
                size += len((await client.get(f"{world.home(number)}/tin-{page}.html")).content)
            return size

        return sum(await asyncio.gather(*(host(number) for number in range(world.hosts))))


def _ours(world: World, home: Path) -> int:
    folder = home / "portals"
    folder.mkdir(parents=True)
    for host in range(world.hosts):
        lines = [f'name = "p{host}"', 'province = "Lào Cai"', f'home = "{world.home(host)}/"', "delay_seconds = 0"]
        (folder / f"p{host}.toml").write_text("\n".join([*lines, f'feeds = ["{world.home(host)}/rss"]']))
    allowed = parse_addresses(f"127.0.0.1:{world.first_port}-{world.first_port + world.hosts}")
    settings = Settings(home=home, portals_folder=folder, allow_addresses=allowed)
    return sum(report.new_pages for report in fetch_portals(settings, plan(settings)))


def main(articles: int = 1_000, hosts: int = 20, latency_ms: float = 0.0) -> None:
    world = World(18_200, hosts, articles // hosts, latency_ms / 1000)
    is_ready = multiprocessing.Event()
    server = multiprocessing.Process(target=_serve, args=(world, is_ready), daemon=True)
    server.start()
    is_ready.wait()
    try:
        for turn in range(3):
            began = time.perf_counter()
            asyncio.run(_bare(world))
            bare = articles / (time.perf_counter() - began)
            with tempfile.TemporaryDirectory() as home:
                began = time.perf_counter()
                new = _ours(world, Path(home))
                ours = new / (time.perf_counter() - began)
            print(f"{turn + 1}: bare httpx {bare:.0f}/s, parwatch {ours:.0f}/s ({ours / bare:.0%}), {new} pages")
    finally:
        server.kill()


if __name__ == "__main__":
    main(*(int(one) for one in sys.argv[1:]))
