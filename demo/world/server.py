"""Edge: the sites of the demo world on loopback, one port each, with conditional GET and a switch of editions."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import tomli_w

from demo.world.content import Piece, Site, load_sites
from demo.world.pages import Answer, answer

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Request:
    """One request the world has answered."""

    site: str
    path: str
    status: int


@dataclass(slots=True)
class World:
    """The running world. Setting `edition` to 2 is the morning the new results come out."""

    sites: list[Site]
    first_port: int
    name: str = HOST  # by which the sites are addressed
    edition: int = 1
    requests: list[Request] = field(default_factory=list)

    def home(self, site: Site) -> str:
        return f"http://{self.name}:{self.first_port + self._place(site.name)}"

    def publish(self, piece: Piece) -> None:
        """One more article on its site, from the next request on."""
        place = self._place(piece.site)
        self.sites[place] = replace(self.sites[place], pieces=(*self.sites[place].pieces, piece))

    def redesign(self, name: str, design: str) -> None:
        """All pages of a site in another design, under their old addresses."""
        place = self._place(name)
        self.sites[place] = replace(self.sites[place], design=design)

    def _place(self, name: str) -> int:
        return [site.name for site in self.sites].index(name)

    @property
    def allowed(self) -> str:
        """The value of PARWATCH_ALLOW_ADDRESSES that lets parwatch read this world and nothing else of loopback."""
        return f"{HOST}:{self.first_port}-{self.first_port + len(self.sites) - 1}"

    def write_portals(self, folder: Path) -> None:
        """One portal file each, as an ops person would write them, with the addresses of this run."""
        folder.mkdir(parents=True, exist_ok=True)
        for site in self.sites:
            text = tomli_w.dumps({"name": site.name, **site.portal}).replace("{home}", self.home(site))
            (folder / f"{site.name}.toml").write_text(text, encoding="utf-8")


@contextmanager
def serve(first_port: int = 8701, host: str = HOST, name: str = HOST) -> Iterator[World]:
    """Serve every site until the block ends; the ports start at `first_port` or at the next free range."""
    sites = load_sites()
    world = World(sites, free_range(first_port, len(sites)), name)
    servers = [_server(world, place, host) for place in range(len(sites))]
    try:
        for server in servers:
            Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield world
    finally:
        for server in servers:
            server.shutdown()
            server.server_close()


def free_range(first: int, count: int) -> int:
    """The first port >= `first` from which `count` ports in a row are free on loopback."""
    while taken := [port for port in range(first, first + count) if not is_free(port)]:
        first = taken[-1] + 1
        if first + count > 65_535:
            raise OSError(f"no {count} free ports in a row on {HOST}: end what listens there, or give --world-port")
    return first


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _server(world: World, place: int, host: str) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        server_version = "demo"
        sys_version = ""

        def do_GET(self) -> None:
            site = world.sites[place]
            given = answer(site, world.edition, self.path, world.home(site))
            same = _unchanged(given, self.headers)
            world.requests.append(Request(site.name, self.path, 304 if same else given.status))
            self._send(given, same=same)

        def _send(self, given: Answer, *, same: bool) -> None:
            self.send_response(304 if same else given.status)
            self.send_header("Content-Type", given.content_type)
            if given.etag:
                self.send_header("ETag", given.etag)
            if given.last_modified:
                self.send_header("Last-Modified", given.last_modified)
            self.send_header("Content-Length", str(0 if same else len(given.body)))
            self.end_headers()
            if not same:
                self.wfile.write(given.body)

        def log_message(self, *_: Any) -> None:
            return

    server = ThreadingHTTPServer((host, world.first_port + place), Handler)
    server.daemon_threads = True
    return server


def _unchanged(given: Answer, headers: Any) -> bool:
    if given.etag and (asked := headers.get("If-None-Match")):
        return given.etag in asked
    return bool(given.last_modified) and headers.get("If-Modified-Since") == given.last_modified
