-- Is an edition complete, and who is missing: because the publisher ranked fewer, or because we read nothing?
-- $indicator, $period: NULL for all.
SELECT subject AS indicator, period, table_version, ranked, held, held_in_tables, stated_by_pages, ranked - held AS open,
       without
FROM coverage
WHERE ($indicator IS NULL OR subject = $indicator) AND ($period IS NULL OR period = $period)
ORDER BY indicator, period DESC, table_version;
