-- severity: error
-- why: a score stays on the scale of its index and above all that the index has ever been; else a comma or a unit is wrong
-- do: open the page; accept if the index has changed its scale (and mend indicators.csv), else reject
SELECT observation, portal, subject, entity, period, value, unit, scaled, plausible_min, scale_max, quote
FROM scoped_ranking()
WHERE measure = 'score' AND scaled NOT BETWEEN plausible_min AND scale_max;
