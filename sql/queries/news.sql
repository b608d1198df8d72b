-- What has changed since a moment? Ranks that pages told us since, and what they replaced.
-- $since: a moment, NULL for all.
SELECT known_at, reason, subject AS indicator, entity_name AS province, period, rank, earlier_period, earlier_rank,
       places_up, sources, portal, url, quote
FROM rank_change
WHERE known_at IS NOT NULL AND ($since IS NULL OR known_at >= CAST($since AS TIMESTAMPTZ))
ORDER BY known_at DESC, reason, indicator, entity, period;
