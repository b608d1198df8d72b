"""One page's article, and where it stands among others."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Removal:
    """Text taken out of a page's body, and why (copy, furniture, caption_repeat, …)."""

    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class Article:
    """One version of one page's article. `body` is NFC, one block a line, table cells split by tabs.

    `copies` counts how often the page printed the body (1: once). `flags` name what a person should see,
    e.g. `figures_differ_between_copies`.
    """

    portal: str
    url: str
    title: str | None
    published: date | None
    author: str | None
    body: str
    layout: str  # "tinh-mau@2024-01-01", "text", or "fallback"
    copies: int = 1
    removed: tuple[Removal, ...] = ()
    flags: tuple[str, ...] = ()


class Relation(StrEnum):
    ORIGINAL = "original"
    COPY = "copy"
    EXCERPT = "excerpt"
    REVISION = "revision"


@dataclass(frozen=True, slots=True)
class Grouping:
    """Where an article stands among others: its group's canonical article, and its relation to that."""

    article: str
    canonical: str
    relation: Relation
    similarity: float  # containment of word 3-grams, 0..1
