-- severity: warn
-- why: half of the pages fetched as articles gave none: the layout changed, or a wall stands before them
-- do: `parwatch explain` one of the addresses; add a layout to the portal's file
SELECT NULL AS observation, f.portal, count(*) AS pages, count(*) FILTER (f.yield = 'article') AS articles,
       mode(f.yield) FILTER (f.yield <> 'article') AS instead, min(f.url) FILTER (f.yield <> 'article') AS for_example
FROM core.fetch AS f
WHERE in_scope(f.batch) AND f.purpose = 'article' AND f.outcome = 'ok'
GROUP BY f.portal
HAVING pages >= 4 AND articles < 0.5 * pages;
