-- Where does a province stand now, for each indicator, in which field, and since when is it known?
-- $entity, $indicator: NULL for all.
SELECT subject AS indicator, entity_name AS province, latest_rank.period, rank, rank_of, score, score_unit AS unit,
       announced.announced_on, earlier_period, earlier_rank, places_up, authority, url, quote
FROM latest_rank
LEFT JOIN (
    SELECT indicator, period, max(announced_on) AS announced_on FROM core.indicator_edition GROUP BY indicator, period
) AS announced ON announced.indicator = subject AND announced.period = latest_rank.period
WHERE ($entity IS NULL OR entity = $entity) AND ($indicator IS NULL OR subject = $indicator)
ORDER BY subject, rank, entity;
