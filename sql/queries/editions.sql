-- How much of each edition is held, the editions of which nothing is held among them, and is what lacks a gap of ours?
-- $indicator: NULL for all. `state`: complete; rest_unranked (all that the publisher ranked); gap; nothing_held; unknown.
WITH listed AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS table_version, max(rank_of) AS rank_of,
           max(announced_on) AS announced_on
    FROM core.indicator_edition GROUP BY ALL
)
SELECT coalesce(c.subject, l.indicator) AS indicator, coalesce(c.period, l.period) AS period,
       coalesce(c.table_version, l.table_version) AS table_version, coalesce(c.ranked, l.rank_of) AS ranked, l.announced_on,
       coalesce(c.held, 0) AS held, coalesce(c.held_in_tables, 0) AS held_in_tables,
       coalesce(c.stated_by_pages, 0) AS stated_by_pages, c.without,
       CASE
           WHEN c.held IS NULL THEN 'nothing_held'
           WHEN c.ranked IS NULL THEN 'unknown'
           WHEN c.held < c.ranked THEN 'gap'
           WHEN len(c.without) > 0 THEN 'rest_unranked'
           ELSE 'complete'
       END AS state
FROM coverage AS c
FULL JOIN listed AS l ON l.indicator = c.subject AND l.period = c.period AND l.table_version = c.table_version
WHERE $indicator IS NULL OR coalesce(c.subject, l.indicator) = $indicator
ORDER BY indicator, period DESC, table_version DESC;
