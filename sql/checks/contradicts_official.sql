-- severity: warn
-- why: a page states another value than the official table; the table holds, the claim is shown as a contradiction
-- do: read the sentence; if the index or year was misread, reject the row and mend the reading, else leave it
SELECT n.observation, n.portal, n.subject, n.entity, n.period, n.measure, n.scaled AS value, t.value AS official,
       t.standing, t.rank_of AS ranked, n.kind, n.quote, t.source
FROM scoped_ranking() AS n
JOIN table_value AS t
  ON t.subject = n.subject AND t.entity = n.entity AND t.period = n.period AND t.table_version = n.map
 AND t.measure = n.measure AND t.authority_level <= 2
WHERE CASE WHEN n.scaled = t.value THEN false
           ELSE NOT same_figure(n.scaled, printed_step(n.value, n.measure) * n.factor, t.value, t.step) END;
