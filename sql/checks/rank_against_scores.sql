-- severity: error
-- why: a better rank goes with a better score; this page's pair stands against many of the same edition, so one is wrong
-- do: look whether rank and score were swapped, or one is of another year; correct or reject
WITH pair AS MATERIALIZED (
    SELECT r.observation AS rank_key, s.observation AS score_key, r.portal, r.subject, r.entity, r.period, r.map,
           r.value AS rank, s.value * s.factor AS score, r.quote
    FROM scoped_ranking() AS r
    JOIN scoped_ranking() AS s
      ON s.article = r.article AND s.subject = r.subject AND s.entity = r.entity AND s.period = r.period AND s.map = r.map
    WHERE r.measure = 'rank' AND s.measure = 'score' AND r.kind = 'stated' AND s.kind = 'stated'
),
witness AS (
    SELECT r.subject, r.period, r.map, r.entity, r.value AS rank, s.value AS score
    FROM edition_reading() AS r
    JOIN edition_reading() AS s USING (subject, period, map, entity, source)
    WHERE r.measure = 'rank' AND s.measure = 'score'
),
weighed AS (
    SELECT p.subject, p.entity, p.period, p.map, p.rank, p.score, count(*) AS compared,
           count(*) FILTER ((w.rank < p.rank AND w.score < p.score - 0.02) OR (w.rank > p.rank AND w.score > p.score + 0.02))
           AS against
    FROM (SELECT DISTINCT subject, entity, period, map, rank, score FROM pair) AS p
    JOIN witness AS w ON w.subject = p.subject AND w.period = p.period AND w.map = p.map AND w.entity <> p.entity
    GROUP BY ALL
)
SELECT unnest([rank_key, score_key]) AS observation, portal, subject, entity, period, rank, score, compared, against, quote
FROM weighed
JOIN pair USING (subject, entity, period, map, rank, score)
WHERE against >= 3 AND against > compared / 5;
