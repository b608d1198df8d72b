"""A generated history of any size, straight into a warehouse: portals that print ranks, scores and counters."""

from pipeline.warehouse.connection import Warehouse

PORTALS = 34
FIGURES = 10  # printed figures of one article
PER_BATCH = 100  # articles of one batch

STATEMENTS = """
INSERT INTO core.portal BY NAME
SELECT 'bench-' || n AS portal, 'cao-bang' AS entity, 'https://bench-' || n || '.example/' AS home, 'desk' AS owner,
    'province' AS authority, true AS watched
FROM range({portals}) AS r(n);

INSERT INTO core.batch BY NAME
SELECT 'bench-' || n % {portals} || '-' || n AS batch, 'bench-' || n % {portals} AS portal,
    TIMESTAMPTZ '2015-01-01 00:00:00Z' + INTERVAL 1 HOUR * n AS started_at, 'bench.warc.gz' AS archive_file,
    'bench' AS code_version, started_at AS settled_at
FROM range({batches}) AS r(n);

INSERT INTO core.fetch BY NAME
SELECT 'bench-f' || n AS fetch_id, 'bench-' || n // {per_batch} % {portals} || '-' || n // {per_batch} AS batch,
    'bench-' || n // {per_batch} % {portals} AS portal, 'https://bench.example/tin/' || n AS url, 'article' AS purpose,
    'ok' AS outcome, TIMESTAMPTZ '2015-01-01 00:00:00Z' + INTERVAL 36 SECOND * n AS fetched_at, 200 AS status,
    md5(CAST(n AS VARCHAR)) || md5(CAST(-n AS VARCHAR)) AS body_sha256, 30000 AS body_bytes,
    'bench.warc.gz' AS archive_file, n * 9000 AS archive_offset, 'article' AS yield
FROM range({articles}) AS r(n);

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
FROM core.fetch WHERE fetch_id LIKE 'bench-f%';

INSERT INTO core.observation BY NAME
WITH place AS (
    SELECT list(entity ORDER BY entity) AS entities FROM core.entity
    WHERE kind = 'province' AND valid_to IS NOT NULL
),
shape AS (
    SELECT a.*, k, hash(a.article, k) AS h
    FROM core.article AS a, range({figures}) AS r(k) WHERE a.code_version = 'bench'
)
SELECT md5(article || k) AS observation, article, batch, portal,
    CASE WHEN k < 6 THEN 'ranking' ELSE 'counter' END AS family,
    CASE WHEN k < 6 THEN ['PAR_INDEX', 'SIPAS', 'PAPI', 'PCI', 'DTI', 'PGI'][k + 1] ELSE 'counter_' || k END AS subject,
    CASE WHEN k < 6 THEN entities[1 + CAST(h % len(entities) AS BIGINT)] ELSE 'viet-nam' END AS entity,
    CASE WHEN k < 6 THEN CAST(year(published) - 1 AS VARCHAR) ELSE strftime(published, '%Y-%m') END AS period,
    'stated' AS basis, CASE WHEN k >= 6 THEN 'count' WHEN h % 3 = 0 THEN 'score' ELSE 'rank' END AS measure,
    CASE
        WHEN k >= 6 THEN 1000 + h % 5
        WHEN h % 3 = 0 THEN 60 + hash(entity, period) % 30
        ELSE 1 + hash(entity, period) % 63
    END AS value,
    CASE WHEN k >= 6 THEN 'dossiers' WHEN h % 3 = 0 THEN 'percent' ELSE 'rank' END AS unit,
    CASE WHEN k < 6 AND h % 3 > 0 THEN 63 END AS rank_of, 'exact' AS bound,
    [] AS changes, 'stated' AS kind, 'Một câu văn dài về cải cách hành chính của tỉnh' AS quote, 0 AS quote_start,
    47 AS quote_end, published, observed_at, observed_at AS loaded_at, 'accepted' AS status
FROM shape, place;

INSERT INTO core.shingle
SELECT hash(article, k) >> 1, ('0x' || left(article, 16))::UBIGINT, {shingles}
FROM core.article, range({shingles}) AS r(k) WHERE code_version = 'bench';
"""


def fill(warehouse: Warehouse, articles: int, *, sentences: int = 20, shingles: int = 40) -> None:
    """Ten figures an article; bodies of about `sentences` times 100 bytes."""
    sizes = {
        "portals": PORTALS,
        "per_batch": PER_BATCH,
        "batches": -(-articles // PER_BATCH),
        "articles": articles,
        "figures": FIGURES,
        "sentences": sentences,
        "shingles": shingles,
    }
    for statement in STATEMENTS.format(**sizes).split(";\n\n"):
        warehouse.execute(statement)
    warehouse.touch()
