-- severity: error
-- why: a figure without its article, or an article without its request, cannot be shown with where it came from
-- do: report it: a load lost rows; `parwatch rebuild` makes the tables anew from the archive
SELECT o.observation, o.portal, o.article, CASE WHEN a.article IS NULL THEN 'article' ELSE 'request' END AS missing
FROM core.observation AS o
LEFT JOIN core.article AS a ON a.article = o.article
LEFT JOIN core.fetch AS f ON f.fetch_id = a.fetch_id
WHERE in_scope(o.batch) AND f.fetch_id IS NULL;
