-- Who moved most between two editions that can be compared? Positive is better.
-- $indicator, $period: NULL for all.
SELECT subject AS indicator, period, entity_name AS province, rank, earlier_period, earlier_rank, places_up, rank_of, url
FROM rank_history
WHERE places_up <> 0 AND ($indicator IS NULL OR subject = $indicator) AND ($period IS NULL OR period = $period)
ORDER BY subject, period DESC, abs(places_up) DESC, rank, entity;
