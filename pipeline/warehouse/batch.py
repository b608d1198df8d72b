"""What one load brings: a batch with its requests, the pages they named, and the articles read from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pipeline.duplicates.fingerprint import Fingerprint
from pipeline.model import Article, FetchRecord, Grouping, Observation, Page


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """An article, the request that gave it, and everything read in it.

    `grouping` is None where nothing like it is held. By its `fingerprint` later articles find it.
    """

    article: Article
    fetch: str
    observed_at: datetime  # when the bytes were fetched
    observations: Sequence[Observation] = ()
    grouping: Grouping | None = None
    fingerprint: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """`yields` says by fetch id what the bytes gave: article, pages:<n>, no_article, layout_changed, undecodable."""

    name: str
    portal: str
    started_at: datetime
    archive_file: str  # relative to the archive
    code_version: str
    fetches: Sequence[FetchRecord] = ()
    yields: Mapping[str, str] = field(default_factory=dict)
    pages: Sequence[Page] = ()
    articles: Sequence[ReadArticle] = ()
    regrouped: Sequence[Grouping] = ()  # articles held before whose group changes with the new ones
    set_phrases: frozenset[int] = frozenset()  # shingles by which its articles need not be found


@dataclass(frozen=True, slots=True)
class Loaded:
    """Rows that were new. A second load of the same batch counts 0 everywhere."""

    fetches: int
    pages: int
    articles: int
    observations: int
    too_large: int = 0  # figures of new articles that no table can hold
