-- How did the ranks of a province go, and those of the provinces that went into it?
-- $entity. Ranks of a part (is_part) are of another map and are never one line with the province's own.
WITH RECURSIVE asked AS (
    SELECT entity, false AS is_part FROM core.entity WHERE entity = $entity
    UNION
    SELECT s.predecessor, asked.is_part OR NOT starts_with(s.kind, 'status')
    FROM asked
    JOIN core.province_succession AS s ON s.successor = asked.entity AND s.predecessor <> s.successor
)
SELECT r.subject AS indicator, asked.is_part, r.entity, r.entity_name AS province, r.table_version, r.period, r.rank, r.rank_of,
       r.score, r.score_unit AS unit, r.series, r.earlier_period, r.earlier_rank, r.places_up, r.sources, r.authority, r.quote,
       r.url
FROM rank_history AS r
JOIN asked USING (entity)
ORDER BY indicator, is_part, r.entity, r.table_version DESC, r.period;
