-- Everything that competes to be the figure of a cell: accepted observations and tables. A page that was corrected speaks with
-- its newer versions: what an older one says of the same cell is left out.
CREATE OR REPLACE MACRO superseded() AS TABLE
WITH version AS (
    SELECT portal, url, article, observed_at FROM core.article
    WHERE (portal, url) IN (SELECT (portal, url) FROM core.article GROUP BY portal, url HAVING count(*) > 1)
)
SELECT before.observation, min(after.loaded_at) AS retired_at
FROM version AS v
JOIN version AS w ON w.portal = v.portal AND w.url = v.url AND w.observed_at > v.observed_at
JOIN core.observation AS before ON before.article = v.article
JOIN core.observation AS after
  ON after.article = w.article AND after.subject = before.subject AND after.entity = before.entity
 AND after.period = before.period AND after.measure = before.measure AND after.kind = before.kind
WHERE after.status = 'accepted' AND in_lines(before.subject, before.entity)
GROUP BY before.observation;
COMMENT ON MACRO TABLE superseded IS 'Observations of which a later version of their page speaks again, and since when';

CREATE OR REPLACE MACRO candidate_at(moment) AS TABLE
SELECT family, subject, entity, entity_name, period, table_version, measure, unit, value, unscaled_value, coarseness,
       NULL::DOUBLE AS table_step, authority_level, article_group AS source, rank_of, kind, observation, article, batch, portal,
       url, quote, published, loaded_at, correction
FROM accepted_observation
WHERE value IS NOT NULL AND period IS NOT NULL AND loaded_at <= moment
  AND observation NOT IN (SELECT observation FROM superseded() WHERE retired_at <= moment)
UNION ALL
SELECT 'ranking', subject, entity, entity_name, period, table_version, measure, unit, value, value, 1, step, authority_level,
       source, rank_of, standing, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
FROM table_value;
COMMENT ON MACRO TABLE candidate_at IS 'What competed at a moment; tables count as always known';

CREATE OR REPLACE VIEW candidate AS FROM candidate_at(TIMESTAMPTZ 'infinity');
COMMENT ON VIEW candidate IS 'Values that compete to be the figure of one subject, entity, period, table and measure';
COMMENT ON COLUMN candidate.family IS 'ranking or counter';
COMMENT ON COLUMN candidate.subject IS 'Indicator or counter';
COMMENT ON COLUMN candidate.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN candidate.entity_name IS 'Its name';
COMMENT ON COLUMN candidate.period IS 'Time the value is about';
COMMENT ON COLUMN candidate.table_version IS '63, 34, ministry or country';
COMMENT ON COLUMN candidate.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN candidate.unit IS 'Unit of the value';
COMMENT ON COLUMN candidate.value IS 'The value';
COMMENT ON COLUMN candidate.unscaled_value IS 'The value before it was brought to `unit`';
COMMENT ON COLUMN candidate.coarseness IS 'What its last printed digit is multiplied with to be the step of `value`';
COMMENT ON COLUMN candidate.table_step IS 'Last digit that its table prints; NULL for a page';
COMMENT ON COLUMN candidate.authority_level IS '1 published table, 2 derived, 3 publisher, 4 reported table, 5 press and other portals, 6 a province on itself, 7 implied';
COMMENT ON COLUMN candidate.source IS 'What counts as one source: an article group, or a table';
COMMENT ON COLUMN candidate.rank_of IS 'Size of the field that this source gives';
COMMENT ON COLUMN candidate.kind IS 'stated, implied, published, derived, reported';
COMMENT ON COLUMN candidate.observation IS 'The observation; NULL for a table';
COMMENT ON COLUMN candidate.article IS 'Its article version';
COMMENT ON COLUMN candidate.batch IS 'Its batch';
COMMENT ON COLUMN candidate.portal IS 'Its portal';
COMMENT ON COLUMN candidate.url IS 'Its page';
COMMENT ON COLUMN candidate.quote IS 'Its sentence';
COMMENT ON COLUMN candidate.published IS 'Day of its article';
COMMENT ON COLUMN candidate.loaded_at IS 'When we learnt it';
COMMENT ON COLUMN candidate.correction IS 'Why a correction of ours replaced what its page prints; NULL where none did';
