-- What did a province set itself to reach, and what came of it? Sentences of intent, which are no figures, beside later ranks.
-- $entity: NULL for all.
WITH intent AS (
    SELECT a.article, a.url, a.published, p.entity,
           trim(unnest(regexp_extract_all(a.body,
               '[^.;\n]*(?:[Pp]hấn đấu|[Mm]ục tiêu)[^.;\n]*(?:bậc|thứ hạng|xếp hạng|vị trí|xếp thứ)[^.;\n]*'))) AS target
    FROM core.article AS a
    JOIN core.portal AS p ON p.portal = a.portal
    WHERE a.relation = 'original' AND ($entity IS NULL OR p.entity = $entity)
)
SELECT e.name AS province, i.published, i.target, r.subject AS indicator, r.period, r.rank, r.rank_of, r.places_up, i.url
FROM intent AS i
JOIN core.entity AS e ON e.entity = i.entity
LEFT JOIN rank_history AS r
  ON r.entity = i.entity AND r.period[1:4] >= CAST(year(i.published) AS VARCHAR)
 AND contains(fold(i.target), replace(fold(r.subject), '_', ' '))
ORDER BY i.published DESC NULLS LAST, i.url, i.target, indicator, r.period;
