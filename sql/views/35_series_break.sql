-- Where a line of ranks ends and another begins: the merger of 2025-07-01, with the parts as they last stood, or a new method.
CREATE OR REPLACE VIEW series_break AS
WITH line AS (
    SELECT subject, entity, entity_name, table_version, period, rank, rank_of, series, length(period) AS grain
    FROM rank_history
),
first_after AS (
    SELECT * FROM line WHERE table_version = '34'
    QUALIFY rank() OVER (PARTITION BY subject, entity, grain ORDER BY period) = 1
),
part AS (
    SELECT a.subject, a.entity, a.grain, b.entity AS part, b.entity_name, b.period, b.rank, b.rank_of
    FROM first_after AS a
    JOIN core.province_succession AS s ON s.successor = a.entity AND s.effective_on = DATE '2025-07-01'
    JOIN line AS b ON b.subject = a.subject AND b.grain = a.grain AND b.table_version = '63' AND b.period <= a.period
     AND b.entity IN (s.predecessor, (SELECT o.predecessor FROM core.province_succession AS o
                                      WHERE o.successor = s.predecessor AND starts_with(o.kind, 'status')))
    QUALIFY rank() OVER (PARTITION BY a.subject, a.entity, a.grain, s.predecessor ORDER BY b.period DESC) = 1
),
gathered AS (
    SELECT subject, entity, grain, max(period) AS earlier_period,
           list(struct_pack(entity := part, name := entity_name, period := period, rank := rank, rank_of := rank_of)
                ORDER BY part) AS parts
    FROM part GROUP BY ALL
),
method AS (
    SELECT *, lag(series) OVER w AS earlier_series, lag(period) OVER w AS earlier_period,
           lag(struct_pack(entity := entity, name := entity_name, period := period, rank := rank, rank_of := rank_of)) OVER w
           AS before
    FROM line
    WINDOW w AS (PARTITION BY subject, entity, table_version, grain ORDER BY period)
    QUALIFY series <> lag(series) OVER w
)
SELECT 'merger' AS kind, a.subject, a.entity, a.entity_name, a.period, a.rank, a.rank_of, a.series, g.earlier_period, g.parts
FROM first_after AS a
JOIN gathered AS g USING (subject, entity, grain)
UNION ALL
SELECT 'method', subject, entity, entity_name, period, rank, rank_of, series, earlier_period, [before]
FROM method;
COMMENT ON VIEW series_break IS 'Two ranks that follow each other in time and must not be compared';
COMMENT ON COLUMN series_break.kind IS 'merger (2025-07-01) or method';
COMMENT ON COLUMN series_break.subject IS 'Indicator';
COMMENT ON COLUMN series_break.entity IS 'Id of the province after the break';
COMMENT ON COLUMN series_break.entity_name IS 'Its name';
COMMENT ON COLUMN series_break.period IS 'First edition after the break';
COMMENT ON COLUMN series_break.rank IS 'Rank there';
COMMENT ON COLUMN series_break.rank_of IS 'Field size there';
COMMENT ON COLUMN series_break.series IS 'Series that begins';
COMMENT ON COLUMN series_break.earlier_period IS 'Last edition before the break';
COMMENT ON COLUMN series_break.parts IS 'How the parts stood before: each predecessor with its last period, rank and field size';
