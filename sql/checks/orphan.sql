-- severity: error
-- why: a figure without its article, request or batch cannot be shown with where it came from, and other checks miss it
-- do: report it: a load lost rows; `parwatch rebuild` makes the tables anew from the archive
WITH wanted AS (
    SELECT DISTINCT article FROM scoped()
),
found AS (
    SELECT a.article, a.fetch_id FROM core.article AS a SEMI JOIN wanted ON wanted.article = a.article
),
asked AS (
    SELECT f.fetch_id FROM core.fetch AS f SEMI JOIN found ON found.fetch_id = f.fetch_id
),
whole AS (
    SELECT article FROM found SEMI JOIN asked ON asked.fetch_id = found.fetch_id
)
SELECT o.observation, o.portal, o.article,
       CASE WHEN o.article IN (SELECT article FROM found) THEN 'request' ELSE 'article' END AS missing
FROM scoped() AS o
ANTI JOIN whole ON whole.article = o.article
UNION ALL
SELECT o.observation, o.portal, o.article, 'batch'
FROM core.observation AS o
LEFT JOIN core.batch AS b ON b.batch = o.batch
WHERE in_scope(o.batch) AND b.started_at IS DISTINCT FROM o.loaded_at;
