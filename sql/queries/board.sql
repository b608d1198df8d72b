-- The rank board: each province's rank in one edition, with the move since the edition before.
-- $indicator NULL: all; $period NULL: the newest edition of each.
SELECT subject AS indicator, period, rank, rank_of, entity_name AS province, score, score_unit AS unit,
       earlier_period, earlier_rank, places_up, sources, authority, entity, table_version
FROM rank_history
WHERE ($indicator IS NULL OR subject = $indicator)
  AND period = coalesce($period, (SELECT max(r.period) FROM rank_history AS r WHERE r.subject = rank_history.subject))
ORDER BY subject, table_version DESC, rank, entity;
