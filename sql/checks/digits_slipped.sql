-- severity: error
-- why: ten, a hundred or a thousand times this value is what is held or usual: a comma, a point or a word of size was misread
-- do: open the page; if it prints this, reject the row or list a correction; else mend what reads numbers and replay
WITH mine AS (
    SELECT * FROM scoped_reading() WHERE value > 0 AND period IS NOT NULL AND measure <> 'rank'
),
seen AS (
    SELECT subject, min(value) AS low, max(value) AS high FROM table_value WHERE measure = 'score' AND period >= '2010'
    GROUP BY subject
),
counted AS (
    SELECT o.subject, o.entity, o.measure, o.unit, o.period, max(o.value) AS value
    FROM core.observation AS o
    WHERE o.family = 'counter' AND o.status = 'accepted' AND o.value > 0
      AND (o.subject, o.entity) IN (SELECT (subject, entity) FROM mine WHERE family = 'counter')
    GROUP BY ALL
),
beside AS (
    SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.scaled AS value, m.unit, h.period AS held_of,
           h.value AS held, log10(h.value / m.scaled) AS slip, 0.07 AS slack, m.quote
    FROM mine AS m
    JOIN held_reading() AS h USING (subject, entity, map, measure)
    WHERE m.family = 'ranking' AND h.value > 0
    UNION ALL
    SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.scaled, m.unit, NULL, s.high,
           log10(s.high / m.scaled), log10(s.high / s.low), m.quote
    FROM mine AS m
    JOIN seen AS s USING (subject)
    WHERE m.family = 'ranking' AND s.low > 0 AND (m.scaled < 0.5 * s.low OR m.scaled > 1.5 * s.high)
    UNION ALL
    SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.value, m.unit, c.period, c.value,
           log10(c.value / m.value), CASE WHEN c.period = m.period THEN 0.02 ELSE 0 END, m.quote
    FROM mine AS m
    JOIN counted AS c USING (subject, entity, measure, unit)
    WHERE m.family = 'counter'
      AND (c.period = m.period
           OR (length(c.period) = length(m.period) AND abs(log10(c.value / m.value)) BETWEEN 2.5 AND 3.5))
)
SELECT observation, portal, subject, entity, period, value, unit, held_of, held, quote
FROM beside
WHERE abs(slip) > 0.8 AND (abs(slip - round(slip)) <= slack OR (slack = 0 AND abs(slip) > 2.5))
QUALIFY row_number() OVER (PARTITION BY observation ORDER BY abs(slip), held_of DESC) = 1;
