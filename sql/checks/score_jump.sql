-- severity: warn
-- why: scores of one method rarely move by more than 15 hundredths of their scale between editions
-- do: open the page; if it prints this, nothing is to be done; else mend what reads scores and replay
SELECT n.observation, n.portal, n.subject, n.entity, n.period, n.scaled AS score, p.period AS earlier_period,
       p.value AS earlier_score, n.quote
FROM scoped_ranking() AS n
JOIN held_reading() AS p
  ON p.subject = n.subject AND p.entity = n.entity AND p.map = n.map AND p.measure = 'score'
 AND length(n.period) = 4 AND length(p.period) = 4
 AND CAST(p.period AS INTEGER) BETWEEN CAST(n.period AS INTEGER) - 2 AND CAST(n.period AS INTEGER) - 1
WHERE n.measure = 'score'
  AND NOT EXISTS (FROM core.indicator_edition AS a JOIN core.indicator_edition AS b USING (indicator)
                  WHERE indicator = n.subject AND a.period = n.period AND b.period = p.period AND a.series <> b.series)
QUALIFY p.period = max(p.period) OVER (PARTITION BY n.observation)
    AND abs(n.scaled - p.value) > 0.15 * (n.scale_max - n.scale_min);
