-- Where do two sources contradict each other? What holds and what lost, never their mean.
-- $entity, $indicator: NULL for all.
SELECT subject AS indicator, entity_name AS province, period, table_version, measure, value, authority, sources, why, quote,
       url, other_value, other_authority, other_sources, other_quote, other_url
FROM contradiction
WHERE ($entity IS NULL OR entity = $entity) AND ($indicator IS NULL OR subject = $indicator)
ORDER BY indicator, province, period DESC, table_version, measure, other_value;
