-- severity: warn
-- why: a portal that was read gave no new article for three weeks; its listing or layout may have changed unnoticed
-- do: open the portal; if it has news, `parwatch discover` its listing and mend the portal's file; else set a silence
SELECT NULL AS observation, b.portal, max(a.published) AS newest_article, max(b.started_at) AS looked_at,
       date_diff('day', max(a.published), CAST(max(b.started_at) AS DATE)) AS days_quiet
FROM core.batch AS b
JOIN core.article AS a ON a.portal = b.portal AND a.published <= CAST(b.started_at AS DATE)
LEFT JOIN core.portal AS p ON p.portal = b.portal
WHERE in_scope(b.batch) AND coalesce(p.watched, true)
GROUP BY b.portal
HAVING days_quiet > 21;
