-- The collected tables, one row a value. A rank computed from official scores is `derived`; press reports of a table are
-- `reported`, each with the digits that it prints; what a province's own page says is no table at all and ranks with what
-- provinces say of themselves.
CREATE OR REPLACE VIEW table_value AS
WITH cell AS (
    SELECT indicator, period, table_version, entity, 'rank' AS measure, rank AS value, 'rank' AS unit, rank_of, standing, kind,
           source, note
    FROM core.official_figure WHERE rank IS NOT NULL
    UNION ALL
    SELECT indicator, period, table_version, entity, 'score', score, unit, rank_of,
           CASE standing WHEN 'derived' THEN 'published' ELSE standing END, kind, source, note
    FROM core.official_figure WHERE score IS NOT NULL
)
SELECT c.indicator AS subject, c.entity, e.name AS entity_name, c.period, c.table_version, c.measure,
       CAST(c.value AS DECIMAL(24, 6)) AS value, c.unit,
       min(printed_step(CAST(c.value AS DECIMAL(24, 6)), c.measure))
           OVER (PARTITION BY c.indicator, c.period, c.table_version, c.measure, c.standing,
                              CASE c.standing WHEN 'reported' THEN c.source END) AS step,
       c.rank_of, c.standing,
       CASE
           WHEN c.kind = 'seed_claim' THEN 6
           WHEN c.standing = 'published' THEN 1
           WHEN c.standing = 'derived' THEN 2
           ELSE 4
       END AS authority_level,
       c.source, c.note
FROM cell AS c
JOIN core.entity AS e ON e.entity = c.entity
WHERE in_lines(c.indicator, c.entity);
COMMENT ON VIEW table_value IS 'One value of a collected official or reported table';
COMMENT ON COLUMN table_value.subject IS 'Indicator';
COMMENT ON COLUMN table_value.entity IS 'Id of the province';
COMMENT ON COLUMN table_value.entity_name IS 'Its name';
COMMENT ON COLUMN table_value.period IS 'Edition, or the day or month of a continuous index';
COMMENT ON COLUMN table_value.table_version IS '63 or 34: the table before or after the merger';
COMMENT ON COLUMN table_value.measure IS 'rank or score';
COMMENT ON COLUMN table_value.value IS 'The value';
COMMENT ON COLUMN table_value.unit IS 'rank, or the unit of the score';
COMMENT ON COLUMN table_value.step IS 'Last digit that this table prints';
COMMENT ON COLUMN table_value.rank_of IS 'Provinces that were truly ranked';
COMMENT ON COLUMN table_value.standing IS 'published by its maker, derived by us from published scores, or reported by the press';
COMMENT ON COLUMN table_value.authority_level IS '1 published, 2 derived, 4 reported, 6 a province''s own claim';
COMMENT ON COLUMN table_value.source IS 'Where the table was read';
COMMENT ON COLUMN table_value.note IS 'What to know about the row';
