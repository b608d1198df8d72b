-- severity: error
-- why: the page is older than the announcement of the edition it was read as; most likely the edition before is meant
-- do: read the sentence; correct the year (pages date an edition by its announcement), or accept if the table leaked
SELECT r.observation, r.portal, r.subject, r.entity, r.period, r.value, r.published,
       coalesce(r.announced_on, make_date(CAST(r.period AS BIGINT) + 1, list_min(i.publication_months), 1)) AS announced, r.quote
FROM scoped_ranking() AS r
JOIN core.indicator AS i ON i.indicator = r.subject
WHERE r.has_editions AND length(r.period) = 4
  AND r.published < coalesce(r.announced_on, make_date(CAST(r.period AS BIGINT) + 1, list_min(i.publication_months), 1)) - 31;
