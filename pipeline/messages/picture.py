"""Ranks over time -> a small picture (PNG), for mails: many mail programs show no SVG. Pure.

Rank 1 stands at the top; where two editions cannot be compared the line has a gap. Figures are drawn from a font of our
own, five by seven points, so that no drawing library is needed.
"""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

WIDTH, HEIGHT = 480, 190
LEFT, RIGHT, TOP, BOTTOM = 44, 24, 22, 34
MOST = 12  # editions; older ones are left out
WHITE, INK, LINE, GRID = (255, 255, 255), (51, 51, 51), (0, 95, 158), (225, 225, 225)
_DIGITS = {  # rows of five points, from the top
    "0": "01110 10001 10011 10101 11001 10001 01110",
    "1": "00100 01100 00100 00100 00100 00100 01110",
    "2": "01110 10001 00001 00110 01000 10000 11111",
    "3": "11111 00010 00100 00010 00001 10001 01110",
    "4": "00010 00110 01010 10010 11111 00010 00010",
    "5": "11111 10000 11110 00001 00001 10001 01110",
    "6": "00110 01000 10000 11110 10001 10001 01110",
    "7": "11111 00001 00010 00100 01000 01000 01000",
    "8": "01110 10001 10001 01110 10001 10001 01110",
    "9": "01110 10001 10001 01111 00001 00010 01100",
    "-": "00000 00000 00000 01110 00000 00000 00000",
}


@dataclass(frozen=True, slots=True)
class Point:
    """A rank of one edition; `is_joined` says that it can be compared with the one before."""

    period: str
    rank: int
    is_joined: bool


@dataclass(slots=True)
class _Canvas:
    rows: list[bytearray] = field(default_factory=lambda: [bytearray(b"\xff" * WIDTH * 3) for _ in range(HEIGHT)])

    def dot(self, x: float, y: float, colour: tuple[int, int, int], share: float = 1.0) -> None:
        column, row = round(x), round(y)
        if 0 <= column < WIDTH and 0 <= row < HEIGHT:
            cell = self.rows[row]
            for n, part in enumerate(colour, start=column * 3):
                cell[n] = round(cell[n] * (1 - share) + part * share)

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: tuple[int, int, int]) -> None:
        """About two points thick, its edges softened by how far they lie from the line."""
        (x0, y0), (x1, y1) = start, end
        steep = abs(y1 - y0) > abs(x1 - x0)
        if steep:
            x0, y0, x1, y1 = y0, x0, y1, x1
        if x0 > x1:
            x0, x1, y0, y1 = x1, x0, y1, y0
        slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
        for x in range(round(x0), round(x1) + 1):
            exact = y0 + slope * (x - x0)
            for y in range(int(exact) - 1, int(exact) + 3):
                share = max(0.0, min(1.0, 1.6 - abs(y - exact)))
                self.dot(*((y, x) if steep else (x, y)), colour, share)

    def disc(self, x: float, y: float, radius: float, colour: tuple[int, int, int]) -> None:
        x, y = round(x), round(y)
        reach = int(radius) + 2
        for row in range(-reach, reach + 1):
            for column in range(-reach, reach + 1):
                share = radius + 0.5 - (row * row + column * column) ** 0.5
                self.dot(x + column, y + row, colour, max(0.0, min(1.0, share)))

    def text(self, x: float, y: float, text: str, colour: tuple[int, int, int] = INK, size: int = 2) -> None:
        """Digits centred on x, their top at y, on a white ground that keeps lines off them."""
        left = round(x - (len(text) * 6 - 1) * size / 2)
        for row in range(-1, 7 * size + 1):
            for column in range(-2, (len(text) * 6 - 1) * size + 2):
                self.dot(left + column, y + row, WHITE)
        for n, sign in enumerate(text):
            for row, points in enumerate(_DIGITS.get(sign, _DIGITS["-"]).split()):
                for column in (each for each, point in enumerate(points) if point == "1"):
                    for spot in range(size * size):
                        self.dot(left + (n * 6 + column) * size + spot % size, y + row * size + spot // size, colour)

    def png(self) -> bytes:
        raw = b"".join(b"\0" + bytes(row) for row in self.rows)
        head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(map(_chunk, parts))


def draw(history: Sequence[Point]) -> bytes | None:
    """A line of the last editions; None where there are fewer than two."""
    points = history[-MOST:]
    if len(points) < 2:
        return None
    canvas = _Canvas()
    lowest, highest = min(each.rank for each in points), max(each.rank for each in points)
    _grid(canvas, lowest, highest)
    spots = _spots(points, lowest, highest)
    for here, there, point in zip(spots, spots[1:], points[1:], strict=False):
        if point.is_joined:
            canvas.line(here, there, LINE)
    for (x, y), point in zip(spots, points, strict=True):
        canvas.disc(x, y, 4, LINE)
        above = y - 20 if y - 20 > 2 else y + 9
        canvas.text(x, above, str(point.rank))
        canvas.text(x, HEIGHT - 18, point.period[:4] if len(points) <= 8 else point.period[2:4])
    return canvas.png()


def _spots(points: Sequence[Point], lowest: int, highest: int) -> list[tuple[float, float]]:
    step = (WIDTH - LEFT - RIGHT) / (len(points) - 1)
    return [(LEFT + n * step, _height(each.rank, lowest, highest)) for n, each in enumerate(points)]


def _height(rank: int, lowest: int, highest: int) -> float:
    span = max(highest - lowest, 1)
    return TOP + (rank - lowest) / span * (HEIGHT - TOP - BOTTOM)


def _grid(canvas: _Canvas, lowest: int, highest: int) -> None:
    for rank in _levels(lowest, highest):
        y = _height(rank, lowest, highest)
        for x in range(LEFT - 14, WIDTH - 6):
            canvas.dot(x, y, GRID)
        canvas.text(16, y - 5, str(rank), (150, 150, 150), size=1)


def _levels(lowest: int, highest: int) -> Iterable[int]:
    return sorted({lowest, (lowest + highest) // 2, highest})


def _chunk(part: tuple[bytes, bytes]) -> bytes:
    kind, data = part
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
