-- severity: warn
-- why: the portal gave fewer or more new articles in a week than it usually does; a listing may be broken or doubled
-- do: open the listing; mend the portal's file, or move its articles_per_week if the portal has changed its habits
WITH week AS (
    SELECT b.portal, max(b.started_at) AS ends_at
    FROM core.batch AS b
    WHERE in_scope(b.batch)
    GROUP BY b.portal
),
known AS (
    SELECT portal, min(started_at) AS since FROM core.batch GROUP BY portal
)
SELECT NULL AS observation, w.portal, p.articles_per_week_low AS low, p.articles_per_week_high AS high,
       count(DISTINCT a.url) AS articles, CAST(w.ends_at AS DATE) AS week_until, p.owner
FROM week AS w
JOIN known AS k ON k.portal = w.portal AND k.since <= w.ends_at - INTERVAL 7 DAY
JOIN core.portal AS p ON p.portal = w.portal AND p.articles_per_week_low IS NOT NULL AND p.watched
LEFT JOIN core.article AS a
  ON a.portal = w.portal AND a.observed_at > w.ends_at - INTERVAL 7 DAY AND a.observed_at <= w.ends_at + INTERVAL 1 DAY
GROUP BY ALL
HAVING articles NOT BETWEEN p.articles_per_week_low AND p.articles_per_week_high;
