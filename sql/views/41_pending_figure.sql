-- What waits for a person: the sentence, what is doubted and why, and what we hold for the same cell.
CREATE OR REPLACE VIEW pending_figure AS
WITH doubt AS (
    SELECT f.observation,
           list(f.check_name ORDER BY f.check_name) AS checks,
           list(f.why ORDER BY f.check_name) AS reasons,
           list(f.todo ORDER BY f.check_name) AS todo,
           max(f.found_at) AS found_at
    FROM (SELECT DISTINCT observation, check_name, why, todo, found_at FROM core.finding
          WHERE severity = 'error' AND observation IS NOT NULL) AS f
    GROUP BY f.observation
),
postponed AS (
    SELECT observation, max(decided_at) AS postponed_at FROM core.review WHERE decision = 'later' GROUP BY observation
)
SELECT o.observation, o.portal, o.subject, o.entity, e.name AS entity_name, o.period, o.measure, o.value, o.unit, o.rank_of,
       o.changes, o.quote, d.checks, d.reasons, d.todo,
       list_sort(list(DISTINCT held.period || ': ' || format('{:.10g}', CAST(held.value AS DOUBLE)))
           FILTER (held.value IS NOT NULL)) AS held,
       a.url, a.title, a.published, o.batch, d.found_at, p.postponed_at
FROM core.observation AS o
JOIN core.article AS a ON a.article = o.article
LEFT JOIN core.entity AS e ON e.entity = o.entity
LEFT JOIN doubt AS d ON d.observation = o.observation
LEFT JOIN postponed AS p ON p.observation = o.observation
LEFT JOIN figure AS held ON held.subject = o.subject AND held.entity = o.entity AND held.measure = o.measure
WHERE o.status = 'quarantined'
GROUP BY ALL
ORDER BY d.found_at, o.observation;
COMMENT ON VIEW pending_figure IS 'One figure that is kept from readers until a person accepts or rejects it';
COMMENT ON COLUMN pending_figure.observation IS 'Key of the observation; a decision names it';
COMMENT ON COLUMN pending_figure.portal IS 'Portal that printed it';
COMMENT ON COLUMN pending_figure.subject IS 'Indicator or counter';
COMMENT ON COLUMN pending_figure.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN pending_figure.entity_name IS 'Its name';
COMMENT ON COLUMN pending_figure.period IS 'Time the figure is about; NULL where the text gives none';
COMMENT ON COLUMN pending_figure.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN pending_figure.value IS 'Value as read';
COMMENT ON COLUMN pending_figure.unit IS 'Unit as read';
COMMENT ON COLUMN pending_figure.rank_of IS 'Size of the field as printed';
COMMENT ON COLUMN pending_figure.changes IS 'Printed changes; of ranks, positive is better';
COMMENT ON COLUMN pending_figure.quote IS 'The sentence';
COMMENT ON COLUMN pending_figure.checks IS 'Checks that found it';
COMMENT ON COLUMN pending_figure.reasons IS 'Why they doubt it, in the order of `checks`';
COMMENT ON COLUMN pending_figure.todo IS 'What to look at before deciding, in the order of `checks`';
COMMENT ON COLUMN pending_figure.held IS 'What is held of the same subject, entity and measure: period and value';
COMMENT ON COLUMN pending_figure.url IS 'Page that prints it';
COMMENT ON COLUMN pending_figure.title IS 'Title of the article';
COMMENT ON COLUMN pending_figure.published IS 'Day of the article';
COMMENT ON COLUMN pending_figure.batch IS 'Batch that brought it';
COMMENT ON COLUMN pending_figure.found_at IS 'When the batch began that brought it';
COMMENT ON COLUMN pending_figure.postponed_at IS 'When a person last said: later';
