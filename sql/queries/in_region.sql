-- Which place does a province hold among its region, of those whose rank is held?
-- $entity, $indicator, $period: NULL for all.
SELECT * FROM (
    SELECT r.subject AS indicator, r.period, e.region, r.entity_name AS province, r.rank, r.rank_of,
           rank() OVER region AS place_in_region, count(*) OVER whole AS held_in_region, r.entity
    FROM rank_history AS r
    JOIN core.entity AS e ON e.entity = r.entity AND e.region IS NOT NULL
    WINDOW region AS (PARTITION BY r.subject, r.period, r.table_version, e.region ORDER BY r.rank),
           whole AS (PARTITION BY r.subject, r.period, r.table_version, e.region)
)
WHERE ($entity IS NULL OR entity = $entity) AND ($indicator IS NULL OR indicator = $indicator)
  AND ($period IS NULL OR period = $period)
ORDER BY indicator, period DESC, region, rank, province;
