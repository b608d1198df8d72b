"""A generated history of any size, straight into a warehouse.

Sixty portals, each of a province, print an article every five minutes between them; the history ends on one day,
whatever its size, so that a larger one reaches further back. An article prints six ranks or scores, of its own
province or a neighbour, and four counters. They follow the official tables where there are any;
one in sixteen does not.
"""

from datetime import UTC, datetime

from pipeline.warehouse.connection import Warehouse
from pipeline.warehouse.shingles import sort

PORTALS = 60
FIGURES = 10  # printed figures of one article
PER_BATCH = 100  # articles of one batch
ENDS_AT = datetime(2024, 7, 1, tzinfo=UTC)
INDICATORS = ("PAR_INDEX", "SIPAS", "PAPI", "PCI", "DTI", "PGI")
COUNTERS = 60

STATEMENTS = """
INSERT INTO core.portal BY NAME
SELECT 'bench-' || n AS portal, entities[1 + n % len(entities)] AS entity, 'https://bench-' || n || '.example/' AS home,
    'desk' AS owner, 'province' AS authority, true AS watched
FROM range({portals}) AS r(n), (SELECT list(entity ORDER BY entity) AS entities FROM {provinces});

INSERT INTO core.batch BY NAME
SELECT 'bench-' || n % {portals} || '-' || n AS batch, 'bench-' || n % {portals} AS portal,
    TIMESTAMPTZ '{ends_at}' - INTERVAL 5 MINUTE * ({articles} - n * {per_batch}) AS started_at,
    'bench.warc.gz' AS archive_file, 'bench' AS code_version, started_at AS settled_at
FROM range({batches}) AS r(n);

INSERT INTO core.fetch BY NAME
SELECT 'bench-f' || n AS fetch_id, b.batch, b.portal, 'https://' || b.portal || '.example/tin/' || n AS url,
    'article' AS purpose, 'ok' AS outcome, b.started_at + INTERVAL 1 SECOND * (n % {per_batch}) AS fetched_at,
    200 AS status, md5(CAST(n AS VARCHAR)) || md5(CAST(-n AS VARCHAR)) AS body_sha256, 30000 AS body_bytes,
    b.archive_file, n * 9000 AS archive_offset, 'article' AS yield
FROM range({articles}) AS r(n)
JOIN core.batch AS b ON b.batch = 'bench-' || n // {per_batch} % {portals} || '-' || n // {per_batch}
ORDER BY n;

INSERT INTO core.page BY NAME
SELECT portal, url, 'https://bench.example/' AS found_in, fetched_at AS first_seen_at FROM core.fetch
WHERE fetch_id LIKE 'bench-f%';

INSERT INTO core.article BY NAME
SELECT md5(url) AS article, batch, fetch_id, portal, url, 'Tin ' || fetch_id AS title,
    CAST(fetched_at AS DATE) AS published,
    repeat('Một câu văn dài về cải cách hành chính của tỉnh, không có con số nào đáng kể. ', {sentences}) || url
        AS body,
    body_sha256, 'text' AS layout, 1 AS copies, [] AS removed, [] AS flags, article AS article_group,
    'original' AS relation, 1.0 AS similarity, fetched_at AS observed_at, 'bench' AS code_version
FROM core.fetch WHERE fetch_id LIKE 'bench-f%'
ORDER BY fetched_at;

INSERT INTO core.observation BY NAME
WITH place AS (
    SELECT list(entity ORDER BY entity) AS entities FROM {provinces}
),
shape AS (
    SELECT a.article, a.batch, a.portal, a.published, a.observed_at, b.started_at, k, hash(a.article, k) AS printed,
        CAST(printed % 1024 AS BIGINT) AS h,
        CAST(string_split(a.portal, '-')[2] AS BIGINT) % len(entities) AS own, entities,
        CAST(string_split(a.fetch_id, 'f')[2] AS BIGINT) AS n
    FROM core.article AS a JOIN core.batch AS b USING (batch), range({figures}) AS r(k), place
    WHERE a.code_version = 'bench'
),
placed AS (
    SELECT *, CASE WHEN k < 6 THEN {indicators}[k + 1] ELSE 'counter_' || (n * 4 + k) % {counters} END AS subject,
        entities[1 + (own + CASE WHEN k < 6 AND h % 8 = 0 THEN 1 + h // 8 % 5 ELSE 0 END) % len(entities)] AS entity,
        CASE WHEN k < 6 THEN CAST(year(published) - 1 AS VARCHAR) ELSE strftime(published, '%Y-%m') END AS period,
        CASE WHEN k >= 6 THEN 'count' WHEN h % 3 = 0 THEN 'score' ELSE 'rank' END AS measure
    FROM shape
),
official AS (
    SELECT indicator, entity, period, min(rank) AS rank, min(score) AS score, min(unit) AS unit
    FROM core.official_figure WHERE table_version = '63' GROUP BY ALL
)
SELECT md5(p.article || p.k) AS observation, p.article, p.batch, p.portal,
    CASE WHEN k < 6 THEN 'ranking' ELSE 'counter' END AS family, p.subject, p.entity, p.period,
    'stated' AS basis, measure,
    CASE measure
        WHEN 'rank' THEN coalesce(o.rank, 1 + length(p.subject || p.entity || p.period))
            + CAST(h // 64 % 16 = 0 AS INTEGER)
        WHEN 'score' THEN coalesce(o.score, 60)
        ELSE 1000 + 100 * length(p.subject || p.entity)
    END AS value,
    CASE measure WHEN 'rank' THEN 'rank' WHEN 'score' THEN coalesce(o.unit, 'percent') ELSE 'dossiers' END AS unit,
    CASE WHEN measure = 'rank' THEN 63 END AS rank_of, 'exact' AS bound, [] AS changes, 'stated' AS kind,
    'Một câu văn dài về cải cách hành chính của tỉnh' AS quote, 0 AS quote_start, 47 AS quote_end, published,
    observed_at, started_at AS loaded_at, 'accepted' AS status
FROM placed AS p LEFT JOIN official AS o ON o.indicator = p.subject AND o.entity = p.entity AND o.period = p.period
ORDER BY loaded_at;

INSERT INTO core.shingle
SELECT hash(article, k) >> 1, ('0x' || left(article, 16))::UBIGINT, {shingles}
FROM core.article, range({shingles}) AS r(k) WHERE code_version = 'bench';
"""
# Provinces that stood before the merger of 2025 and stand no more: a figure of theirs is of one table only.
PROVINCES = "core.entity WHERE kind = 'province' AND valid_to >= DATE '2025-01-01'"


def fill(warehouse: Warehouse, articles: int, *, sentences: int = 20, shingles: int = 40) -> None:
    """Ten figures an article; bodies of about `sentences` times 100 bytes. Laid out as a year of upkeep leaves it."""
    sizes = {
        "portals": PORTALS,
        "per_batch": PER_BATCH,
        "batches": -(-articles // PER_BATCH),
        "articles": articles,
        "figures": FIGURES,
        "sentences": sentences,
        "shingles": shingles,
        "indicators": list(INDICATORS),
        "counters": COUNTERS,
        "provinces": PROVINCES,
        "ends_at": ENDS_AT.isoformat(),
    }
    for statement in STATEMENTS.format(**sizes).split(";\n\n"):
        warehouse.execute(statement)
    warehouse.touch()
    sort(warehouse)
