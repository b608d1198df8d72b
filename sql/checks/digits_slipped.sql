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
    SELECT m.*, h.value AS usual, h.slack FROM mine AS m JOIN held AS h USING (subject, entity, map)
    UNION ALL
    SELECT m.*, s.high, log10(s.high / s.low) FROM mine AS m JOIN seen AS s USING (subject)
    WHERE m.scaled NOT BETWEEN 0.5 * s.low AND 1.5 * s.high
)
SELECT observation, portal, subject, entity, period, value, unit, scaled, usual, quote
FROM (SELECT *, log10(usual / scaled) AS slip FROM beside WHERE scaled > 0)
WHERE abs(slip) > 0.7 AND abs(slip - round(slip)) <= slack
QUALIFY rank() OVER (PARTITION BY observation ORDER BY slack, usual) = 1;
