-- Where everybody stands now: the newest edition of each indicator, entity and table.
-- Here and elsewhere rank(), not row_number(): where that is compared with a number, DuckDB 1.5 rewrites it, and crashes.
CREATE OR REPLACE VIEW latest_rank AS
SELECT subject, entity, entity_name, table_version, period, rank, rank_of, score, score_unit, earlier_period, earlier_rank,
       places_up, authority, sources, why, url, quote, published
FROM rank_history
QUALIFY rank() OVER (PARTITION BY subject, entity, table_version ORDER BY period DESC) = 1;
COMMENT ON VIEW latest_rank IS 'The newest rank of each indicator, entity and table';
COMMENT ON COLUMN latest_rank.subject IS 'Indicator';
COMMENT ON COLUMN latest_rank.entity IS 'Id of the province or ministry';
COMMENT ON COLUMN latest_rank.entity_name IS 'Its name';
COMMENT ON COLUMN latest_rank.table_version IS '63 or 34: the table before or after 2025-07-01; ministry';
COMMENT ON COLUMN latest_rank.period IS 'Edition, or the month or day of a continuous index';
COMMENT ON COLUMN latest_rank.rank IS 'Resolved rank; 1 is best';
COMMENT ON COLUMN latest_rank.rank_of IS 'How many were truly ranked';
COMMENT ON COLUMN latest_rank.score IS 'Resolved score of the same edition, in the indicator''s unit';
COMMENT ON COLUMN latest_rank.score_unit IS 'Unit of the score';
COMMENT ON COLUMN latest_rank.earlier_period IS 'The previous edition, if it can be compared and is held; no edition is skipped';
COMMENT ON COLUMN latest_rank.earlier_rank IS 'Rank there';
COMMENT ON COLUMN latest_rank.places_up IS 'Places won (positive, better) or lost since';
COMMENT ON COLUMN latest_rank.authority IS 'Who says the rank';
COMMENT ON COLUMN latest_rank.sources IS 'Independent sources that state the rank';
COMMENT ON COLUMN latest_rank.why IS 'Which rule chose the rank; see figure';
COMMENT ON COLUMN latest_rank.url IS 'Its page';
COMMENT ON COLUMN latest_rank.quote IS 'Its sentence';
COMMENT ON COLUMN latest_rank.published IS 'Day of its article';
