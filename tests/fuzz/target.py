"""What a target is: where its inputs start, how they are changed, and what must hold of every one of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from typing import TypeVar

from fuzz.edits import OF_TEXT, edited_bytes
from pipeline.errors import ParwatchError

LONGEST_MESSAGE = 1_000  # characters that a person reads

Result = TypeVar("Result")


class BrokenError(AssertionError):
    """A property does not hold; the first word of the message names it."""


@dataclass(frozen=True, slots=True)
class Target:
    name: str
    seeds: Callable[[], Sequence[bytes]]
    check: Callable[[bytes], None]  # raises BrokenError, or whatever should never have come up
    edit: Callable[[bytes, Random], bytes] = partial(edited_bytes, edits=OF_TEXT)
    longest: int = 8_192  # bytes of an input


def require(holds: object, told: str) -> None:
    if not holds:
        raise BrokenError(told)


def told(error: ParwatchError, *where: str) -> str:
    """The error's message; it must be one readable line that names the place."""
    message = str(error)
    require(message and "\n" not in message, f"one-line: {message!r}")
    require(len(message) <= LONGEST_MESSAGE + sum(map(len, where)), f"short-message: {len(message)} characters")
    require(not where or any(one in message for one in where), f"names-where: {message!r}")
    return message


def outcome(call: Callable[[], Result], *where: str) -> Result | str:
    """What comes of a call twice: the same result, or the same declared refusal in words."""
    first = _once(call, where)
    require(first == _once(call, where), "same-again: two calls differ")
    return first


def _once(call: Callable[[], Result], where: tuple[str, ...]) -> Result | str:
    try:
        return call()
    except ParwatchError as error:
        return told(error, *where)
