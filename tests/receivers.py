"""Loopback receivers of alerts, with the limits and the moods of the real ones: chats, plain webhooks, mail servers."""

import json
import socketserver
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

HOST = "127.0.0.1"
OK = "ok"


@dataclass(frozen=True)
class Dialect:
    """How a kind of channel is addressed, where its text lies, what it takes at most, and how it says yes and no."""

    address: str
    text: Callable[[dict[str, Any]], str]
    limit: int
    yes: str = "ok"
    too_long: tuple[int, str] = (400, "too long")


def _card(sent: dict[str, Any]) -> str:
    return "\n".join(str(part.get("text", "")) for part in sent["attachments"][0]["content"]["body"])


def _slack(sent: dict[str, Any]) -> str:
    return "\n".join(str(part.get("text", "")) for part in sent.get("attachments", [])) or str(sent.get("text", ""))


JSON_WEBHOOK = Dialect("json://{place}/hook", lambda sent: f"{sent['title']}\n{sent['message']}", 33_000)
MATTERMOST = Dialect("mmost://{place}/abcdefghij0123456789abcdef", lambda sent: str(sent["text"]), 4_000)
SLACK = Dialect("slack://T1A2B3C4D/B1A2B3C4D/abcdefghijklmnopqrstuvwx", _slack, 35_000)
TELEGRAM = Dialect(
    "tgram://123456789:abcdefghijklmnopqrstuvwxyz0123456789/-100123",
    lambda sent: str(sent["text"]),
    4_096,
    '{"ok": true, "result": {}}',
    (400, '{"ok": false, "error_code": 400, "description": "Bad Request: message is too long"}'),
)
TEAMS = Dialect("workflows://{place}/0123456789abcdef/abcdefghij0123456789?verify=no", _card, 28_000, "")


@dataclass
class Webhook:
    """One receiver. Each mood of `moods` serves one request, in order; afterwards all is well."""

    dialect: Dialect
    moods: list[str] = field(default_factory=list)
    taken: list[tuple[str | None, str]] = field(default_factory=list)  # key, text; whatever the sender was told
    asked: list[float] = field(default_factory=list)
    elsewhere: str = ""
    clock: Callable[[], float] = time.monotonic
    place: str = ""
    _lock: Lock = field(default_factory=Lock)

    @property
    def address(self) -> str:
        return self.dialect.address.format(place=self.place)

    @property
    def keys(self) -> list[str | None]:
        return [key for key, _ in self.taken]

    def answer(self, key: str | None, sent: dict[str, Any]) -> tuple[int, dict[str, str], str] | None:
        """Status, headers and body; None: hang up without a word."""
        with self._lock:
            self.asked.append(self.clock())
            mood = self.moods.pop(0) if self.moods else OK
        text = self.dialect.text(sent)
        if mood == OK and len(text) > self.dialect.limit:
            status, said = self.dialect.too_long
            return status, {}, said
        if mood == "slow":
            time.sleep(3)
        if mood in {OK, "lost", "slow"}:
            with self._lock:
                self.taken.append((key, text))
        return None if mood == "lost" else _MOODS.get(mood, self._well)(self)

    def _well(self, _: "Webhook") -> tuple[int, dict[str, str], str]:
        return 200, {}, self.dialect.yes


_MOODS: dict[str, Callable[[Webhook], tuple[int, dict[str, str], str]]] = {
    "busy": lambda _: (429, {"Retry-After": "77"}, "slow down"),
    "busy until": lambda _: (429, {"Retry-After": "Fri, 01 Jan 2100 00:00:00 GMT"}, ""),
    "busy telegram": lambda _: (
        429,
        {},
        '{"ok": false, "error_code": 429, "description": "Too Many Requests", "parameters": {"retry_after": 35}}',
    ),
    "not ok": lambda _: (200, {}, '{"ok": false, "error": "channel_is_archived"}'),
    "login": lambda _: (200, {"Content-Type": "text/html"}, "<!doctype html><title>Sign in</title>"),
    "moved": lambda each: (307, {"Location": each.elsewhere}, ""),
    "broken": lambda _: (500, {}, "no"),
    "gone": lambda each: (404, {}, f"no hook at {each.address}"),
}


@contextmanager
def webhook(dialect: Dialect = JSON_WEBHOOK, *moods: str, tls: Any = None) -> Iterator[Webhook]:
    receiver = Webhook(dialect, list(moods))
    server = ThreadingHTTPServer((HOST, 0), _handler(receiver))
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver.place = f"{HOST}:{server.server_address[1]}"
    with _serving(server):
        yield receiver


def _handler(receiver: Webhook) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            found = receiver.answer(self.headers.get("Idempotency-Key"), sent)
            if found is None:
                self.close_connection = True
                return
            status, headers, body = found
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            with suppress(OSError):  # a sender that lost patience has hung up
                self.wfile.write(body.encode())

        def log_message(self, *_: Any) -> None:
            return

    return Handler


@dataclass
class MailServer:
    """A mail server; `moods` as above: greylisted, full, lost (taken, then the line drops), slow, ok."""

    moods: list[str] = field(default_factory=list)
    taken: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    @property
    def address(self) -> str:
        return f"mailto://{HOST}:{self.port}/?from=parwatch@example.org&to=desk@example.org&smtp={HOST}&mode=insecure"

    @property
    def keys(self) -> list[str]:
        return [str(mail["X-Parwatch-Key"]) for mail in self.taken]


@contextmanager
def mail_server(*moods: str) -> Iterator[MailServer]:
    receiver = MailServer(list(moods))
    server = socketserver.ThreadingTCPServer((HOST, 0), type("Mail", (_Mail,), {"receiver": receiver}))
    server.daemon_threads = True
    receiver.port = server.server_address[1]
    with _serving(server):
        yield receiver


class _Mail(socketserver.StreamRequestHandler):
    receiver: MailServer

    def handle(self) -> None:
        mood = self.receiver.moods.pop(0) if self.receiver.moods else OK
        if mood == "slow":
            time.sleep(3)
        self._say("220 mail.example.org")
        while (line := self.rfile.readline().decode().strip().upper()) and line != "QUIT":
            if line == "DATA":
                self._say("354 go on")
                mail = self._read_mail()
                if mail is None:
                    return
                self.receiver.taken.append(mail)
                if mood == "lost":
                    return
            self._say(self._answer(line, mood))

    def _answer(self, line: str, mood: str) -> str:
        if line.startswith("RCPT") and mood == "greylisted":
            return "451 4.7.1 greylisted, come back later"
        if line.startswith("RCPT") and mood == "full":
            return "452 4.2.2 mailbox full"
        return "250 fine"

    def _read_mail(self) -> EmailMessage | None:
        """None where the sender is gone before the end: a mail server forgets such a mail."""
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line:
                return None
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        return message_from_bytes(b"".join(lines), policy=policy.default)

    def _say(self, text: str) -> None:
        with suppress(OSError):  # a sender that lost patience has hung up
            self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
