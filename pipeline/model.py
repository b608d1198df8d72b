"""The frozen records every step speaks. They hold facts and no behaviour beyond naming themselves."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

# --- portals and pages -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """One page design of a portal, valid for pages fetched on or after `since`.

    Each selector is CSS; alternatives are written `:is(a, b)`, since a comma selector yields a node twice.
    """

    since: date
    body: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    drop: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Portal:
    """A site we read. Facts only; `pipeline.portals` loads and checks them from TOML."""

    name: str
    entity: str  # whose portal it is: an entity id of reference/provinces.csv or ministries.csv
    home: str
    owner: str
    authority: str = "province"  # publisher, press, province: who speaks (see sql/views, figure)
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[str, ...] = ()
    article_links: str | None = None  # CSS selector of links on a listing
    article_path: str | None = None  # regular expression that an article's path matches
    layouts: tuple[Layout, ...] = ()
    hosts: tuple[str, ...] = ()  # other host names of the same portal
    delay_seconds: float = 1.0
    look_seconds: tuple[float, float] | None = None  # least and most between two looks for news
    articles_per_week: tuple[int, int] | None = None
    encoding: str | None = None
    extra_ca: str | None = None
    valid_to: date | None = None
    watched: bool = True  # False: fetched only when named, as the host of a province that is no more
    attested: str | None = None  # what of this file was seen to be true, and where


@dataclass(frozen=True, slots=True)
class Page:
    """An address worth fetching, as a listing, sitemap or feed named it."""

    portal: str
    url: str
    found_in: str
    title: str | None = None
    published: date | None = None


class Outcome(StrEnum):
    """What became of one request. Nothing is ever silently skipped."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    MISSING = "missing"  # 404, 410, soft 404
    BLOCKED = "blocked"  # robots.txt, login, challenge page, 401, 403
    REFUSED = "refused"  # an address, redirect or coding we do not accept
    TOO_LARGE = "too_large"
    TRUNCATED = "truncated"
    TIMEOUT = "timeout"
    RATE_LIMITED = "rate_limited"
    UNREACHABLE = "unreachable"  # DNS, TCP, TLS
    BROKEN = "broken"  # 5xx, malformed HTTP


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One page's bytes as sent (content codings removed), with where and when they came from."""

    portal: str
    url: str
    fetched_at: datetime
    status: int
    content_type: str
    body: bytes = field(repr=False)  # asyncio writes out results that nobody reads: megabytes of them
    sha256: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One request and its outcome; `archive_file` and `archive_offset` say where the bytes lie."""

    id: str
    batch: str
    portal: str
    url: str
    purpose: str  # robots, feed, sitemap, listing, article, file
    outcome: Outcome
    reason: str | None
    fetched_at: datetime
    final_url: str | None = None
    status: int | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = None
    body_bytes: int | None = None
    archive_file: str | None = None
    archive_offset: int | None = None
    published: date | None = None  # as the feed, the sitemap or whoever saved the page says
    title: str | None = None  # likewise


@dataclass(frozen=True, slots=True)
class Exchange:
    """What passed over the wire for one answer. `payload` still has its content codings."""

    request_head: bytes
    answer_head: bytes
    payload: bytes = field(repr=False)
    address: str  # the IP address that answered
    truncated: str | None = None  # length, time or disconnect: why the payload is not whole


@dataclass(frozen=True, slots=True)
class KnownPage:
    """What the published tables hold of one address: when it was tried, and the last body it gave.

    `tried_at`, `outcome`, `misses` speak of every attempt; the other fields of the last attempt that gave a body.
    """

    portal: str
    url: str
    purpose: str
    first_seen_at: datetime
    tried_at: datetime
    outcome: Outcome
    misses: int  # attempts in a row, the last ones, that gave neither a body nor `not_modified`
    body_at: datetime | None = None
    body_sha256: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    archive_file: str | None = None
    archive_offset: int | None = None


# --- articles --------------------------------------------------------------------------------


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


# --- figures ---------------------------------------------------------------------------------


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


# --- telling people --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RankChange:
    """A difference of two comparable ranks that readers hold, worth telling.

    `reason` is new_edition, revision, claim_contradicts_official or contradiction; in the last two `rank` is the one
    that does not hold. `is_back`: the edition already had this rank before it was revised away from it.
    """

    subject: str
    entity: str
    entity_name: str
    period: str
    rank: int
    rank_of: int | None
    earlier_period: str
    earlier_rank: int
    earlier_rank_of: int | None
    reason: str
    quote: str
    url: str
    portal: str
    sources: int  # independent sources (groups) that state the new rank
    earlier_url: str | None = None
    earlier_quote: str | None = None
    is_back: bool = False


@dataclass(frozen=True, slots=True)
class OfficialTable:
    """A complete official table of one edition that we now hold, and where it was read."""

    subject: str
    period: str
    rank_of: int
    url: str


@dataclass(frozen=True, slots=True)
class Incident:
    """Something broken or mended that ops should know: a portal, a check, a channel.

    `kind` is portal_broken, portal_recovered, check_red, disk_full, delivery_failing, channel_dead, task_failed,
    round_late or works_again; `where` names the portal, check, folder, channel, task or DAG.
    """

    kind: str
    where: str
    owner: str
    what: str
    todo: str


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing worth telling, once. `key` is the same whenever and however often it is found.

    Holds facts of one sort, not words: messages are worded at sending time, in the subscriber's language.
    """

    key: str
    reason: str  # of the change, official_table, or the kind of the incident
    severity: str  # wake, digest, weekly
    change: RankChange | None = None
    incident: Incident | None = None
    table: OfficialTable | None = None
