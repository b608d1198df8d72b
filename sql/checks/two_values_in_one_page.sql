-- severity: error
-- why: one page gives two values for the same figure; one of them is of another year, province or index
-- do: read both sentences, accept the right row and reject the other
WITH suspect AS (
    SELECT hash(article, subject, entity, period, measure) AS code
    FROM scoped()
    WHERE family = 'ranking' AND kind = 'stated' AND period IS NOT NULL
    GROUP BY code
    HAVING min(value) < max(value)
),
mine AS MATERIALIZED (
    SELECT *, printed_step(value, measure) * factor AS step FROM scoped_ranking()
    WHERE kind = 'stated' AND hash(article, subject, entity, period, measure) IN (FROM suspect)
)
SELECT r.observation, r.portal, r.subject, r.entity, r.period, r.measure, r.scaled AS value, o.scaled AS other_value, r.quote,
       o.quote AS other_quote
FROM mine AS r
JOIN mine AS o
  ON o.article = r.article AND o.subject = r.subject AND o.entity = r.entity AND o.period = r.period
 AND o.measure = r.measure AND o.map = r.map
WHERE NOT same_figure(r.scaled, r.step, o.scaled, o.step)
QUALIFY rank() OVER (PARTITION BY r.observation ORDER BY o.observation) = 1;
