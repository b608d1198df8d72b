-- severity: error
-- why: the province did not exist in the time the rank or score is about, or the field is of the other map
-- do: old editions speak of the 63 provinces even in new pages; correct the province, or reject the row
SELECT r.observation, r.portal, r.entity, r.valid_from, r.valid_to, r.subject, r.period, r.value, r.rank_of, r.quote
FROM scoped_ranking() AS r
WHERE r.family = 'ranking' AND r.entity_kind = 'province'
  AND (period_starts(r.period) > r.valid_to
       OR (r.valid_to < DATE '2025-07-01' AND (r.rank_of = 34 OR (r.period = '2025' AND r.rank_of IS NULL)))
       OR (r.valid_from >= DATE '2025-07-01' AND length(r.period) = 4 AND r.period < '2025' AND NOT EXISTS (
               FROM core.indicator_edition AS e
               WHERE e.indicator = r.subject AND e.period = r.period AND e.rank_of = 34))
       OR (r.valid_from >= DATE '2025-07-01' AND r.rank_of > 34)
       OR (r.valid_from >= DATE '2025-07-01' AND length(r.period) > 4 AND r.period < '2025-07'));
