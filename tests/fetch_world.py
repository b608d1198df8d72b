"""What tests of fetching share: settings that reach only the test's own server, and one fetch in one line."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from faults import FaultServer
from pipeline.fetch import Fetched, Fetcher, Pace, Shared
from pipeline.model import KnownPage, Portal
from pipeline.settings import Limits, Settings, parse_addresses

QUICK = Limits(
    connect_seconds=3.0,
    read_seconds=4.0,
    total_seconds=6.0,
    retry_first_seconds=0.02,
    retry_wait_seconds=1.5,
    gap_seconds=0.0,
)  # long enough for a busy machine; tests of slow servers set their own
PAGE_BYTES = 4096


def settings_for(*servers: FaultServer, home: Path = Path("/nonexistent"), **limits: float) -> Settings:
    allowed = parse_addresses(",".join(f"127.0.0.1:{server.port}" for server in servers))
    return Settings(home=home, allow_addresses=allowed, limits=replace(QUICK, **limits))


def fetch(
    server: FaultServer, path: str, portal: Portal | None = None, known: KnownPage | None = None, **limits: float
) -> Fetched:
    return fetch_url(settings_for(server, **limits), server.home + path, portal or portal_of(server), known)


def fetch_url(settings: Settings, url: str, portal: Portal | None = None, known: KnownPage | None = None) -> Fetched:
    async def get() -> Fetched:
        async with Shared(settings, Pace()) as shared:
            return await Fetcher(shared, portal).get(url, "article", known)

    return asyncio.run(get())


def portal_of(server: FaultServer, **facts: object) -> Portal:
    home = {"name": "mau", "entity": "yen-bai", "home": server.home + "/", "owner": "desk", "delay_seconds": 0.0}
    return Portal(**(home | facts))  # type: ignore[arg-type]


@contextmanager
def memory_watched() -> Iterator[list[int]]:
    """The list ends up with one number: by how many bytes the process grew at most."""
    start, most, over = _resident(), [0], threading.Event()

    def watch() -> None:
        while not over.wait(0.002):
            most[0] = max(most[0], _resident() - start)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield most
    finally:
        over.set()
        thread.join()


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE_BYTES
