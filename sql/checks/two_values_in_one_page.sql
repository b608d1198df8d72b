-- severity: error
-- why: one page gives two values for the same figure; one of them is of another year, province or index
-- do: read both sentences, accept the right row and reject the other
SELECT r.observation, r.portal, r.subject, r.entity, r.period, r.measure, r.scaled AS value, o.scaled AS other_value, r.quote,
       o.quote AS other_quote
FROM scoped_reading() AS r
JOIN scoped_reading() AS o
  ON o.article = r.article AND o.subject = r.subject AND o.entity = r.entity AND o.period = r.period
 AND o.measure = r.measure AND o.map = r.map
WHERE r.family = 'ranking' AND r.kind = 'stated' AND o.kind = 'stated' AND o.family = 'ranking'
  AND NOT same_figure(r.scaled, r.step, o.scaled, o.step)
QUALIFY row_number() OVER (PARTITION BY r.observation ORDER BY o.observation) = 1;
