-- Every version of the article at one address, newest first, with what was read in it.
SELECT a.observed_at, a.title, a.published, a.layout, a.copies, a.flags, a.relation, canonical.url AS group_url,
       count(o.observation) FILTER (o.status = 'accepted') AS accepted,
       count(o.observation) FILTER (o.status = 'quarantined') AS quarantined,
       count(o.observation) FILTER (o.status = 'rejected') AS rejected
FROM core.article AS a
LEFT JOIN core.article AS canonical ON canonical.article = a.article_group
LEFT JOIN core.observation AS o ON o.article = a.article
WHERE a.url = $url
GROUP BY ALL
ORDER BY a.observed_at DESC;
