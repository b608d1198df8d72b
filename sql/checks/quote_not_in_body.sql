-- severity: error
-- why: the sentence beside a figure must stand in the article where we say; otherwise nobody can check it
-- do: report it: places and body are of different texts; `parwatch replay` the page
WITH wanted AS (
    SELECT a.rowid AS place FROM core.article AS a SEMI JOIN scoped() AS s ON s.article = a.article
),
body AS (
    SELECT a.article, a.body FROM core.article AS a SEMI JOIN wanted ON wanted.place = a.rowid
)
SELECT o.observation, o.portal, o.article, o.quote,
       substring(b.body, o.quote_start + 1, o.quote_end - o.quote_start) AS stands_there
FROM scoped() AS o
JOIN body AS b ON b.article = o.article
WHERE substring(b.body, o.quote_start + 1, o.quote_end - o.quote_start) <> o.quote;
