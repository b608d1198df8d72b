-- Facts about provinces, indicators and official tables, loaded from pipeline/reference/*.csv whenever a file's hash
-- changes. Never edited by code. Every table lives in the schema `core` of the catalog `wh`.
CREATE TABLE core.guard (
    version BIGINT NOT NULL         -- grows with every change that readers will see
);
INSERT INTO core.guard VALUES (0);

CREATE TABLE core.stale_line (
    subject VARCHAR,                -- a line whose kept figures must be worked out anew; NULL: every line
    entity VARCHAR
);

CREATE TABLE core.view_file (
    name VARCHAR NOT NULL,          -- a file of sql/views, as it was last applied
    sha256 VARCHAR NOT NULL
);

CREATE TABLE core.reference_file (
    name VARCHAR NOT NULL,          -- provinces.csv, …
    sha256 VARCHAR NOT NULL,
    loaded_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.portal (
    portal VARCHAR NOT NULL,        -- name of the TOML file
    entity VARCHAR NOT NULL,        -- whose portal it is
    home VARCHAR NOT NULL,
    owner VARCHAR NOT NULL,         -- who is called when it breaks
    authority VARCHAR NOT NULL,     -- publisher, press, province
    articles_per_week_low INTEGER,
    articles_per_week_high INTEGER,
    valid_to DATE,
    watched BOOLEAN NOT NULL,       -- false: fetched only when named, as the host of a province that is no more
    attested VARCHAR
);

CREATE TABLE core.entity (
    entity VARCHAR NOT NULL,        -- yen-bai, lao-cai~2025, bo-noi-vu, viet-nam
    kind VARCHAR NOT NULL,          -- province, ministry, country
    name VARCHAR NOT NULL,          -- Yên Bái
    full_name VARCHAR NOT NULL,     -- Tỉnh Yên Bái
    code VARCHAR,                   -- GSO code; re-used after the merger, so no key
    region VARCHAR,
    valid_from DATE,                -- NULL: always
    valid_to DATE,                  -- NULL: still
    source VARCHAR
);

CREATE TABLE core.province_succession (
    predecessor VARCHAR NOT NULL,
    successor VARCHAR NOT NULL,
    effective_on DATE NOT NULL,
    kind VARCHAR NOT NULL,          -- unchanged, merge, upgrade, …
    shares_name BOOLEAN NOT NULL,
    source VARCHAR
);

CREATE TABLE core.indicator (
    indicator VARCHAR NOT NULL,     -- PAR_INDEX, SIPAS, PAPI, PCI, PGI, DTI, PII, ICT_INDEX, QD766
    name_vi VARCHAR NOT NULL,
    name_en VARCHAR NOT NULL,
    publisher VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,          -- percent, points, ratio
    scale_min DECIMAL(18, 4) NOT NULL,
    scale_max DECIMAL(18, 4) NOT NULL,
    has_editions BOOLEAN NOT NULL,  -- false: a continuous index (QD766)
    publication_months INTEGER[] NOT NULL, -- months of the year after the edition in which it is announced; empty: any
    source VARCHAR
);

CREATE TABLE core.indicator_edition (
    indicator VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    rank_of INTEGER,                -- provinces truly ranked, NULL where unknown
    series VARCHAR NOT NULL,        -- editions are comparable within one series only (a method break starts a new one)
    announced_on DATE,
    source VARCHAR
);

CREATE TABLE core.indicator_moves (
    indicator VARCHAR NOT NULL,
    p50 INTEGER NOT NULL,           -- places that half the provinces move at most, from complete tables
    p75 INTEGER NOT NULL,
    p90 INTEGER NOT NULL,
    p95 INTEGER NOT NULL,
    source VARCHAR
);

CREATE TABLE core.counter (
    counter VARCHAR NOT NULL,       -- dossiers_received, …
    unit VARCHAR NOT NULL,
    meaning VARCHAR NOT NULL,
    only_grows BOOLEAN NOT NULL     -- counted since a beginning, and so never fewer
);

CREATE TABLE core.official_figure (
    indicator VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    table_version VARCHAR NOT NULL, -- "63" or "34": one edition can have a table on each field
    entity VARCHAR NOT NULL,
    rank INTEGER,
    rank_of INTEGER,
    score DECIMAL(18, 4),
    unit VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,          -- as in the source file: official_file, official_page, press_or_portal_report, …
    standing VARCHAR NOT NULL,      -- published, derived, reported: how far to trust it
    source VARCHAR NOT NULL,
    note VARCHAR
);
