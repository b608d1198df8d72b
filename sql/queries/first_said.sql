-- Who said a figure first, and who copied it? One row for each independent source, its copies beside it.
-- $entity, $indicator, $period: NULL for all.
SELECT subject AS indicator, entity_name AS province, period, measure, value, article_group,
       min(published) AS first_published,
       arg_min(url, (relation <> 'original', published, url)) AS url,
       arg_min(portal, (relation <> 'original', published, url)) AS portal,
       list(DISTINCT url ORDER BY url) FILTER (relation <> 'original') AS copies
FROM accepted_observation
WHERE family = 'ranking' AND value IS NOT NULL AND kind = 'stated'
  AND ($entity IS NULL OR entity = $entity) AND ($indicator IS NULL OR subject = $indicator)
  AND ($period IS NULL OR period = $period)
GROUP BY ALL
ORDER BY indicator, province, period DESC, measure, value, first_published, url;
