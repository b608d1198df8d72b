-- How did the parts of a merged province stand before? Shown as parts: no rank of the old map is one of the new.
-- $entity (of the province after the merger), $indicator: NULL for all.
SELECT b.subject AS indicator, b.entity_name AS province, b.period, b.rank, b.rank_of,
       part.part.name AS part, part.part.period AS part_period, part.part.rank AS part_rank, part.part.rank_of AS part_rank_of
FROM series_break AS b
CROSS JOIN unnest(b.parts) AS part(part)
WHERE b.kind = 'merger' AND ($entity IS NULL OR b.entity = $entity) AND ($indicator IS NULL OR b.subject = $indicator)
ORDER BY indicator, province, part_period DESC, part;
