-- Where sources differ on one cell: the value that holds, each value that lost, and the sentence of both.
CREATE OR REPLACE VIEW contradiction AS
WITH one_lost AS (
    SELECT subject, entity, period, table_version, measure, unit, unnest(lost).claim AS claim
    FROM resolved_at(TIMESTAMPTZ 'infinity')
    WHERE len(lost) > 0
),
loser AS (
    SELECT subject, entity, period, table_version, measure, unit, claim.value AS value,
           len(list_distinct(flatten(list(claim.pages)))) AS sources,
           min(claim.known) AS known,
           min(struct_pack(level := claim.level, kind := claim.kind, spoken := claim.spoken)) AS told
    FROM one_lost
    GROUP BY ALL
)
SELECT f.subject, f.entity, f.entity_name, f.period, f.table_version, f.measure, f.unit,
       f.value, f.authority, f.authority_level, f.sources, f.why, f.table_source, f.observation, f.portal, f.url, f.quote,
       l.value AS other_value, l.value - f.value AS difference, l.told.kind AS other_kind,
       authority_name(l.told.level) AS other_authority, l.sources AS other_sources, o.observation AS other_observation,
       o.portal AS other_portal, a.url AS other_url, o.quote AS other_quote, o.published AS other_published,
       l.known.batch AS other_batch, l.known.loaded_at AS other_known_at, f.rank_of, f.known_at, f.known_batch
FROM figure AS f
JOIN loser AS l USING (subject, entity, period, table_version, measure, unit)
LEFT JOIN core.observation AS o ON o.observation = l.told.spoken.observation
LEFT JOIN core.article AS a ON a.article = o.article;
COMMENT ON VIEW contradiction IS 'One losing value of a figure that sources disagree on, beside the value that holds';
COMMENT ON COLUMN contradiction.subject IS 'Indicator or counter';
COMMENT ON COLUMN contradiction.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN contradiction.entity_name IS 'Its name';
COMMENT ON COLUMN contradiction.period IS 'Time the figure is about';
COMMENT ON COLUMN contradiction.table_version IS '63, 34, ministry or country';
COMMENT ON COLUMN contradiction.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN contradiction.unit IS 'Unit of both values';
COMMENT ON COLUMN contradiction.value IS 'The value that holds';
COMMENT ON COLUMN contradiction.authority IS 'Who says it';
COMMENT ON COLUMN contradiction.authority_level IS '1 published table … 7 implied; see figure';
COMMENT ON COLUMN contradiction.sources IS 'Independent sources that state it, tables not counted';
COMMENT ON COLUMN contradiction.why IS 'Which rule chose it: authority, more_sources, newest, tie';
COMMENT ON COLUMN contradiction.table_source IS 'Where a table that states it was read';
COMMENT ON COLUMN contradiction.observation IS 'Observation that states it best; NULL if only a table does';
COMMENT ON COLUMN contradiction.portal IS 'Its portal';
COMMENT ON COLUMN contradiction.url IS 'Its page';
COMMENT ON COLUMN contradiction.quote IS 'Its sentence';
COMMENT ON COLUMN contradiction.other_value IS 'The value that lost';
COMMENT ON COLUMN contradiction.difference IS 'How much larger the losing value is';
COMMENT ON COLUMN contradiction.other_kind IS 'stated, implied, published, derived, reported';
COMMENT ON COLUMN contradiction.other_authority IS 'Who says the losing value';
COMMENT ON COLUMN contradiction.other_sources IS 'Independent sources that state the losing value';
COMMENT ON COLUMN contradiction.other_observation IS 'Observation that states it';
COMMENT ON COLUMN contradiction.other_portal IS 'Its portal';
COMMENT ON COLUMN contradiction.other_url IS 'Its page';
COMMENT ON COLUMN contradiction.other_quote IS 'Its sentence';
COMMENT ON COLUMN contradiction.other_published IS 'Day of its article';
COMMENT ON COLUMN contradiction.other_batch IS 'Batch that brought it';
COMMENT ON COLUMN contradiction.other_known_at IS 'When we first learnt the losing value';
COMMENT ON COLUMN contradiction.rank_of IS 'How many were truly ranked';
COMMENT ON COLUMN contradiction.known_at IS 'When a page first stated the value that holds';
COMMENT ON COLUMN contradiction.known_batch IS 'Batch that first brought it';
