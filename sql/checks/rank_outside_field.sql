-- severity: error
-- why: a rank is a whole number from 1 to the number of provinces ranked; anything else is a score, a year or a count
-- do: open the page; if it prints this, reject the row; if it does not, mend what reads ranks and replay
SELECT observation, portal, subject, entity, period, value AS rank, rank_of, ranked, map, quote
FROM scoped_ranking()
WHERE measure = 'rank' AND value IS NOT NULL
  AND (value < 1 OR value <> trunc(value) OR value > coalesce(rank_of, value)
       OR value > CASE map WHEN '34' THEN 34 WHEN '63' THEN greatest(63, coalesce(ranked, 63)) ELSE 40 END);
