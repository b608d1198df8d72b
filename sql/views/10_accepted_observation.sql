-- Observations that passed, in their indicator's unit, with the table they belong to, who speaks and how far that is trusted.
CREATE OR REPLACE VIEW accepted_observation AS
WITH own AS (
    SELECT entity AS speaker, entity FROM core.entity
    UNION
    SELECT successor, predecessor FROM core.province_succession
),
scaled AS (
    SELECT o.*, o.value AS printed, a.url, a.article_group, a.relation, e.name AS entity_name, i.unit AS scale_unit,
           coalesce(c.value, o.value) AS mended, c.reason AS correction,
           map_of(e.kind, e.valid_from, e.valid_to, o.rank_of, o.period) AS table_version,
           CASE WHEN o.measure = 'score' AND i.indicator IS NOT NULL
                THEN score_factor(o.subject, coalesce(c.value, o.value), o.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor,
           CASE
               WHEN o.kind = 'implied' THEN 7
               WHEN p.authority = 'publisher' AND (i.indicator IS NULL OR speaker.kind <> 'ministry'
                    OR contains(i.publisher, speaker.name)) THEN 3
               WHEN p.authority = 'province' AND own.entity IS NOT NULL THEN 6
               ELSE 5
           END AS authority_level
    FROM core.observation AS o
    JOIN core.article AS a ON a.article = o.article
    JOIN core.entity AS e ON e.entity = o.entity
    LEFT JOIN core.correction AS c
      ON c.subject = o.subject AND c.entity = o.entity AND c.period = o.period AND c.measure = o.measure
     AND c.url = a.url AND c.expect = o.value
    LEFT JOIN core.indicator AS i ON i.indicator = o.subject
    LEFT JOIN core.portal AS p ON p.portal = o.portal
    LEFT JOIN core.entity AS speaker ON speaker.entity = p.entity
    LEFT JOIN own ON own.speaker = p.entity AND own.entity = o.entity
    WHERE o.status = 'accepted' AND in_lines(o.subject, o.entity)
)
SELECT observation, article, batch, portal, url, article_group, relation, family, subject, entity, entity_name, period,
       table_version, basis, measure,
       CASE WHEN measure = 'score' THEN CAST(mended * factor AS DECIMAL(24, 6)) ELSE mended END AS value,
       CASE WHEN measure = 'score' AND scale_unit IS NOT NULL THEN scale_unit ELSE unit END AS unit,
       mended AS unscaled_value, printed AS printed_value, unit AS printed_unit,
       CAST(factor * CASE WHEN bound IN ('exact', 'about') THEN 1 ELSE 2 END AS DOUBLE) AS coarseness,
       rank_of, part_of, bound, changes, kind, correction, authority_level, quote, published, observed_at, loaded_at
FROM scaled;
COMMENT ON VIEW accepted_observation IS 'One printed figure that passed every error check or that a person accepted, in the unit of its indicator';
COMMENT ON COLUMN accepted_observation.observation IS 'Key of the observation';
COMMENT ON COLUMN accepted_observation.article IS 'Key of the article version that prints it';
COMMENT ON COLUMN accepted_observation.batch IS 'Batch that brought it';
COMMENT ON COLUMN accepted_observation.portal IS 'Portal that printed it';
COMMENT ON COLUMN accepted_observation.url IS 'Address of the page';
COMMENT ON COLUMN accepted_observation.article_group IS 'The article that this one is a copy, excerpt or revision of, or itself: one group is one source';
COMMENT ON COLUMN accepted_observation.relation IS 'original, copy, excerpt or revision within its group';
COMMENT ON COLUMN accepted_observation.family IS 'ranking (an indicator) or counter';
COMMENT ON COLUMN accepted_observation.subject IS 'Indicator or name of the counter';
COMMENT ON COLUMN accepted_observation.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN accepted_observation.entity_name IS 'Its name';
COMMENT ON COLUMN accepted_observation.period IS 'Time the figure is about; NULL where the text gives none';
COMMENT ON COLUMN accepted_observation.table_version IS '63 or 34 (provinces before and after 2025-07-01), ministry, country';
COMMENT ON COLUMN accepted_observation.basis IS 'How the period was known: stated, inherited, relative, article_day, unknown';
COMMENT ON COLUMN accepted_observation.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN accepted_observation.value IS 'Value in `unit`, corrected where a correction says so; NULL where only a change is printed';
COMMENT ON COLUMN accepted_observation.unit IS 'Unit of `value`: the indicator''s own for a score';
COMMENT ON COLUMN accepted_observation.coarseness IS 'What the last printed digit is multiplied with to be the step of `value`: its factor, doubled for more than, less than, nearly';
COMMENT ON COLUMN accepted_observation.unscaled_value IS 'Value before it was brought to `unit`, corrected where a correction says so';
COMMENT ON COLUMN accepted_observation.printed_value IS 'Value as the page prints it, in `printed_unit`';
COMMENT ON COLUMN accepted_observation.printed_unit IS 'Unit as printed';
COMMENT ON COLUMN accepted_observation.rank_of IS 'Size of the field as printed';
COMMENT ON COLUMN accepted_observation.part_of IS 'The whole that a count is part of: 53 of 63';
COMMENT ON COLUMN accepted_observation.bound IS 'exact, more_than, less_than, nearly, about';
COMMENT ON COLUMN accepted_observation.changes IS 'Printed changes; of ranks, positive is better';
COMMENT ON COLUMN accepted_observation.kind IS 'stated, or implied by a stated figure and its change';
COMMENT ON COLUMN accepted_observation.correction IS 'Why a correction of ours replaced the printed value; NULL where none did';
COMMENT ON COLUMN accepted_observation.authority_level IS '3 the publisher, 5 press and other portals, 6 a province on itself, 7 implied';
COMMENT ON COLUMN accepted_observation.quote IS 'The sentence';
COMMENT ON COLUMN accepted_observation.published IS 'Day of the article';
COMMENT ON COLUMN accepted_observation.observed_at IS 'When the page was fetched';
COMMENT ON COLUMN accepted_observation.loaded_at IS 'When the batch that brought it began: the moment we learnt it';
