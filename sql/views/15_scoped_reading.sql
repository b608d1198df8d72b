-- What checks read: the observations being judged, beside what is known of their indicator, entity and edition; and what was
-- held of the same lines before. Scope first, then join, so that a small batch is judged quickly against a long history.
CREATE OR REPLACE MACRO scoped_reading() AS TABLE
WITH mine AS (
    SELECT * FROM core.observation AS o WHERE in_scope(o.batch)
),
edition AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS map, max(rank_of) AS rank_of,
           min(announced_on) AS announced_on
    FROM core.indicator_edition
    GROUP BY ALL
)
SELECT r.* EXCLUDE (factor), CAST(r.value * r.factor AS DECIMAL(24, 6)) AS scaled, printed_step(r.value, r.measure) * r.factor AS step,
       d.rank_of AS ranked, d.announced_on
FROM (
    SELECT m.*, e.entity IS NOT NULL AS is_known, e.kind AS entity_kind, e.valid_from, e.valid_to,
           map_of(e.kind, e.valid_from, e.valid_to, m.rank_of, m.period) AS map,
           i.unit AS scale_unit, i.scale_min, i.scale_max, i.has_editions,
           CASE WHEN m.measure = 'score' AND i.indicator IS NOT NULL
                THEN score_factor(m.subject, m.value, m.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor
    FROM mine AS m
    LEFT JOIN core.entity AS e ON e.entity = m.entity
    LEFT JOIN core.indicator AS i ON i.indicator = m.subject
) AS r
LEFT JOIN edition AS d ON d.indicator = r.subject AND d.period = r.period AND d.map = r.map;
COMMENT ON MACRO TABLE scoped_reading IS 'Observations of the batches being judged, with their scale, field and the value on that scale';

CREATE OR REPLACE MACRO held_reading() AS TABLE
WITH line AS (
    SELECT DISTINCT subject, entity FROM core.observation AS o WHERE in_scope(o.batch) AND family = 'ranking'
),
said AS (
    SELECT o.subject, o.entity, o.period, o.measure, o.value, o.unit, o.rank_of, o.published, o.observation
    FROM core.observation AS o
    WHERE o.family = 'ranking' AND o.kind = 'stated' AND o.status IN ('accepted', 'new') AND o.value IS NOT NULL
      AND o.period IS NOT NULL AND o.measure IN ('rank', 'score')
      AND (o.subject, o.entity) IN (SELECT (subject, entity) FROM line)
)
SELECT subject, entity, period, table_version AS map, measure, value, step, true AS is_table
FROM table_value
WHERE authority_level <= 2
UNION ALL
SELECT s.subject, s.entity, s.period, map_of(e.kind, e.valid_from, e.valid_to, s.rank_of, s.period) AS map, s.measure,
       CAST(arg_max(s.value * f.factor, (coalesce(s.published, DATE '-infinity'), s.observation)) AS DECIMAL(24, 6)),
       arg_max(printed_step(s.value, s.measure) * f.factor, (coalesce(s.published, DATE '-infinity'), s.observation)), false
FROM said AS s
JOIN core.entity AS e ON e.entity = s.entity
JOIN core.indicator AS i ON i.indicator = s.subject
CROSS JOIN LATERAL (SELECT CASE WHEN s.measure = 'score'
                                THEN score_factor(s.subject, s.value, s.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor) AS f
GROUP BY s.subject, s.entity, s.period, map, s.measure;
COMMENT ON MACRO TABLE held_reading IS 'For the lines being judged: official values, and the newest stated value of each edition';
