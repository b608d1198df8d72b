-- severity: warn
-- why: scores of one method rarely move by more than 15 hundredths of their scale between editions
-- do: open the page; if it prints this, nothing is to be done; else mend what reads scores and replay
WITH mine AS (
    SELECT DISTINCT subject, entity, map, period, value, scaled, scale_max - scale_min AS width
    FROM scoped_ranking() WHERE measure = 'score' AND length(period) = 4
),
edition AS (
    SELECT indicator, period, series FROM core.indicator_edition WHERE rank_of <> 34
),
moved AS (
    SELECT n.*, p.period AS earlier_period, p.value AS earlier_score
    FROM mine AS n
    JOIN held_reading() AS p
      ON p.subject = n.subject AND p.entity = n.entity AND p.map = n.map AND p.measure = 'score' AND length(p.period) = 4
     AND CAST(p.period AS INTEGER) BETWEEN CAST(n.period AS INTEGER) - 2 AND CAST(n.period AS INTEGER) - 1
    LEFT JOIN edition AS a ON a.indicator = n.subject AND a.period = n.period
    LEFT JOIN edition AS b ON b.indicator = n.subject AND b.period = p.period
    WHERE a.series IS NOT DISTINCT FROM b.series
    QUALIFY p.period = max(p.period) OVER (PARTITION BY n.subject, n.entity, n.map, n.period, n.value)
        AND abs(n.scaled - p.value) > 0.15 * n.width
)
SELECT o.observation, o.portal, subject, entity, period, m.scaled AS score, m.earlier_period, m.earlier_score, o.quote
FROM moved AS m
JOIN scoped_ranking() AS o USING (subject, entity, map, period, value)
WHERE o.measure = 'score';
