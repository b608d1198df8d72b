"""A server on loopback that answers exactly what a test says, byte by byte, and remembers who asked."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

PARAGRAPHS = [f"Đoạn {number}: tỉnh Mẫu xếp thứ {number} về cải cách hành chính năm 2024." for number in range(1, 9)]
ARTICLE = (
    "<!doctype html><html><head><title>Kết quả cải cách hành chính</title></head><body><h1>Kết quả</h1>"
    + "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    + "</body></html>"
).encode()


@dataclass(frozen=True, slots=True)
class Asked:
    path: str
    headers: dict[str, str]


Answer = Callable[[socket.socket, Asked], None]


def plain(body: bytes = ARTICLE, status: str = "200 OK", **headers: str) -> Answer:
    """A sound answer; `_` in the names of headers stands for `-`."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        given = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(body))}
        given |= {name.replace("_", "-"): value for name, value in headers.items()}
        head = "".join(f"{name}: {value}\r\n" for name, value in given.items() if value != "")
        connection.sendall(f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + body)

    return answer


def raw(*pieces: bytes) -> Answer:
    """These bytes and the end of the connection."""

    def answer(connection: socket.socket, asked: Asked) -> None:
        for piece in pieces:
            connection.sendall(piece)
        raise ConnectionResetError

    return answer


def in_turn(*answers: Answer) -> Answer:
    """The first answer to the first request, and so on; the last one to all that follow."""
    left = list(answers)

    def answer(connection: socket.socket, asked: Asked) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(connection, asked)

    return answer


@dataclass(slots=True)
class FaultServer:
    """`answers` by path; a path that is not there is a 404, so that robots.txt allows everything."""

    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    tls: ssl.SSLContext | None = None
    _listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0), backlog=100))

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def home(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def paths(self) -> list[str]:
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def run(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.tls is not None:
                connection = self.tls.wrap_socket(connection, server_side=True)
            with connection:
                while asked := _request(connection):
                    self.asked.append(asked)
                    self.answers.get(asked.path, plain(b"none", "404 Not Found"))(connection, asked)
        with contextlib.suppress(OSError):
            connection.close()


def _request(connection: socket.socket) -> Asked | None:
    data = b""
    while b"\r\n\r\n" not in data:
        piece = connection.recv(65536)
        if not piece:
            return None
        data += piece
    first, *lines = data.decode("latin-1").split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    return Asked(first.split(" ")[1], headers)


@contextlib.contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[FaultServer]:
    server = FaultServer(tls=tls)
    threading.Thread(target=server.run, daemon=True).start()
    try:
        yield server
    finally:
        server.close()
