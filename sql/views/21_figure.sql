-- One value a cell (subject, entity, period, table, measure): the best authority wins, then the value that more independent
-- sources state, then the newest; values within rounding of each other are one. The same whatever order rows came in.
CREATE OR REPLACE MACRO as_of(moment) AS TABLE
WITH held AS (
    SELECT * FROM candidate_at(moment)
),
claim AS (
    SELECT subject, entity, period, table_version, measure, unit, value, step, min(authority_level) AS authority_level
    FROM held
    GROUP BY ALL
),
voice AS (
    SELECT subject, entity, period, table_version, measure, unit, value, step, source,
           bool_or(observation IS NOT NULL) AS is_page, max(published) AS published, max(loaded_at) AS loaded_at
    FROM held
    GROUP BY ALL
),
support AS (
    SELECT c.*, count(DISTINCT v.source) AS voices,
           count(DISTINCT v.source) FILTER (v.is_page) AS sources,
           coalesce(max(v.published), DATE '-infinity') AS newest_published,
           coalesce(max(v.loaded_at), TIMESTAMPTZ '-infinity') AS newest_loaded
    FROM claim AS c
    JOIN voice AS v USING (subject, entity, period, table_version, measure, unit)
    WHERE same_figure(c.value, c.step, v.value, v.step)
    GROUP BY ALL
),
winner AS (
    SELECT * FROM support
    QUALIFY row_number() OVER (
        PARTITION BY subject, entity, period, table_version, measure, unit
        ORDER BY authority_level, voices DESC, newest_published DESC, newest_loaded DESC, step, value) = 1
),
judged AS (
    SELECT w.subject, w.entity, w.period, w.table_version, w.measure, w.unit,
           count(DISTINCT s.value) FILTER (NOT same_figure(w.value, w.step, s.value, s.step)) AS values_against,
           CASE
               WHEN values_against = 0 AND w.voices = 1 THEN 'only_source'
               WHEN values_against = 0 THEN 'all_agree'
               WHEN w.authority_level
                    < min(s.authority_level) FILTER (NOT same_figure(w.value, w.step, s.value, s.step)) THEN 'authority'
               WHEN w.voices > max(s.voices) FILTER (NOT same_figure(w.value, w.step, s.value, s.step)
                    AND s.authority_level = w.authority_level) THEN 'more_sources'
               WHEN struct_pack(day := w.newest_published, moment := w.newest_loaded)
                    > max(struct_pack(day := s.newest_published, moment := s.newest_loaded))
                    FILTER (NOT same_figure(w.value, w.step, s.value, s.step)
                    AND s.authority_level = w.authority_level AND s.voices = w.voices) THEN 'newest'
               ELSE 'tie'
           END AS why
    FROM winner AS w
    JOIN support AS s USING (subject, entity, period, table_version, measure, unit)
    GROUP BY w.subject, w.entity, w.period, w.table_version, w.measure, w.unit, w.value, w.step, w.voices, w.authority_level,
             w.newest_published, w.newest_loaded
),
agreeing AS (
    SELECT h.*, w.authority_level AS won_level, w.value AS won_value
    FROM winner AS w
    JOIN held AS h USING (subject, entity, period, table_version, measure, unit)
    WHERE same_figure(w.value, w.step, h.value, h.step)
),
spokesman AS (
    SELECT * FROM agreeing WHERE observation IS NOT NULL
    QUALIFY row_number() OVER (
        PARTITION BY subject, entity, period, table_version, measure, unit
        ORDER BY value <> won_value, authority_level, published NULLS LAST, loaded_at, observation) = 1
),
known AS (
    SELECT subject, entity, period, table_version, measure, unit, any_value(family) AS family,
           any_value(entity_name) AS entity_name, min(loaded_at) AS known_at,
           min(struct_pack(moment := loaded_at, batch := batch)).batch AS known_batch,
           min(struct_pack(level := authority_level, source := source)) FILTER (observation IS NULL).source AS table_source,
           min(struct_pack(level := authority_level, size := -rank_of)) FILTER (rank_of IS NOT NULL) AS field
    FROM agreeing
    GROUP BY ALL
),
edition AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS table_version, max(rank_of) AS rank_of
    FROM core.indicator_edition
    GROUP BY ALL
)
SELECT k.family, w.subject, w.entity, k.entity_name, w.period, w.table_version, w.measure, w.value, w.unit,
       CASE WHEN k.family = 'ranking'
            THEN CAST(coalesce(CASE WHEN k.field.level <= 2 THEN -k.field.size END, e.rank_of, -k.field.size) AS INTEGER) END AS rank_of,
       CASE w.authority_level
           WHEN 1 THEN 'published table' WHEN 2 THEN 'derived from the published table' WHEN 3 THEN 'publisher'
           WHEN 4 THEN 'reported table' WHEN 5 THEN 'press and other portals' WHEN 6 THEN 'a province on itself'
           ELSE 'implied'
       END AS authority,
       w.authority_level, w.sources, j.values_against, j.why, k.table_source, s.observation, s.portal, s.url, s.quote,
       s.published, k.known_at, k.known_batch, w.step
FROM winner AS w
JOIN judged AS j USING (subject, entity, period, table_version, measure, unit)
JOIN known AS k USING (subject, entity, period, table_version, measure, unit)
LEFT JOIN spokesman AS s USING (subject, entity, period, table_version, measure, unit)
LEFT JOIN edition AS e ON e.indicator = w.subject AND e.period = w.period AND e.table_version = w.table_version;
COMMENT ON MACRO TABLE as_of IS 'The figures as they would have been chosen at a moment, in the columns of the view figure';

CREATE OR REPLACE VIEW figure AS FROM as_of(TIMESTAMPTZ 'infinity');
COMMENT ON VIEW figure IS 'The value that holds for one subject, entity, period, table and measure, who says so and why it was chosen';
COMMENT ON COLUMN figure.family IS 'ranking (an indicator) or counter';
COMMENT ON COLUMN figure.subject IS 'Indicator (PAR_INDEX, SIPAS, PAPI, …) or name of the counter';
COMMENT ON COLUMN figure.entity IS 'Id of the province, ministry or country: yen-bai, lao-cai~2025, viet-nam';
COMMENT ON COLUMN figure.entity_name IS 'Its name';
COMMENT ON COLUMN figure.period IS 'Edition or time the figure is about, not the day it was announced: 2021, 2022-09, 2025-08-21';
COMMENT ON COLUMN figure.table_version IS '63 or 34: provinces before and after 2025-07-01, which are never compared; ministry; country';
COMMENT ON COLUMN figure.measure IS 'rank (1 is best), score, count, amount, share';
COMMENT ON COLUMN figure.value IS 'The value in `unit`';
COMMENT ON COLUMN figure.unit IS 'rank, percent, points, ratio, VND, or what is counted';
COMMENT ON COLUMN figure.rank_of IS 'How many were truly ranked (PAPI: often 60 or 61), as far as known; else as printed';
COMMENT ON COLUMN figure.authority IS 'Who says so, in the words of the levels';
COMMENT ON COLUMN figure.authority_level IS '1 published table, 2 derived from it, 3 publisher, 4 reported table, 5 press and other portals, 6 a province on itself, 7 implied by a stated change';
COMMENT ON COLUMN figure.sources IS 'Independent sources (article groups) that state this value within rounding; copies are one source, tables are not counted';
COMMENT ON COLUMN figure.values_against IS 'Other values that sources state for the same cell; see contradiction';
COMMENT ON COLUMN figure.why IS 'Which rule chose: only_source, all_agree, authority, more_sources, newest, tie (the smaller value)';
COMMENT ON COLUMN figure.table_source IS 'Where a table that states this value was read; NULL if none does';
COMMENT ON COLUMN figure.observation IS 'The observation that says it best; NULL if no page states it';
COMMENT ON COLUMN figure.portal IS 'Portal of that observation';
COMMENT ON COLUMN figure.url IS 'Page of that observation';
COMMENT ON COLUMN figure.quote IS 'Sentence of that observation';
COMMENT ON COLUMN figure.published IS 'Day of its article';
COMMENT ON COLUMN figure.known_at IS 'When a page first stated this value to us; NULL if none does: then a table has it, and we always knew';
COMMENT ON COLUMN figure.known_batch IS 'Batch that first brought it';
COMMENT ON COLUMN figure.step IS 'Last printed digit of the value';
