"""Pure: the key of a row, from what the row says. The same page read twice, anywhere, gets the same keys."""

from datetime import datetime
from decimal import Decimal
from hashlib import sha256

import xxhash

from pipeline.model import Article, Observation

SEPARATOR = "\x1f"  # stands in no address, quote or number


def as_utf8(text: str) -> bytes:
    """What cannot be written becomes a question mark, as in the tables."""
    return text.encode("utf-8", "replace")


def body_hash(body: str) -> str:
    return sha256(as_utf8(body)).hexdigest()


def article_key(article: Article) -> str:
    """One version of one page's article: another body is another version."""
    return _key("article", article.portal, article.url, body_hash(article.body))


def observation_key(article: str, figure: Observation) -> str:
    """One figure printed at one place of one article."""
    value = "" if figure.value is None else plain(figure.value)
    return _key(
        "observation",
        article,
        figure.subject,
        figure.entity,
        figure.period or "",
        figure.measure.value,
        figure.kind.value,
        figure.unit,
        str(figure.start),
        str(figure.end),
        value,
    )


def generation(moment: datetime) -> str:
    """The name of a published copy; later ones sort behind earlier ones."""
    return moment.strftime("%Y%m%dT%H%M%S%f")


def plain(value: Decimal) -> str:
    """One spelling for one number: 89.240 and 89.24 are equal, and never 8.9E+1."""
    return format(value.normalize(), "f")


def _key(*parts: str) -> str:
    return xxhash.xxh3_128_hexdigest(as_utf8(SEPARATOR.join(parts)))
