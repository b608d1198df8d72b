-- severity: warn
-- why: a score is printed in another unit than its index has; it was brought to the usual one, which may have been wrong
-- do: compare `scaled` with the sentence; if the page meant another index or a part of it, reject the row
SELECT observation, portal, subject, entity, period, value, unit, scaled, scale_unit, quote
FROM scoped_ranking()
WHERE measure = 'score' AND value IS NOT NULL AND unit <> scale_unit AND (scale_max <> 100 OR scaled <> value);
