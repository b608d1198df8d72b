-- severity: warn
-- why: a correction of ours expects what its page once printed; the page prints something else by now
-- do: take the correction out, or renew it if the page is wrong in another way
SELECT o.observation, o.portal, a.url, o.subject, o.entity, o.period, o.value, c.expect, c.value AS ours, c.reason, o.quote
FROM scoped() AS o
JOIN core.correction AS c
  ON c.subject = o.subject AND c.entity = o.entity AND c.period = o.period AND c.measure = o.measure
JOIN core.article AS a ON a.article = o.article AND a.url = c.url
WHERE o.kind = 'stated' AND o.value <> c.expect;
