-- severity: warn
-- why: 19 of 20 moves between editions are smaller than this one (PCI 28 places, PAPI 34; 34 where nothing is known)
-- do: open the page; a real jump is news, a misread year or province is to be rejected
WITH edition AS (
    SELECT indicator, period, series FROM core.indicator_edition WHERE rank_of <> 34
)
SELECT n.observation, n.portal, n.subject, n.entity, n.period, n.value AS rank, p.period AS earlier_period,
       p.value AS earlier_rank, coalesce(m.p95, 34) AS usual_places, n.quote
FROM scoped_ranking() AS n
JOIN held_reading() AS p
  ON p.subject = n.subject AND p.entity = n.entity AND p.map = n.map AND p.measure = 'rank'
 AND length(n.period) = 4 AND TRY_CAST(p.period AS INTEGER) = TRY_CAST(n.period AS INTEGER) - 1
LEFT JOIN core.indicator_moves AS m ON m.indicator = n.subject
LEFT JOIN edition AS a ON a.indicator = n.subject AND a.period = n.period
LEFT JOIN edition AS b ON b.indicator = n.subject AND b.period = p.period
WHERE n.measure = 'rank' AND n.kind = 'stated' AND a.series IS NOT DISTINCT FROM b.series
  AND abs(n.value - p.value) > coalesce(m.p95, 34);
