-- Search without caring for case, tone marks or đ: FROM find_text('da nang') finds Đà Nẵng and ĐÀ NẴNG.
CREATE OR REPLACE MACRO find_text(words) AS TABLE
SELECT a.portal, a.published, a.title, a.url,
       a.body[greatest(strpos(fold(a.body), fold(words)) - 80, 1):strpos(fold(a.body), fold(words)) + length(words) + 80]
           AS found,
       a.relation, a.article
FROM core.article AS a
WHERE contains(fold(a.body), fold(words)) OR contains(fold(a.title), fold(words))
ORDER BY a.published DESC NULLS LAST, a.url;
COMMENT ON MACRO TABLE find_text IS 'Articles that contain the words, whatever their case and marks, newest first, with the place found';

CREATE OR REPLACE MACRO find_sentence(words) AS TABLE
SELECT o.portal, o.published, o.subject, e.name AS entity_name, o.period, o.measure, o.value, o.unit, o.status, o.quote, o.observation
FROM core.observation AS o
LEFT JOIN core.entity AS e ON e.entity = o.entity
WHERE contains(fold(o.quote), fold(words))
ORDER BY o.published DESC NULLS LAST, o.observation;
COMMENT ON MACRO TABLE find_sentence IS 'Figures whose sentence contains the words, whatever their case and marks, newest first';
