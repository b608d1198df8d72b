-- How does each portal do, which are the worst, and which was the last page that it gave us an article on?
SELECT h.*, newest.url AS last_article_url, newest.title AS last_article_title
FROM portal_health AS h
LEFT JOIN (
    SELECT portal, arg_max(url, (observed_at, article)) AS url, arg_max(title, (observed_at, article)) AS title
    FROM core.article GROUP BY portal
) AS newest USING (portal)
ORDER BY list_position(['broken', 'unreadable', 'failing', 'no article', 'quiet', 'busy', 'well', 'never fetched'], state) NULLS LAST,
         portal;
