"""An input that breaks something -> a shorter one that breaks the same. Pure but for what the test does."""

from collections.abc import Callable, Iterator


def shorten(data: bytes, is_same: Callable[[bytes], bool], tries: int = 600) -> bytes:
    """Halves, quarters and ever smaller pieces are left out while the fault stays; at most `tries` are tested."""
    size = max(len(data) // 2, 1)
    while size and tries > 0:
        before = data
        for start in _places(len(data), size):
            shorter = data[:start] + data[start + size :]
            if start < len(data) and tries > 0:
                tries -= 1
                if is_same(shorter):
                    data = shorter
        if data == before:
            size //= 2
    return data


def _places(length: int, size: int) -> Iterator[int]:
    """From the end, so that what is left out moves no place that is still to be tried."""
    return iter(range((length - 1) // size * size, -1, -size))
