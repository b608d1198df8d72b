-- severity: error
-- why: the score is a whole number that could be a rank, and fits the province's rank better than its score: they were swapped
-- do: open the page; if it prints them the other way round, mend what reads them and replay, else accept both rows
WITH pair AS MATERIALIZED (
    SELECT r.observation AS rank_key, s.observation AS score_key, r.portal, r.subject, r.entity, r.period, r.map,
           r.value AS rank, s.value AS score, r.quote
    FROM scoped_ranking() AS r
    JOIN scoped_ranking() AS s
      ON s.article = r.article AND s.subject = r.subject AND s.entity = r.entity AND s.period = r.period AND s.map = r.map
    WHERE r.measure = 'rank' AND s.measure = 'score' AND s.value = trunc(s.value) AND s.value BETWEEN 1 AND 64
),
reading AS MATERIALIZED (
    FROM held_reading() SEMI JOIN pair USING (subject, entity)
),
held AS (
    SELECT r.subject, r.entity, r.map, r.period, is_table, r.value AS rank, s.value AS score
    FROM reading AS r
    JOIN reading AS s USING (subject, entity, map, period, is_table)
    WHERE r.measure = 'rank' AND s.measure = 'score'
),
seen AS (
    SELECT subject, min(value) AS lowest FROM table_value WHERE measure = 'score' AND period >= '2010' GROUP BY subject
)
SELECT unnest([p.rank_key, p.score_key]) AS observation, p.portal, p.subject, p.entity, p.period, p.rank, p.score,
       h.period AS held_of, h.rank AS held_rank, h.score AS held_score, s.lowest AS lowest_seen, p.quote
FROM pair AS p
JOIN seen AS s ON s.subject = p.subject
LEFT JOIN held AS h
  ON h.subject = p.subject AND h.entity = p.entity AND h.map = p.map AND (h.is_table OR h.period <> p.period)
WHERE s.lowest > 1
QUALIFY rank() OVER (PARTITION BY p.rank_key, p.score_key
                     ORDER BY h.period = p.period DESC NULLS LAST, h.period DESC NULLS LAST, h.is_table DESC, h.rank, h.score) = 1
    AND (p.score < 0.9 * s.lowest
         OR abs(p.rank - h.score) + abs(p.score - h.rank) < 0.5 * (abs(p.rank - h.rank) + abs(p.score - h.score)));
