"""Content codings undone under a limit: gzip with all its members, deflate, br; a cut stream is an error. Pure."""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

import brotli  # type: ignore[import-untyped]

_PIECE = 256 * 1024
_STEP = 64 * 1024
_MEMBERS = 10_000  # of one gzip stream: a tool that packs in blocks makes a few hundred


class CodingError(Exception):
    """The bytes are not what their coding says."""


class CutError(CodingError):
    """The stream ends before its end mark."""


class TooLargeError(CodingError):
    """Undone, the bytes are more than the limit."""


class Decoder(Protocol):
    def feed(self, data: bytes) -> Iterator[bytes]: ...

    def finish(self) -> None:
        """Raises CutError unless the end mark was seen."""


class _Zlib:
    """One zlib stream after another: `window` 31 is gzip, 15 zlib, -15 raw deflate."""

    def __init__(self, window: int, *, members: bool) -> None:
        self._window = window
        self._members = members
        self._stream = zlib.decompressobj(window)
        self._begun = False
        self._joined = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """In small steps, since each end of a member copies what is left of a step."""
        for start in range(0, len(data), _STEP):
            yield from self._step(data[start : start + _STEP])

    def _step(self, data: bytes) -> Iterator[bytes]:
        while data:
            if self._stream.eof:
                data = data.lstrip(b"\0")  # padding after the last member
                if not data:
                    return
                self._next_member()
            self._begun = True
            try:
                piece = self._stream.decompress(data, _PIECE)
            except zlib.error as error:
                raise CodingError(f"compressed bytes are damaged ({error})") from error
            data = self._stream.unconsumed_tail or self._stream.unused_data
            if piece:
                yield piece

    def finish(self) -> None:
        if self._begun and not self._stream.eof:
            raise CutError("compressed bytes end too early")

    def _next_member(self) -> None:
        if not self._members:
            raise CodingError("bytes follow the end of the compressed stream")
        self._joined += 1
        if self._joined > _MEMBERS:
            raise CodingError(f"more than {_MEMBERS:,} compressed parts in one stream")
        self._stream = zlib.decompressobj(self._window)


class _Deflate:
    """`deflate` means zlib; some servers send the raw stream instead."""

    def __init__(self) -> None:
        self._inner: _Zlib | None = None
        self._start = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        if self._inner is None:
            self._start += data
            if len(self._start) < 2:
                return
            data = self._start
            wrapped = data[0] & 0x0F == 8 and int.from_bytes(data[:2], "big") % 31 == 0
            self._inner = _Zlib(15 if wrapped else -15, members=False)
        yield from self._inner.feed(data)

    def finish(self) -> None:
        if self._inner is not None:
            self._inner.finish()
        elif self._start:
            raise CutError("compressed bytes end too early")


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()
        self._begun = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        self._begun = self._begun or bool(data)
        try:
            piece = self._stream.process(data, output_buffer_limit=_PIECE)
            while piece or not self._stream.can_accept_more_data():
                yield piece
                piece = self._stream.process(b"", output_buffer_limit=_PIECE)
        except brotli.error as error:
            raise CodingError(f"compressed bytes are damaged ({error})") from error

    def finish(self) -> None:
        if self._begun and not self._stream.is_finished():
            raise CutError("compressed bytes end too early")


_DECODERS: dict[str, Callable[[], Decoder]] = {
    "gzip": lambda: _Zlib(31, members=True),
    "x-gzip": lambda: _Zlib(31, members=True),
    "deflate": _Deflate,
    "br": _Brotli,
}


def coding_names(header: str) -> tuple[str, ...]:
    """`gzip, br` as written in Content-Encoding, without `identity`."""
    names = (name.strip().lower() for name in header.split(","))
    return tuple(name for name in names if name and name != "identity")


class Undoing:
    """Undoes codings piece by piece; no layer may ever give more than `limit` bytes."""

    def __init__(self, codings: tuple[str, ...], limit: int) -> None:
        """`codings` in the order they were applied. Raises CodingError for one we cannot undo."""
        unknown = [name for name in codings if name not in _DECODERS]
        if unknown:
            raise CodingError(f"content coding {unknown[0]!r} is unknown")
        self._layers: list[Decoder] = [_DECODERS[name]() for name in reversed(codings)]
        self._given = [0] * (len(self._layers) + 1)
        self._limit = limit
        self._body = bytearray()  # and no list of pieces, of which a server may make millions

    @property
    def given(self) -> int:
        """Bytes of the body so far."""
        return self._given[-1]

    def feed(self, data: bytes) -> None:
        self._pass(0, data)

    def body(self) -> bytes:
        return bytes(self._body)

    def finish(self) -> bytes:
        for layer in self._layers:
            layer.finish()
        return self.body()

    def _pass(self, depth: int, data: bytes) -> None:
        self._given[depth] += len(data)
        if self._given[depth] > self._limit:
            self._body.clear()
            raise TooLargeError(f"more than {self._limit} bytes")
        if depth == len(self._layers):
            self._body += data
            return
        for piece in self._layers[depth].feed(data):
            self._pass(depth + 1, piece)


def undo(data: bytes, codings: tuple[str, ...], limit: int) -> bytes:
    """All at once. Raises CodingError, CutError or TooLargeError."""
    work = Undoing(codings, limit)
    work.feed(data)
    return work.finish()


def unzipped(data: bytes, limit: int) -> Iterator[bytes]:
    """The pieces of a .gz file, which is never held as a whole."""
    decoder = _Zlib(31, members=True)
    given = 0
    for piece in decoder.feed(data):
        given += len(piece)
        if given > limit:
            raise TooLargeError(f"more than {limit} bytes")
        yield piece
    decoder.finish()
