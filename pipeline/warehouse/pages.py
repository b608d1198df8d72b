"""Edge: what the tables know of a portal's addresses, so that a fetch asks only for what is new or changed."""

from collections.abc import Sequence

from pipeline.model import KnownPage, Outcome
from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.insert import as_json

KNOWN = """
WITH attempt AS (
    SELECT *, outcome = 'ok' AND body_sha256 IS NOT NULL AS gave_body
    FROM core.fetch
    WHERE portal = $1 AND ($2 IS NULL OR url IN (SELECT unnest(from_json($2, '["VARCHAR"]'))))
),
summary AS (
    SELECT url,
        arg_max(purpose, (fetched_at, fetch_id)) AS purpose,
        min(fetched_at) AS first_tried_at,
        max(fetched_at) AS tried_at,
        arg_max(outcome, (fetched_at, fetch_id)) AS outcome,
        max(fetched_at) FILTER (gave_body OR outcome = 'not_modified') AS answered_at,
        max((fetched_at, fetch_id)) FILTER (gave_body) AS body_key
    FROM attempt
    GROUP BY url
),
missed AS (
    SELECT url, count(*) AS misses
    FROM attempt JOIN summary USING (url)
    WHERE answered_at IS NULL OR fetched_at > answered_at
    GROUP BY url
),
found AS (
    SELECT url, min(first_seen_at) AS first_seen_at FROM core.page WHERE portal = $1 GROUP BY url
)
SELECT $1 AS portal, url, summary.purpose, least(first_tried_at, page.first_seen_at) AS first_seen_at, tried_at,
    summary.outcome, coalesce(misses, 0) AS misses, body.fetched_at AS body_at, body.body_sha256, body.etag,
    body.last_modified, body.archive_file, body.archive_offset
FROM summary
LEFT JOIN missed USING (url)
LEFT JOIN found AS page USING (url)
LEFT JOIN attempt AS body ON body.url = summary.url AND (body.fetched_at, body.fetch_id) = body_key
ORDER BY url
"""


def known_pages(warehouse: Warehouse, portal: str, urls: Sequence[str] | None = None) -> dict[str, KnownPage]:
    """The addresses of a portal that were tried before, or those of `urls` that were."""
    table = warehouse.query(KNOWN, [portal, as_json(urls) if urls is not None else None])
    return {str(one["url"]): _known(one) for one in table.records()}


def _known(record: dict[str, object]) -> KnownPage:
    return KnownPage(**record | {"outcome": Outcome(str(record["outcome"]))})  # type: ignore[arg-type]
