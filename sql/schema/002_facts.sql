-- What was fetched, read and observed. Append-only but for `page` (a summary of fetches) and the status of an observation.
-- Keys are computed in Python; uniqueness is a check (duplicate_key), since DuckLake has no constraint.
CREATE TABLE core.batch (
    batch VARCHAR NOT NULL,         -- <portal>-<UTC second>-<random>: what one run fetched of one portal
    portal VARCHAR NOT NULL,
    started_at TIMESTAMPTZ NOT NULL,
    archive_file VARCHAR NOT NULL,  -- relative to the archive
    code_version VARCHAR NOT NULL,
    settled_at TIMESTAMPTZ          -- when its rows were judged; NULL: they are still new
);

CREATE TABLE core.fetch (
    fetch_id VARCHAR NOT NULL,      -- `fetch` alone is a word of SQL
    batch VARCHAR NOT NULL,
    portal VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    purpose VARCHAR NOT NULL,       -- robots, feed, sitemap, listing, article, file
    outcome VARCHAR NOT NULL,       -- ok, not_modified, missing, blocked, refused, too_large, truncated, timeout, …
    reason VARCHAR,
    fetched_at TIMESTAMPTZ NOT NULL,
    final_url VARCHAR,
    status INTEGER,
    etag VARCHAR,
    last_modified VARCHAR,
    body_sha256 VARCHAR,
    body_bytes BIGINT,
    archive_file VARCHAR,
    archive_offset BIGINT,
    published DATE,                 -- as the feed, the sitemap or whoever saved the page says
    title VARCHAR,                  -- likewise
    yield VARCHAR                   -- what the bytes gave: article, pages:<n>, no_article, layout_changed, undecodable
);

CREATE TABLE core.page (
    portal VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    found_in VARCHAR NOT NULL,
    first_seen_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.article (
    article VARCHAR NOT NULL,       -- key of (portal, url, body)
    batch VARCHAR NOT NULL,
    fetch_id VARCHAR NOT NULL,      -- `fetch` alone is a word of SQL
    portal VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    title VARCHAR,
    published DATE,
    author VARCHAR,
    body VARCHAR NOT NULL,          -- NFC, a block a line, table cells split by tabs
    body_sha256 VARCHAR NOT NULL,
    layout VARCHAR NOT NULL,
    copies INTEGER NOT NULL,        -- how often the page printed the body
    removed STRUCT(reason VARCHAR, text VARCHAR)[] NOT NULL,
    flags VARCHAR[] NOT NULL,
    article_group VARCHAR NOT NULL, -- the canonical article of its group
    relation VARCHAR NOT NULL,      -- original, copy, excerpt, revision
    similarity DOUBLE NOT NULL,
    observed_at TIMESTAMPTZ NOT NULL, -- when the bytes were fetched
    code_version VARCHAR NOT NULL
);

CREATE TABLE core.shingle (
    hash UBIGINT NOT NULL,          -- a sampled word 3-gram, or the whole text
    code UBIGINT NOT NULL,          -- the article: the first 16 digits of its key
    words USMALLINT NOT NULL        -- of that article; 0: the hash is of its whole text
);

CREATE TABLE core.observation (
    observation VARCHAR NOT NULL,   -- key of (article, subject, entity, period, measure, kind, place, value)
    article VARCHAR NOT NULL,
    batch VARCHAR NOT NULL,
    portal VARCHAR NOT NULL,
    family VARCHAR NOT NULL,        -- ranking, counter
    subject VARCHAR NOT NULL,       -- an indicator, or the name of a counter
    entity VARCHAR NOT NULL,
    entity_printed VARCHAR,
    period VARCHAR,                 -- 2021, 2022-09, 2025-08-21, 2023-Q1, 2020-9M, 2015-2020; NULL: the text gives none
    basis VARCHAR NOT NULL,         -- how the period was known: stated, inherited, relative, article_day, unknown
    measure VARCHAR NOT NULL,       -- rank, score, count, amount, share
    value DECIMAL(24, 6),           -- NULL: only a change is printed
    unit VARCHAR NOT NULL,
    rank_of INTEGER,                -- as printed
    part_of DECIMAL(24, 6),         -- 53 of 63
    bound VARCHAR NOT NULL,         -- exact, more_than, less_than, nearly, about
    changes STRUCT(amount DECIMAL(24, 6), unit VARCHAR, versus VARCHAR)[] NOT NULL, -- ranks: positive is better
    kind VARCHAR NOT NULL,          -- stated, implied
    quote VARCHAR NOT NULL,
    quote_start INTEGER NOT NULL,   -- body[quote_start:quote_end] is the quote, in characters, from 0
    quote_end INTEGER NOT NULL,
    published DATE,                 -- of the article
    observed_at TIMESTAMPTZ NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL, -- when the batch that brought it began: the archive alone gives it back
    status VARCHAR NOT NULL         -- new, accepted, quarantined, rejected
);
