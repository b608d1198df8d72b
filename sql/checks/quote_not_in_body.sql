-- severity: error
-- why: the sentence beside a figure must stand in the article where we say; otherwise nobody can check it
-- do: report it: places and body are of different texts; `parwatch replay` the page
SELECT o.observation, o.portal, o.article, o.quote, substring(a.body, o.quote_start + 1, o.quote_end - o.quote_start) AS stands_there
FROM core.observation AS o
JOIN core.article AS a ON a.article = o.article
WHERE in_scope(o.batch) AND substring(a.body, o.quote_start + 1, o.quote_end - o.quote_start) <> o.quote;
