-- severity: error
-- why: a key stands for one row; twice the row is twice the source
-- do: report it: a load wrote without looking; `parwatch rebuild` makes the tables anew
WITH twice AS (
    SELECT hash(o.observation) AS code
    FROM core.observation AS o
    SEMI JOIN scoped() AS s ON s.observation = o.observation
    GROUP BY code
    HAVING count(*) > 1
)
SELECT o.observation, min(o.portal) AS portal, count(*) AS copies
FROM core.observation AS o
WHERE hash(o.observation) IN (FROM twice)
GROUP BY o.observation
HAVING copies > 1;
