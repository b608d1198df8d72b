-- severity: error
-- why: a key stands for one row; twice the row is twice the source
-- do: report it: a load wrote without looking; `parwatch rebuild` makes the tables anew
WITH twice AS (  -- a key is made of the portal among others, so that the same key has the same portal
    SELECT hash(o.observation) AS code
    FROM core.observation AS o
    SEMI JOIN (SELECT DISTINCT portal FROM scoped()) AS p ON p.portal = o.portal
    SEMI JOIN scoped() AS s ON s.observation = o.observation
    GROUP BY code
    HAVING count(*) > 1
)
SELECT o.observation, min(o.portal) AS portal, count(*) AS copies
FROM core.observation AS o
SEMI JOIN twice ON twice.code = hash(o.observation)
GROUP BY o.observation
HAVING copies > 1;
