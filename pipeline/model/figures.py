"""What a text states: figures with their receipts, and a reason for every other number."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Measure(StrEnum):
    RANK = "rank"
    SCORE = "score"
    COUNT = "count"
    AMOUNT = "amount"
    SHARE = "share"


class Bound(StrEnum):
    EXACT = "exact"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    NEARLY = "nearly"
    ABOUT = "about"


class Kind(StrEnum):
    STATED = "stated"  # printed in a text
    IMPLIED = "implied"  # follows from a printed figure and its printed change
    OFFICIAL = "official"  # read from an official table
    DERIVED = "derived"  # computed from official scores (PAPI ranks)


@dataclass(frozen=True, slots=True)
class Change:
    """A printed change. `unit` is ranks (positive is better), percent, points, ratio, factor or count."""

    amount: Decimal
    unit: str
    versus: str | None  # a period, or None where the text names none


@dataclass(frozen=True, slots=True)
class Observation:
    """One printed figure of one subject (an indicator or a named counter), one entity, one period.

    `value` is None where the text prints a change only. `period` is None where the text gives none; `basis`
    says how the period was known: stated, inherited, relative, article_day, unknown.
    `quote` is body[start:end].
    """

    subject: str
    entity: str
    entity_printed: str | None
    period: str | None
    basis: str
    measure: Measure
    value: Decimal | None
    unit: str  # rank, percent, points, ratio, VND, or what is counted
    kind: Kind
    quote: str
    start: int
    end: int
    rank_of: int | None = None
    of: Decimal | None = None  # the whole that a count is part of: 53 "of" 63
    bound: Bound = Bound.EXACT
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number of the text that is no figure of ours, and why."""

    reason: str
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """All that one text states: figures in order of appearance, and every other number with its reason.

    `impossible` holds what a text states of an index it names, and what that index cannot have: 71st of 63, 8,312%.
    They are loaded like any other, so that the checks find them and a person sees them.
    """

    rankings: tuple[Observation, ...]
    counters: tuple[Observation, ...]
    refusals: tuple[Refusal, ...] = ()
    impossible: tuple[Observation, ...] = ()

    @property
    def observations(self) -> tuple[Observation, ...]:
        return self.rankings + self.counters + self.impossible
