-- Every rank with the one before it, where both can be compared: same table, same method, no edition between them.
-- A province that only changed its status or name goes on as the same line.
CREATE OR REPLACE VIEW rank_history AS
WITH line AS (
    SELECT f.*, coalesce(s.predecessor, f.entity) AS lineage, length(f.period) AS grain
    FROM figure AS f
    LEFT JOIN core.province_succession AS s ON s.successor = f.entity AND starts_with(s.kind, 'status')
    WHERE f.family = 'ranking' AND f.measure = 'rank'
),
edition AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS map, series,
           row_number() OVER (PARTITION BY indicator, map ORDER BY period) AS number
    FROM core.indicator_edition
),
placed AS (
    SELECT l.*, coalesce(e.series, 'one series') AS series, e.number, e.period = l.period AS is_listed
    FROM line AS l
    ASOF LEFT JOIN edition AS e
      ON e.indicator = l.subject AND e.map = CASE l.table_version WHEN '34' THEN '34' ELSE '63' END AND e.period <= l.period
),
followed AS (
    SELECT p.*, lag(struct_pack(period := period, rank := value, rank_of := rank_of, number := number, is_listed := is_listed,
                                url := url, quote := quote, known_at := known_at, table_source := table_source)) OVER w AS prior,
           lead(period) OVER w IS NULL AS is_latest
    FROM placed AS p
    WINDOW w AS (PARTITION BY subject, lineage, table_version, series, grain ORDER BY period)
)
SELECT f.subject, f.entity, f.entity_name, f.table_version, f.period, CAST(f.value AS INTEGER) AS rank, f.rank_of,
       s.value AS score, s.unit AS score_unit, f.series, f.is_latest AS is_latest_of_series,
       p.period AS earlier_period, CAST(p.rank AS INTEGER) AS earlier_rank, p.rank_of AS earlier_rank_of,
       CAST(p.rank - f.value AS INTEGER) AS places_up, f.authority, f.authority_level, f.sources, f.why, f.table_source,
       f.observation, f.portal, f.url, f.quote, f.published, f.known_at, f.known_batch, p.url AS earlier_url,
       p.quote AS earlier_quote, p.known_at AS earlier_known_at, p.table_source AS earlier_table_source
FROM (
    SELECT * EXCLUDE (prior),
           CASE WHEN number IS NULL OR number - prior.number + CAST(NOT is_listed AS INTEGER) <= 1 THEN prior END AS p
    FROM followed
) AS f
LEFT JOIN figure AS s
  ON s.subject = f.subject AND s.entity = f.entity AND s.period = f.period AND s.table_version = f.table_version
 AND s.measure = 'score';
COMMENT ON VIEW rank_history IS 'Each resolved rank of an indicator, with its score and the previous rank it can be compared with';
COMMENT ON COLUMN rank_history.subject IS 'Indicator';
COMMENT ON COLUMN rank_history.entity IS 'Id of the province or ministry';
COMMENT ON COLUMN rank_history.entity_name IS 'Its name';
COMMENT ON COLUMN rank_history.table_version IS '63 or 34: the table before or after 2025-07-01; ministry';
COMMENT ON COLUMN rank_history.period IS 'Edition, or the month or day of a continuous index';
COMMENT ON COLUMN rank_history.rank IS 'Resolved rank; 1 is best';
COMMENT ON COLUMN rank_history.rank_of IS 'How many were truly ranked';
COMMENT ON COLUMN rank_history.score IS 'Resolved score of the same edition, in the indicator''s unit';
COMMENT ON COLUMN rank_history.score_unit IS 'Unit of the score';
COMMENT ON COLUMN rank_history.series IS 'Editions of one series share a method; others are not compared';
COMMENT ON COLUMN rank_history.is_latest_of_series IS 'Whether no later edition of this series is held';
COMMENT ON COLUMN rank_history.earlier_period IS 'The previous edition, if it can be compared and is held; no edition is skipped';
COMMENT ON COLUMN rank_history.earlier_rank IS 'Rank there';
COMMENT ON COLUMN rank_history.earlier_rank_of IS 'Field size there';
COMMENT ON COLUMN rank_history.places_up IS 'Places won (positive, better) or lost since';
COMMENT ON COLUMN rank_history.authority IS 'Who says the rank';
COMMENT ON COLUMN rank_history.authority_level IS '1 published table … 7 implied; see figure';
COMMENT ON COLUMN rank_history.sources IS 'Independent sources that state the rank';
COMMENT ON COLUMN rank_history.why IS 'Which rule chose the rank; see figure';
COMMENT ON COLUMN rank_history.table_source IS 'Where a table that states it was read';
COMMENT ON COLUMN rank_history.observation IS 'Observation that says it best';
COMMENT ON COLUMN rank_history.portal IS 'Its portal';
COMMENT ON COLUMN rank_history.url IS 'Its page';
COMMENT ON COLUMN rank_history.quote IS 'Its sentence';
COMMENT ON COLUMN rank_history.published IS 'Day of its article';
COMMENT ON COLUMN rank_history.known_at IS 'When a page first stated this rank to us';
COMMENT ON COLUMN rank_history.known_batch IS 'Batch that first brought it';
COMMENT ON COLUMN rank_history.earlier_url IS 'Page that states the earlier rank';
COMMENT ON COLUMN rank_history.earlier_quote IS 'Its sentence';
COMMENT ON COLUMN rank_history.earlier_known_at IS 'When a page first stated the earlier rank to us';
COMMENT ON COLUMN rank_history.earlier_table_source IS 'Where a table that states the earlier rank was read';
