-- What checks read: the observations being judged, beside what is known of their indicator, entity and edition; and what was
-- held of the same lines before. Scope first, then join, so that a small batch is judged quickly against a long history:
-- rows lie in the order of their batches' beginnings, so that joining the batch first skips nearly all of them.
CREATE OR REPLACE MACRO scoped() AS TABLE
SELECT o.* FROM core.observation AS o WHERE getvariable('batches') IS NULL
UNION ALL
SELECT o.*
FROM core.observation AS o
JOIN core.batch AS b ON b.batch = o.batch AND b.started_at = o.loaded_at
WHERE getvariable('batches') IS NOT NULL AND in_scope(b.batch);
COMMENT ON MACRO TABLE scoped IS 'Observations of the batches being judged';

CREATE OR REPLACE MACRO scoped_ranking() AS TABLE
WITH edition AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS map, max(rank_of) AS rank_of,
           min(announced_on) AS announced_on
    FROM core.indicator_edition
    GROUP BY ALL
)
SELECT r.* EXCLUDE (factor), d.rank_of AS ranked, d.announced_on, r.factor,
       CASE WHEN r.factor = 1 THEN r.value ELSE CAST(r.value * r.factor AS DECIMAL(24, 6)) END AS scaled
FROM (
    SELECT m.*, e.kind AS entity_kind, e.valid_from, e.valid_to,
           map_of(e.kind, e.valid_from, e.valid_to, m.rank_of, m.period) AS map,
           i.unit AS scale_unit, i.scale_min, i.scale_max, i.plausible_min, i.has_editions,
           CASE WHEN m.measure = 'score' THEN score_factor(m.subject, m.value, m.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor
    FROM scoped() AS m
    JOIN core.entity AS e ON e.entity = m.entity
    JOIN core.indicator AS i ON i.indicator = m.subject
    WHERE m.family = 'ranking'
) AS r
LEFT JOIN edition AS d ON d.indicator = r.subject AND d.period = r.period AND d.map = r.map;
COMMENT ON MACRO TABLE scoped_ranking IS 'Ranks and scores being judged, with their scale, their field and the value on that scale';

CREATE OR REPLACE MACRO held_reading() AS TABLE
WITH line AS (
    SELECT DISTINCT subject, entity FROM scoped() WHERE family = 'ranking'
),
said AS (
    SELECT o.subject, o.entity, o.period, o.measure, o.value, o.unit, o.rank_of, max(o.published) AS newest,
           bool_or(o.status = 'accepted') AS is_accepted
    FROM core.observation AS o
    SEMI JOIN line ON line.subject = o.subject AND line.entity = o.entity
    WHERE o.family = 'ranking' AND o.kind = 'stated' AND list_contains(['accepted', 'new'], o.status) AND o.value IS NOT NULL
      AND o.period IS NOT NULL
    GROUP BY ALL
),
scaled AS (
    SELECT s.*, map_of(e.kind, e.valid_from, e.valid_to, s.rank_of, s.period) AS map,
           CASE WHEN s.measure = 'score'
                THEN score_factor(s.subject, s.value, s.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor
    FROM said AS s
    JOIN core.entity AS e ON e.entity = s.entity
    JOIN core.indicator AS i ON i.indicator = s.subject
)
SELECT t.subject, t.entity, t.period, t.table_version AS map, t.measure, t.value, t.step, true AS is_table, true AS is_accepted
FROM table_value AS t
SEMI JOIN line ON line.subject = t.subject AND line.entity = t.entity
WHERE t.authority_level <= 2
UNION ALL
SELECT subject, entity, period, map, measure, CAST(value * factor AS DECIMAL(24, 6)),
       printed_step(value, measure) * factor, false, is_accepted
FROM scaled
QUALIFY rank() OVER (PARTITION BY subject, entity, period, map, measure
                     ORDER BY is_accepted DESC, newest DESC NULLS LAST, value, unit, rank_of) = 1;
COMMENT ON MACRO TABLE held_reading IS 'For the lines being judged: official values, and the newest stated value of each edition';

-- Who else stands in the editions being judged: the tables, and where these hold few provinces, what pages said and passed.
CREATE OR REPLACE MACRO edition_reading() AS TABLE
WITH official AS (
    SELECT subject, period, table_version AS map, entity, measure, value, source FROM table_value
),
thin AS (
    SELECT DISTINCT subject, period FROM scoped() WHERE family = 'ranking' AND measure = 'score' AND period IS NOT NULL
    EXCEPT
    SELECT subject, period FROM official WHERE measure = 'score' GROUP BY subject, period HAVING count(*) >= 30
),
said AS (
    SELECT o.subject, o.period, o.entity, o.measure, o.value, o.unit, o.rank_of
    FROM core.observation AS o
    SEMI JOIN thin ON thin.subject = o.subject AND thin.period = o.period
    WHERE o.family = 'ranking' AND o.kind = 'stated' AND o.status = 'accepted' AND o.value IS NOT NULL
    GROUP BY ALL
)
FROM official
UNION
SELECT s.subject, s.period, map_of(e.kind, e.valid_from, e.valid_to, s.rank_of, s.period), s.entity, s.measure,
       CASE WHEN s.measure = 'score'
            THEN CAST(s.value * score_factor(s.subject, s.value, s.unit, i.unit, i.scale_max) AS DECIMAL(24, 6))
            ELSE s.value END, 'pages'
FROM said AS s
JOIN core.entity AS e ON e.entity = s.entity
JOIN core.indicator AS i ON i.indicator = s.subject;
COMMENT ON MACRO TABLE edition_reading IS 'Ranks and scores of all provinces in the editions being judged';
