-- severity: error
-- why: dossiers, services and people are whole; 1.758 of them is 1 758 with its thousands point read as a decimal one
-- do: open the page; mend what reads numbers and replay
SELECT observation, portal, subject, entity, period, value, unit, quote
FROM scoped()
WHERE measure = 'count' AND CAST(value AS DOUBLE) <> floor(CAST(value AS DOUBLE));
