"""Edge: a loopback webhook that keeps what arrives, as plain JSON (Apprise) and as a chat message (Mattermost).

`python -m demo.receiver` prints each message as a line of JSON: in a container, its log holds them.
"""

import argparse
import json
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from demo.world.server import HOST, free_range

CHAT_TOKEN = "demochat0demochat0demochat"  # Mattermost's form of an address; nothing secret is behind it


@dataclass(frozen=True, slots=True)
class Received:
    """One message as the receiver of an alert sees it."""

    channel: str  # json, chat
    title: str
    body: str
    key: str | None = None

    @property
    def line(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False) + "\n"


@dataclass(slots=True)
class Receiver:
    """The running webhook. `fails_next` answers that many requests with 503, as a broken channel would."""

    port: int
    record: Path | None = None
    tell: Callable[[Received], None] | None = None
    received: list[Received] = field(default_factory=list)
    fails_next: int = 0
    _lock: Lock = field(default_factory=Lock)

    @property
    def channels(self) -> dict[str, str]:
        """The environment that names both channels to parwatch."""
        return {
            "PARWATCH_CHANNEL_OPS": f"json://{HOST}:{self.port}/ops",
            "PARWATCH_CHANNEL_CHAT": f"mmost://{HOST}:{self.port}/{CHAT_TOKEN}",
        }

    def take(self, message: Received) -> bool:
        with self._lock:
            if self.fails_next:
                self.fails_next -= 1
                return False
            self.received.append(message)
            if self.record:
                with self.record.open("a", encoding="utf-8") as file:
                    file.write(message.line)
        if self.tell:
            self.tell(message)
        return True


@contextmanager
def listen(
    first_port: int = 8740,
    record: Path | None = None,
    tell: Callable[[Received], None] | None = None,
    host: str = HOST,
) -> Iterator[Receiver]:
    """Listen until the block ends, at `first_port` or the next free one."""
    receiver = Receiver(free_range(first_port, 1), record, tell)
    server = ThreadingHTTPServer((host, receiver.port), _handler(receiver))
    server.daemon_threads = True
    Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()


def _handler(receiver: Receiver) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        server_version = "demo"
        sys_version = ""

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            try:
                message = _read(self.path, json.loads(raw), self.headers.get("Idempotency-Key"))
            except (ValueError, KeyError, TypeError):
                self.send_error(400, "no message of a form known here")
                return
            status = 200 if receiver.take(message) else 503
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok" if status == 200 else b"no")

        def log_message(self, *_: Any) -> None:
            return

    return Handler


def _read(path: str, sent: dict[str, Any], key: str | None) -> Received:
    if path.startswith("/hooks/"):
        first, _, rest = str(sent["text"]).partition("\n")
        return Received("chat", first.strip("#* "), rest.strip(), key)
    return Received("json", str(sent["title"]), str(sent["message"]), key or sent.get("key"))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m demo.receiver", description="The demo's webhook.")
    parser.add_argument("--host", default=HOST, help=f"address to listen at ({HOST})")
    parser.add_argument("--port", type=int, default=8740)
    given = parser.parse_args()
    stops = (signal.SIGINT, signal.SIGTERM)
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    with listen(given.port, tell=_print, host=given.host):
        signal.sigwait(stops)


def _print(message: Received) -> None:
    sys.stdout.write(message.line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
