-- severity: error
-- why: a score stays inside the scale of its index, in any unit it is printed in; outside, a comma or a unit was misread
-- do: open the page; accept if the index has changed its scale (and mend indicators.csv), else reject
SELECT observation, portal, subject, entity, period, value, unit, scaled, scale_min, scale_max, quote
FROM scoped_ranking()
WHERE measure = 'score' AND scaled NOT BETWEEN scale_min AND scale_max;
