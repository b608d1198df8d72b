-- What checks found, what people decided, and what was told.
CREATE TABLE core.check_run (
    batch VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,      -- error quarantines its rows, warn tells
    rows_found INTEGER NOT NULL
);

CREATE TABLE core.finding (
    batch VARCHAR NOT NULL,
    check_name VARCHAR NOT NULL,
    severity VARCHAR NOT NULL,
    observation VARCHAR,            -- NULL where the finding is about a portal or table
    portal VARCHAR,
    detail VARCHAR NOT NULL,        -- the bad row, as JSON
    why VARCHAR NOT NULL,
    todo VARCHAR NOT NULL,
    found_at TIMESTAMPTZ NOT NULL   -- when the batch that it was found in began: the archive alone gives it back
);

CREATE TABLE core.review (
    observation VARCHAR NOT NULL,
    decision VARCHAR NOT NULL,      -- accept, reject, later
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_at TIMESTAMPTZ NOT NULL,
    article VARCHAR NOT NULL,       -- the rest is what was decided on, so that the decision outlives a new key
    url VARCHAR NOT NULL,
    subject VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    period VARCHAR,
    measure VARCHAR NOT NULL,
    value DECIMAL(24, 6),
    quote VARCHAR NOT NULL
);

CREATE TABLE core.correction (    -- loaded from pipeline/reference/corrections.csv
    subject VARCHAR NOT NULL,
    entity VARCHAR NOT NULL,
    period VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    url VARCHAR NOT NULL,
    expect DECIMAL(24, 6) NOT NULL, -- what the source prints; a finding once it prints anything else
    value DECIMAL(24, 6) NOT NULL,  -- what we hold instead
    reason VARCHAR NOT NULL,
    decided_by VARCHAR NOT NULL,
    decided_on DATE NOT NULL
);

CREATE TABLE core.silence (
    subject VARCHAR,                -- NULL: any
    entity VARCHAR,
    portal VARCHAR,
    until DATE NOT NULL,
    reason VARCHAR NOT NULL,
    created_by VARCHAR NOT NULL,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.alert (
    alert VARCHAR NOT NULL,         -- key of (reason, subject, entity, edition, old, new)
    batch VARCHAR NOT NULL,         -- the batch that made it true
    reason VARCHAR NOT NULL,        -- new_edition, revision, claim_contradicts_official, portal_broken, …
    severity VARCHAR NOT NULL,      -- wake, digest, weekly
    subject VARCHAR,                -- the rest is facts, in the shape of RankChange or Incident; NULL where it is the other
    entity VARCHAR,
    entity_name VARCHAR,
    period VARCHAR,
    rank INTEGER,
    rank_of INTEGER,
    earlier_period VARCHAR,
    earlier_rank INTEGER,
    earlier_rank_of INTEGER,
    quote VARCHAR,
    url VARCHAR,
    portal VARCHAR,
    sources INTEGER,
    earlier_url VARCHAR,
    earlier_quote VARCHAR,
    incident_where VARCHAR,
    incident_owner VARCHAR,
    incident_what VARCHAR,
    incident_todo VARCHAR,
    created_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.message (
    message VARCHAR NOT NULL,       -- key of (subscription, alerts): a message sent twice carries the same key
    subscription VARCHAR NOT NULL,
    subject VARCHAR,                -- the indicator it is about, NULL for ops
    alerts VARCHAR[] NOT NULL,
    composed_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.delivery (
    message VARCHAR NOT NULL,
    attempt INTEGER NOT NULL,
    outcome VARCHAR NOT NULL,       -- delivered, failed, dead
    detail VARCHAR,                 -- never holds the channel's address, which is a secret
    attempted_at TIMESTAMPTZ NOT NULL
);

CREATE TABLE core.publication (
    generation VARCHAR NOT NULL,
    published_at TIMESTAMPTZ NOT NULL,
    code_version VARCHAR NOT NULL,
    version BIGINT NOT NULL,        -- of core.guard: the same version is never published twice
    articles BIGINT NOT NULL,
    observations BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    checks_red INTEGER NOT NULL
);
