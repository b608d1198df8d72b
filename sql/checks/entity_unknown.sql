-- severity: error
-- why: a figure of nobody we know can be shown to nobody
-- do: if it is a province or ministry, add its name to the reference files and replay; else reject
SELECT observation, portal, entity, entity_printed, subject, period, value, quote
FROM scoped_reading()
WHERE NOT is_known;
