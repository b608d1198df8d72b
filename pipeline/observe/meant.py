"""What a number was found to count, and what the sentence told before it. Pure data."""

from dataclasses import dataclass

from pipeline.model import Measure
from pipeline.observe.counter_names import Counter
from pipeline.observe.tokens import Number


@dataclass(frozen=True, slots=True)
class Meant:
    """`somebody` is the ministry or province that the phrase itself names: entity id and as printed.

    `begins` is where the noun stands, if that is before the number.
    """

    counter: Counter
    measure: Measure
    number: Number
    near: str
    somebody: tuple[str, str] | None = None
    begins: int | None = None


@dataclass(frozen=True, slots=True)
class Before:
    """What the sentence told before this number. `carried` may come from the sentence before."""

    last: Meant | None
    follows: bool  # the phrase right before this one gave `last`
    carried: Counter | None
    after_place: bool = False  # the phrase right before counted localities or ministries
