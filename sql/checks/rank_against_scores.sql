-- severity: error
-- why: a better rank goes with a better score; this page's pair stands against many pairs of the same edition, so one is wrong
-- do: look whether rank and score were swapped, or one is of another year; correct or reject
WITH pair AS (
    SELECT r.observation AS rank_key, s.observation AS score_key, r.portal, r.subject, r.entity, r.period, r.map,
           r.value AS rank, s.scaled AS score, s.step, r.quote
    FROM scoped_reading() AS r
    JOIN scoped_reading() AS s
      ON s.article = r.article AND s.subject = r.subject AND s.entity = r.entity AND s.period = r.period AND s.map = r.map
    WHERE r.measure = 'rank' AND s.measure = 'score' AND r.kind = 'stated' AND s.kind = 'stated'
),
witness AS (
    SELECT r.subject, r.period, r.table_version AS map, r.entity, r.value AS rank, s.value AS score, s.step
    FROM table_value AS r
    JOIN table_value AS s USING (subject, period, table_version, entity, source)
    WHERE r.measure = 'rank' AND s.measure = 'score'
),
weighed AS (
    SELECT p.rank_key, p.score_key, p.portal, p.subject, p.entity, p.period, p.rank, p.score, p.quote,
           count(*) AS compared,
           count(*) FILTER ((w.rank < p.rank AND w.score < p.score - p.step - w.step)
                            OR (w.rank > p.rank AND w.score > p.score + p.step + w.step)) AS against
    FROM pair AS p
    JOIN witness AS w ON w.subject = p.subject AND w.period = p.period AND w.map = p.map AND w.entity <> p.entity
    GROUP BY ALL
)
SELECT unnest([rank_key, score_key]) AS observation, portal, subject, entity, period, rank, score, compared, against, quote
FROM weighed
WHERE against >= 3 AND against > compared / 5;
