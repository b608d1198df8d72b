-- severity: warn
-- why: the field a page names is not the one that was ranked: most write /63 although PAPI had 60 or 61, some mix the maps
-- do: nothing if it is the habit of /63; if the field is of the other map, look whether the right province was meant
SELECT observation, portal, subject, entity, period, value AS rank, rank_of, ranked, map, quote
FROM scoped_ranking()
WHERE measure = 'rank'
  AND (rank_of <> ranked OR (map = '34' AND rank_of > 34) OR (map = '63' AND rank_of = 34));
