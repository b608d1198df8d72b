"""Edge: gives each row of some batches its status, by findings, corrections and people's decisions."""

from collections.abc import Sequence
from datetime import datetime

from pipeline.warehouse.connection import Warehouse

# A decision outlives a new key: it holds for the same reading of another version of the page, and what was rejected
# stays rejected where the page still says the same but is read otherwise. A word to accept vouches for no value that
# nobody has seen. A correction accepts its figure: the person who listed it has read the sentence.
# Rows lie in the order of their batches' beginnings: by `loaded_at` nearly all of the history is passed over.
JUDGE = """
WITH spoken_of AS (
    SELECT url FROM core.review UNION SELECT url FROM core.correction
),
page AS (
    SELECT article, url FROM core.article SEMI JOIN spoken_of USING (url)
),
judged AS (
    SELECT o.observation, o.loaded_at, o.article, a.url, o.subject, o.entity, o.period, o.measure, o.value, o.quote
    FROM core.observation AS o
    JOIN core.batch AS b ON b.batch = o.batch AND b.started_at = o.loaded_at
    LEFT JOIN page AS a ON a.article = o.article
    WHERE list_contains($1, b.batch)
),
decided AS (
    SELECT o.observation, arg_max(r.decision, (r.decided_at, r.observation)) AS decision
    FROM judged AS o
    JOIN core.review AS r
      ON r.url = o.url AND r.subject = o.subject AND r.measure = o.measure
     AND ($2 IS NULL OR r.decided_at <= $2)
     AND (r.observation = o.observation
          OR (r.entity = o.entity AND r.period IS NOT DISTINCT FROM o.period AND r.value IS NOT DISTINCT FROM o.value)
          OR (r.article = o.article AND r.quote = o.quote AND r.decision = 'reject'))
    GROUP BY o.observation
),
doubted AS (
    SELECT DISTINCT observation FROM core.finding
    WHERE severity = 'error' AND observation IN (SELECT observation FROM judged)
),
corrected AS (
    SELECT DISTINCT o.observation
    FROM judged AS o
    JOIN core.correction AS c
      ON c.url = o.url AND c.subject = o.subject AND c.entity = o.entity AND c.period = o.period
     AND c.measure = o.measure AND c.expect = o.value
),
verdict AS (
    SELECT o.observation, o.loaded_at,
        CASE
            WHEN d.decision = 'accept' THEN 'accepted'
            WHEN d.decision = 'reject' THEN 'rejected'
            WHEN d.decision = 'later' THEN 'quarantined'
            WHEN c.observation IS NOT NULL OR f.observation IS NULL THEN 'accepted'
            ELSE 'quarantined'
        END AS status
    FROM judged AS o
    LEFT JOIN decided AS d ON d.observation = o.observation
    LEFT JOIN doubted AS f ON f.observation = o.observation
    LEFT JOIN corrected AS c ON c.observation = o.observation
)
UPDATE core.observation AS o SET status = verdict.status
FROM verdict
WHERE o.loaded_at = verdict.loaded_at AND o.observation = verdict.observation AND o.status <> verdict.status
"""


def judge(warehouse: Warehouse, batches: Sequence[str], until: datetime | None = None) -> int:
    """Return how many rows changed. Only decisions made `until` then count; all of them where it is None."""
    return warehouse.count(JUDGE, [list(batches), until]) if batches else 0
