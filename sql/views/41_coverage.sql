-- Which provinces we hold a rank of, edition by edition; nothing is filled in where there is none.
CREATE OR REPLACE VIEW coverage AS
WITH ranked AS (
    SELECT subject, period, table_version, max(rank_of) AS ranked, count(DISTINCT entity) AS held,
           count(DISTINCT entity) FILTER (table_source IS NOT NULL) AS held_in_tables,
           count(DISTINCT entity) FILTER (sources > 0) AS stated_by_pages,
           list(DISTINCT entity) AS entities
    FROM figure
    WHERE family = 'ranking' AND measure = 'rank' AND table_version IN ('63', '34') AND length(period) = 4
    GROUP BY ALL
)
SELECT r.subject, r.period, r.table_version, r.ranked, r.held, r.held_in_tables, r.stated_by_pages,
       list(e.entity ORDER BY e.entity) FILTER (e.entity IS NOT NULL AND NOT list_contains(r.entities, e.entity)) AS without
FROM ranked AS r
LEFT JOIN core.entity AS e
  ON e.kind = 'province' AND map_of(e.kind, e.valid_from, e.valid_to, CASE r.table_version WHEN '34' THEN 34 ELSE 63 END,
                                    r.period) = r.table_version
 AND (e.valid_from IS NULL OR e.valid_from <= make_date(CASE r.table_version WHEN '34' THEN greatest(CAST(r.period AS BIGINT), 2025)
                                                                            ELSE CAST(r.period AS BIGINT) END, 12, 31))
 AND (e.valid_to IS NULL OR e.valid_to >= make_date(CAST(r.period AS BIGINT), 7, 1))
GROUP BY ALL;
COMMENT ON VIEW coverage IS 'How complete an edition is held, and which provinces are missing from it';
COMMENT ON COLUMN coverage.subject IS 'Indicator';
COMMENT ON COLUMN coverage.period IS 'Edition';
COMMENT ON COLUMN coverage.table_version IS '63 or 34';
COMMENT ON COLUMN coverage.ranked IS 'How many provinces were ranked; NULL where unknown';
COMMENT ON COLUMN coverage.held IS 'Provinces with a resolved rank';
COMMENT ON COLUMN coverage.held_in_tables IS 'Of these, provinces whose rank stands in a collected table';
COMMENT ON COLUMN coverage.stated_by_pages IS 'Of these, provinces whose rank is stated by a page we read';
COMMENT ON COLUMN coverage.without IS 'Provinces of that time without a rank: a gap of ours, or not ranked by the publisher';
