-- severity: error
-- why: a score in a unit that no index has, or a counter in another unit than all its figures so far, is another quantity
-- do: open the page; if the unit is right, accept the row; if not, mend what reads units and replay
WITH held AS (
    SELECT subject, measure, unit, count(*) AS figures FROM core.observation
    WHERE family = 'counter' AND status = 'accepted' GROUP BY ALL
),
usual AS (
    SELECT subject, measure, list(unit) AS units FROM held GROUP BY ALL HAVING sum(figures) >= 3
),
odd AS (
    SELECT subject, measure, unit, units
    FROM (SELECT DISTINCT family, subject, measure, unit FROM scoped())
    LEFT JOIN usual USING (subject, measure)
    WHERE (measure = 'score' AND unit NOT IN ('percent', 'points', 'ratio')) OR (measure = 'rank' AND unit <> 'rank')
       OR (family = 'counter' AND NOT list_contains(units, unit))
)
SELECT o.observation, o.portal, subject, o.entity, o.period, o.value, unit, odd.units AS usual, o.quote
FROM odd
JOIN scoped() AS o USING (subject, measure, unit);
