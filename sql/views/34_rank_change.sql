-- Differences of two comparable ranks: a new edition against the previous one, a revision of one edition, and a stated rank
-- against the official table. Never across the merger or a change of method.
CREATE OR REPLACE VIEW rank_change AS
SELECT 'new_edition' AS reason, subject, entity, entity_name, table_version, period, rank, rank_of, earlier_period,
       earlier_rank, earlier_rank_of, places_up, sources, portal, url, quote, earlier_url, earlier_quote, known_at,
       known_batch, earlier_known_at, earlier_table_source IS NOT NULL AS is_earlier_in_table
FROM rank_history
WHERE rank <> earlier_rank
UNION ALL
SELECT 'revision', r.subject, r.entity, r.entity_name, r.table_version, r.period, r.rank, f.rank_of, r.period,
       r.earlier_rank, f.rank_of, r.earlier_rank - r.rank, r.sources, r.portal, r.url, r.quote, r.earlier_url,
       r.earlier_quote, r.revised_at, r.batch, NULL, r.earlier_url IS NULL
FROM rank_revision AS r
JOIN figure AS f USING (subject, entity, period, table_version)
WHERE f.measure = 'rank'
UNION ALL
SELECT 'claim_contradicts_official', subject, entity, entity_name, table_version, period, CAST(other_value AS INTEGER),
       rank_of, period, CAST(value AS INTEGER), rank_of, CAST(value - other_value AS INTEGER), other_sources, other_portal,
       other_url, other_quote, url, quote, other_known_at, other_batch, NULL, true
FROM contradiction
WHERE measure = 'rank' AND authority_level <= 2 AND other_kind = 'stated';
COMMENT ON VIEW rank_change IS 'A difference of two comparable ranks that is worth knowing';
COMMENT ON COLUMN rank_change.reason IS 'new_edition, revision, claim_contradicts_official';
COMMENT ON COLUMN rank_change.subject IS 'Indicator';
COMMENT ON COLUMN rank_change.entity IS 'Id of the province or ministry';
COMMENT ON COLUMN rank_change.entity_name IS 'Its name';
COMMENT ON COLUMN rank_change.table_version IS '63, 34 or ministry';
COMMENT ON COLUMN rank_change.period IS 'Edition of the new rank';
COMMENT ON COLUMN rank_change.rank IS 'New rank; for a claim, the rank it states';
COMMENT ON COLUMN rank_change.rank_of IS 'How many were truly ranked';
COMMENT ON COLUMN rank_change.earlier_period IS 'Edition of the earlier rank; the same for a revision or a claim';
COMMENT ON COLUMN rank_change.earlier_rank IS 'Earlier rank; for a claim, the official one';
COMMENT ON COLUMN rank_change.earlier_rank_of IS 'Field size of the earlier edition';
COMMENT ON COLUMN rank_change.places_up IS 'Places won (positive, better) or lost';
COMMENT ON COLUMN rank_change.sources IS 'Independent sources that state the new rank';
COMMENT ON COLUMN rank_change.portal IS 'Portal that states it; NULL if only a table does';
COMMENT ON COLUMN rank_change.url IS 'Its page';
COMMENT ON COLUMN rank_change.quote IS 'Its sentence';
COMMENT ON COLUMN rank_change.earlier_url IS 'Page that states the earlier rank';
COMMENT ON COLUMN rank_change.earlier_quote IS 'Its sentence';
COMMENT ON COLUMN rank_change.known_at IS 'When a page first stated the new rank to us';
COMMENT ON COLUMN rank_change.known_batch IS 'Batch that made the change true';
COMMENT ON COLUMN rank_change.earlier_known_at IS 'When a page first stated the earlier rank to us; NULL for a revision or a claim';
COMMENT ON COLUMN rank_change.is_earlier_in_table IS 'Whether a collected table holds the earlier rank, so that readers always had it';
