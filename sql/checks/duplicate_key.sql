-- severity: error
-- why: a key stands for one row; twice the row is twice the source
-- do: report it: a load wrote without looking; `parwatch rebuild` makes the tables anew
SELECT observation, min(portal) AS portal, 'observation' AS of_table, count(*) AS copies
FROM core.observation AS o
WHERE observation IN (SELECT s.observation FROM core.observation AS s WHERE in_scope(s.batch))
GROUP BY observation
HAVING count(*) > 1;
