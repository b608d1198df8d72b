-- severity: error
-- why: ten, a hundred or a thousand times this score is what is held or usual: a comma or a point was misread
-- do: open the page; if it prints this, reject the row or list a correction; else mend what reads numbers and replay
WITH mine AS (
    SELECT * FROM scoped_ranking() WHERE measure = 'score' AND value > 0
),
held AS (
    SELECT subject, entity, map, median(value) AS value, 0.2 AS slack FROM held_reading()
    WHERE measure = 'score' AND value > 0 AND is_accepted GROUP BY ALL
),
seen AS (
    SELECT subject, min(value) AS low, max(value) AS high FROM table_value WHERE measure = 'score' AND period >= '2010'
    GROUP BY subject
),
beside AS (
    SELECT m.*, coalesce(h.value, s.high) AS usual, log10(coalesce(h.value, s.high) / m.scaled) AS slip,
           coalesce(h.slack, log10(s.high / s.low)) AS slack
    FROM mine AS m
    LEFT JOIN held AS h USING (subject, entity, map)
    LEFT JOIN seen AS s USING (subject)
    WHERE m.scaled > 0 AND (h.value IS NOT NULL OR m.scaled NOT BETWEEN 0.5 * s.low AND 1.5 * s.high)
)
SELECT observation, portal, subject, entity, period, value, unit, scaled, usual, quote
FROM beside
WHERE abs(slip) > 0.7 AND abs(slip - round(slip)) <= slack;
