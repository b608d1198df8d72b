-- Candidates gathered: a row for each cell, with the list of values that are claimed for it and who claims them.
CREATE OR REPLACE MACRO claimed_at(moment) AS TABLE
WITH voice AS (
    SELECT family, subject, entity, entity_name, period, table_version, measure, unit, value, unscaled_value, coarseness,
           table_step, authority_level, kind, hash(source) AS voice, bool_or(observation IS NOT NULL) AS is_page,
           max(coalesce(published, DATE '0001-01-01')) AS newest, max(coalesce(loaded_at, TIMESTAMPTZ '0001-01-01 00:00:00Z')) AS newest_at,
           min(struct_pack(loaded_at := loaded_at, batch := batch)) FILTER (observation IS NOT NULL) AS known,
           max(rank_of) AS rank_of, min(source) FILTER (observation IS NULL) AS table_source,
           min(struct_pack(day := coalesce(published, DATE 'infinity'), loaded_at := loaded_at, observation := observation))
               FILTER (observation IS NOT NULL) AS spoken
    FROM candidate_at(moment)
    GROUP BY ALL
),
said AS (
    SELECT family, subject, entity, any_value(entity_name) AS entity_name, period, table_version, measure, unit, value,
           unscaled_value, coarseness, table_step, authority_level, kind,
           list(voice) AS voices, coalesce(list(voice) FILTER (is_page), []) AS pages,
           max(newest) AS newest, max(newest_at) AS newest_at, min(known) AS known, max(rank_of) AS rank_of,
           min(table_source) AS table_source, min(spoken) AS spoken
    FROM voice
    GROUP BY ALL
)
SELECT family, subject, entity, any_value(entity_name) AS entity_name, period, table_version, measure, unit,
       list(struct_pack(
           level := authority_level, value := value,
           step := coalesce(table_step, printed_step(unscaled_value, measure) * coarseness), kind := kind, voices := voices,
           pages := pages, newest := newest, newest_at := newest_at, known := known, rank_of := rank_of,
           table_source := table_source, spoken := spoken)) AS claims
FROM said
GROUP BY ALL;
COMMENT ON MACRO TABLE claimed_at IS 'One row for each subject, entity, period, table, measure and unit: all values claimed for it up to a moment';
