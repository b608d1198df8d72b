-- severity: error
-- why: a counter is ten, a hundred or a thousand times what is held for the same time, or a thousand times what it is at
--   other times: a thousands point or a word of size (triệu, tỷ) was misread
-- do: open the page; if it prints this, accept the row; else mend what reads numbers and replay
WITH mine AS (
    SELECT observation, portal, subject, entity, period, measure, value, unit, quote, length(period) AS grain,
           log10(CAST(value AS DOUBLE)) AS size
    FROM scoped() WHERE family = 'counter' AND value > 0 AND period IS NOT NULL
),
held AS (
    SELECT o.subject, o.entity, o.measure, o.unit, o.period, length(o.period) AS grain, avg(log10(CAST(o.value AS DOUBLE))) AS size
    FROM core.observation AS o
    SEMI JOIN (SELECT DISTINCT subject, entity FROM mine) AS m ON m.subject = o.subject AND m.entity = o.entity
    WHERE o.family = 'counter' AND o.status = 'accepted' AND o.value > 0 AND o.period IS NOT NULL
    GROUP BY ALL
),
usual AS (
    SELECT subject, entity, measure, unit, grain, median(size) AS size FROM held GROUP BY ALL
)
SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.value, m.unit, round(pow(10, h.size)) AS same_time,
       round(pow(10, u.size)) AS other_times, m.quote
FROM mine AS m
JOIN usual AS u USING (subject, entity, measure, unit, grain)
LEFT JOIN held AS h USING (subject, entity, measure, unit, period)
WHERE (abs(h.size - m.size) > 0.9 AND abs(h.size - m.size - round(h.size - m.size)) < 0.02)
   OR (h.size IS NULL AND abs(u.size - m.size) BETWEEN 2.5 AND 3.5);
