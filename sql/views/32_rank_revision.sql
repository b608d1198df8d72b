-- The rank of one edition as it was resolved after each batch that spoke about it, where that changed.
CREATE OR REPLACE VIEW rank_revision AS
WITH spoken AS (
    SELECT subject, entity, entity_name, period, table_version, value, authority_level, article_group AS source, portal, url,
           kind, observation, batch, quote, published, observed_at, loaded_at
    FROM accepted_observation
    WHERE measure = 'rank' AND family = 'ranking' AND value IS NOT NULL AND period IS NOT NULL
),
claim AS (
    SELECT * FROM spoken
    UNION ALL
    SELECT subject, entity, entity_name, period, table_version, value, authority_level, source, NULL, NULL,
           standing, NULL, NULL, NULL, NULL, NULL, TIMESTAMPTZ '-infinity'
    FROM table_value WHERE measure = 'rank'
),
contested AS (
    SELECT subject, entity, period, table_version FROM claim
    GROUP BY ALL HAVING count(DISTINCT value) > 1
),
moment AS (
    SELECT DISTINCT subject, entity, period, table_version, loaded_at AS heard_at
    FROM claim JOIN contested USING (subject, entity, period, table_version)
),
heard AS (
    SELECT m.heard_at, c.*
    FROM moment AS m
    JOIN claim AS c USING (subject, entity, period, table_version)
    WHERE c.loaded_at <= m.heard_at
    QUALIFY observed_at IS NOT DISTINCT FROM
            max(observed_at) OVER (PARTITION BY heard_at, subject, entity, period, table_version, kind, portal, url)
),
weighed AS (
    SELECT heard_at, subject, entity, period, table_version, value, any_value(entity_name) AS entity_name,
           min(authority_level) AS authority_level, count(DISTINCT source) AS voices,
           count(DISTINCT source) FILTER (observation IS NOT NULL) AS sources,
           coalesce(max(published), DATE '-infinity') AS newest, max(loaded_at) AS newest_loaded,
           max(struct_pack(loaded_at := loaded_at, published := published, observation := observation, batch := batch,
                           portal := portal, url := url, quote := quote)) FILTER (observation IS NOT NULL) AS said
    FROM heard
    GROUP BY ALL
),
chosen AS (
    SELECT * FROM weighed
    QUALIFY row_number() OVER (PARTITION BY heard_at, subject, entity, period, table_version
                               ORDER BY authority_level, voices DESC, newest DESC, newest_loaded DESC, value) = 1
)
SELECT subject, entity, entity_name, table_version, period, heard_at AS revised_at, said.batch AS batch,
       CAST(value AS INTEGER) AS rank, CAST(lag(value) OVER w AS INTEGER) AS earlier_rank, sources, said.portal AS portal,
       said.url AS url, said.quote AS quote, lag(said.url) OVER w AS earlier_url, lag(said.quote) OVER w AS earlier_quote
FROM chosen
WINDOW w AS (PARTITION BY subject, entity, period, table_version ORDER BY heard_at)
QUALIFY value <> lag(value) OVER w;
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
