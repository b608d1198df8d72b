"""Portals, the pages they print, and what became of a request."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


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
