-- Observations that passed, in their indicator's unit, with the table they belong to, who speaks and how far that is trusted.
CREATE OR REPLACE VIEW accepted_observation AS
WITH own AS (
    SELECT entity AS speaker, entity FROM core.entity
    UNION
    SELECT successor, predecessor FROM core.province_succession
),
mended AS (
    SELECT o.* EXCLUDE (value, portal, published), o.portal, a.url, a.article_group, a.relation,
           coalesce(a.published, o.published) AS published,
           coalesce(c.value, o.value) AS value,
           c.value IS NOT NULL AS is_corrected
    FROM core.observation AS o
    JOIN core.article AS a ON a.article = o.article
    LEFT JOIN core.correction AS c
      ON c.subject = o.subject AND c.entity = o.entity AND c.period = o.period AND c.measure = o.measure
     AND c.url = a.url AND c.expect = o.value
    WHERE o.status = 'accepted'
),
scaled AS (
    SELECT m.*, i.unit AS scale_unit, e.name AS entity_name,
           map_of(e.kind, e.valid_from, e.valid_to, m.rank_of, m.period) AS table_version,
           CASE WHEN m.measure = 'score' AND i.indicator IS NOT NULL
                THEN score_factor(m.subject, m.value, m.unit, i.unit, i.scale_max) ELSE 1.0 END AS factor,
           CASE
               WHEN m.kind = 'implied' THEN 7
               WHEN p.authority = 'publisher' AND (i.indicator IS NULL OR speaker.kind <> 'ministry'
                    OR contains(i.publisher, speaker.name)) THEN 3
               WHEN p.authority = 'province' AND own.entity IS NOT NULL THEN 6
               ELSE 5
           END AS authority_level
    FROM mended AS m
    JOIN core.entity AS e ON e.entity = m.entity
    LEFT JOIN core.indicator AS i ON i.indicator = m.subject
    LEFT JOIN core.portal AS p ON p.portal = m.portal
    LEFT JOIN core.entity AS speaker ON speaker.entity = p.entity
    LEFT JOIN own ON own.speaker = p.entity AND own.entity = m.entity
)
SELECT observation, article, batch, portal, url, article_group, relation, family, subject, entity, entity_name, period,
       table_version, basis, measure,
       CAST(value * factor AS DECIMAL(24, 6)) AS value,
       CASE WHEN measure = 'score' AND scale_unit IS NOT NULL THEN scale_unit ELSE unit END AS unit,
       printed_step(value, measure) * factor * CASE WHEN bound IN ('exact', 'about') THEN 1 ELSE 2 END AS step,
       value AS printed_value, unit AS printed_unit, rank_of, part_of, bound, changes, kind, is_corrected, authority_level,
       quote, published, observed_at, loaded_at
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
COMMENT ON COLUMN accepted_observation.step IS 'Last printed digit in `unit`: values closer than this may be the same figure, rounded';
COMMENT ON COLUMN accepted_observation.printed_value IS 'Value before it was brought to `unit`';
COMMENT ON COLUMN accepted_observation.printed_unit IS 'Unit as printed';
COMMENT ON COLUMN accepted_observation.rank_of IS 'Size of the field as printed';
COMMENT ON COLUMN accepted_observation.part_of IS 'The whole that a count is part of: 53 of 63';
COMMENT ON COLUMN accepted_observation.bound IS 'exact, more_than, less_than, nearly, about';
COMMENT ON COLUMN accepted_observation.changes IS 'Printed changes; of ranks, positive is better';
COMMENT ON COLUMN accepted_observation.kind IS 'stated, or implied by a stated figure and its change';
COMMENT ON COLUMN accepted_observation.is_corrected IS 'Whether a correction of ours replaced the printed value';
COMMENT ON COLUMN accepted_observation.authority_level IS '3 the publisher, 5 press and other portals, 6 a province on itself, 7 implied';
COMMENT ON COLUMN accepted_observation.quote IS 'The sentence';
COMMENT ON COLUMN accepted_observation.published IS 'Day of the article';
COMMENT ON COLUMN accepted_observation.observed_at IS 'When the page was fetched';
COMMENT ON COLUMN accepted_observation.loaded_at IS 'When the batch that brought it began: the moment we learnt it';
