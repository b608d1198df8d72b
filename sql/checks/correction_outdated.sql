-- severity: warn
-- why: a correction of ours expects what its page once printed; the page prints something else by now
-- do: take the correction out, or renew it if the page is wrong in another way
SELECT o.observation, o.portal, a.url, o.subject, o.entity, o.period, o.value, c.expect, c.value AS ours, c.reason, o.quote
FROM core.correction AS c
JOIN core.article AS a ON a.url = c.url
JOIN core.observation AS o
  ON o.article = a.article AND o.subject = c.subject AND o.entity = c.entity AND o.period = c.period AND o.measure = c.measure
WHERE in_scope(o.batch) AND o.kind = 'stated' AND o.value <> c.expect;
