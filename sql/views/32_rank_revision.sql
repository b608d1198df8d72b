-- The rank of one edition as it was resolved after each batch that spoke about it, where that changed.
CREATE OR REPLACE VIEW rank_revision AS
WITH claim AS (
    SELECT subject, entity, entity_name, period, table_version, value, authority_level, article_group AS source, observation,
           published, loaded_at AS since, coalesce(retired_at, TIMESTAMPTZ 'infinity') AS until
    FROM accepted_observation
    LEFT JOIN superseded() USING (observation)
    WHERE measure = 'rank' AND family = 'ranking' AND value IS NOT NULL AND period IS NOT NULL
    UNION ALL
    SELECT subject, entity, entity_name, period, table_version, value, authority_level, source, NULL,
           NULL, TIMESTAMPTZ '-infinity', TIMESTAMPTZ 'infinity'
    FROM table_value WHERE measure = 'rank'
),
voice AS (
    SELECT subject, entity, any_value(entity_name) AS entity_name, period, table_version, value, source, min(since) AS since,
           max(until) AS until, min(authority_level) AS authority_level, max(published) AS published,
           bool_or(observation IS NOT NULL) AS is_page,
           min(struct_pack(loaded_at := since, observation := observation)) AS said
    FROM claim
    GROUP BY subject, entity, period, table_version, value, source
    WINDOW cell AS (PARTITION BY subject, entity, period, table_version)
    QUALIFY min(value) OVER cell < max(value) OVER cell
),
event AS (
    SELECT * EXCLUDE (since, until), since AS moment, 1 AS came FROM voice
    UNION ALL
    SELECT * EXCLUDE (since, until), until, -1 FROM voice WHERE until < TIMESTAMPTZ 'infinity'
),
state AS (
    SELECT DISTINCT subject, entity, entity_name, period, table_version, value, moment, sum(came) OVER so_far AS voices,
           sum(CASE WHEN is_page THEN came ELSE 0 END) OVER so_far AS sources, min(authority_level) OVER so_far AS level,
           max(published) OVER so_far AS newest, max(said) OVER so_far AS said
    FROM event
    WINDOW so_far AS (PARTITION BY subject, entity, period, table_version, value ORDER BY moment)
),
moment AS (
    SELECT DISTINCT subject, entity, period, table_version, moment FROM event
),
heard AS (
    SELECT m.moment AS heard_at, s.*
    FROM (FROM moment JOIN (SELECT DISTINCT subject, entity, period, table_version, value FROM voice)
          USING (subject, entity, period, table_version)) AS m
    ASOF JOIN state AS s
      ON s.subject = m.subject AND s.entity = m.entity AND s.period = m.period AND s.table_version = m.table_version
     AND s.value = m.value AND s.moment <= m.moment
    WHERE s.voices > 0
),
chosen AS (
    SELECT * FROM heard
    QUALIFY rank() OVER (PARTITION BY heard_at, subject, entity, period, table_version
                         ORDER BY level, voices DESC, newest DESC NULLS LAST, said DESC, value) = 1
),
revised AS (
    SELECT *, lag(value) OVER w AS earlier, lag(said) OVER w AS earlier_said
    FROM chosen
    WINDOW w AS (PARTITION BY subject, entity, period, table_version ORDER BY heard_at)
    QUALIFY value <> lag(value) OVER w
)
SELECT r.subject, r.entity, r.entity_name, r.table_version, r.period, r.heard_at AS revised_at, o.batch,
       CAST(r.value AS INTEGER) AS rank, CAST(r.earlier AS INTEGER) AS earlier_rank, CAST(r.sources AS INTEGER) AS sources,
       o.portal, a.url, o.quote, b.url AS earlier_url, p.quote AS earlier_quote
FROM revised AS r
LEFT JOIN core.observation AS o ON o.observation = r.said.observation
LEFT JOIN core.article AS a ON a.article = o.article
LEFT JOIN core.observation AS p ON p.observation = r.earlier_said.observation
LEFT JOIN core.article AS b ON b.article = p.article;
COMMENT ON VIEW rank_revision IS 'A later source, or a correction of its page, changed the resolved rank of an edition';
COMMENT ON COLUMN rank_revision.subject IS 'Indicator';
COMMENT ON COLUMN rank_revision.entity IS 'Id of the province or ministry';
COMMENT ON COLUMN rank_revision.entity_name IS 'Its name';
COMMENT ON COLUMN rank_revision.table_version IS '63, 34 or ministry';
COMMENT ON COLUMN rank_revision.period IS 'Edition';
COMMENT ON COLUMN rank_revision.revised_at IS 'When the batch began that changed it';
COMMENT ON COLUMN rank_revision.batch IS 'That batch';
COMMENT ON COLUMN rank_revision.rank IS 'The rank since';
COMMENT ON COLUMN rank_revision.earlier_rank IS 'The rank before';
COMMENT ON COLUMN rank_revision.sources IS 'Independent sources that state the new rank';
COMMENT ON COLUMN rank_revision.portal IS 'Portal that states the new rank';
COMMENT ON COLUMN rank_revision.url IS 'Its page';
COMMENT ON COLUMN rank_revision.quote IS 'Its sentence';
COMMENT ON COLUMN rank_revision.earlier_url IS 'Page that stated the rank before; NULL if it was a table';
COMMENT ON COLUMN rank_revision.earlier_quote IS 'Its sentence';
