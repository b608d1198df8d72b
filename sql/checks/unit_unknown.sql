-- severity: error
-- why: a score in a unit that no index has, or a counter in another unit than all its figures so far, is another quantity
-- do: open the page; if the unit is right, accept the row; if not, mend what reads units and replay
WITH mine AS (
    SELECT * FROM scoped_reading()
),
held AS (
    SELECT o.subject, o.measure, list(DISTINCT o.unit) AS units
    FROM core.observation AS o
    WHERE o.family = 'counter' AND o.status = 'accepted'
      AND (o.subject, o.measure) IN (SELECT (subject, measure) FROM mine WHERE family = 'counter')
    GROUP BY ALL
    HAVING count(*) >= 3
)
SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.value, m.unit, coalesce(h.units, [m.scale_unit]) AS usual,
       m.quote
FROM mine AS m
LEFT JOIN held AS h USING (subject, measure)
WHERE (m.measure = 'score' AND m.unit NOT IN ('percent', 'points', 'ratio'))
   OR (m.measure = 'rank' AND m.unit <> 'rank')
   OR (m.family = 'counter' AND NOT list_contains(h.units, m.unit));
