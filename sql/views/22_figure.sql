-- One value a cell (subject, entity, period, table, measure): the best authority wins, then the value that more independent
-- sources state, then the newest; values within rounding of each other are one. The same whatever order rows came in.
CREATE OR REPLACE MACRO resolved_at(moment) AS TABLE
WITH weighed AS (
    SELECT * EXCLUDE (claims), list_transform(claims, lambda c: struct_pack(
               claim := c,
               weight := struct_pack(
                   level := c.level,
                   voices := -len(list_distinct(flatten(list_transform(list_filter(claims,
                       lambda d: same_figure(c.value, c.step, d.value, d.step)), lambda d: d.voices)))),
                   age := -epoch(list_max(list_transform(list_filter(claims,
                       lambda d: same_figure(c.value, c.step, d.value, d.step)), lambda d: d.newest))),
                   wait := -epoch_us(list_max(list_transform(list_filter(claims,
                       lambda d: same_figure(c.value, c.step, d.value, d.step)), lambda d: d.newest_at))),
                   step := c.step, value := c.value))) AS claims
    FROM claimed_at(moment)
),
chosen AS (
    SELECT *, list_min(list_transform(claims, lambda c: c.weight)) AS best
    FROM weighed
)
SELECT *, list_filter(claims, lambda c: same_figure(best.value, best.step, c.claim.value, c.claim.step)) AS won,
       list_filter(claims, lambda c: NOT same_figure(best.value, best.step, c.claim.value, c.claim.step)) AS lost
FROM chosen;
COMMENT ON MACRO TABLE resolved_at IS 'Each cell with its best claim, the claims that agree with it (won) and those that do not (lost)';

CREATE OR REPLACE MACRO authority_name(level) AS
    ['published table', 'derived from the published table', 'publisher', 'reported table', 'press and other portals',
     'a province on itself', 'implied'][level];
COMMENT ON MACRO authority_name IS 'An authority level in words';

CREATE OR REPLACE MACRO as_of(moment) AS TABLE
WITH edition AS (
    SELECT indicator, period, CASE rank_of WHEN 34 THEN '34' ELSE '63' END AS table_version, max(rank_of) AS rank_of
    FROM core.indicator_edition
    GROUP BY ALL
),
told AS (
    SELECT *,
           list_min(list_transform(list_filter(won, lambda c: c.claim.spoken IS NOT NULL), lambda c: struct_pack(
               differs := c.claim.value <> best.value, level := c.claim.level, spoken := c.claim.spoken))).spoken AS spokesman,
           list_min(list_filter(list_transform(won, lambda c: c.claim.known), lambda k: k IS NOT NULL)) AS known,
           list_min(list_transform(list_filter(won, lambda c: c.claim.rank_of IS NOT NULL), lambda c: struct_pack(
               level := c.claim.level, size := -c.claim.rank_of))) AS field
    FROM resolved_at(moment)
)
SELECT t.family, t.subject, t.entity, t.entity_name, t.period, t.table_version, t.measure, t.best.value AS value, t.unit,
       CASE WHEN t.family = 'ranking'
            THEN coalesce(CASE WHEN t.field.level <= 2 THEN -t.field.size END, e.rank_of, -t.field.size) END AS rank_of,
       authority_name(t.best.level) AS authority, t.best.level AS authority_level,
       len(list_distinct(flatten(list_transform(t.won, lambda c: c.claim.pages)))) AS sources,
       len(list_distinct(list_transform(t.lost, lambda c: c.claim.value))) AS values_against,
       CASE
           WHEN len(t.lost) = 0 THEN CASE t.best.voices WHEN -1 THEN 'only_source' ELSE 'all_agree' END
           WHEN t.best.level < list_min(list_transform(t.lost, lambda c: c.claim.level)) THEN 'authority'
           WHEN t.best.voices < list_min(list_transform(list_filter(t.lost,
                lambda c: c.claim.level = t.best.level), lambda c: c.weight.voices)) THEN 'more_sources'
           WHEN (t.best.age, t.best.wait) < list_min(list_transform(list_filter(t.lost,
                lambda c: c.claim.level = t.best.level AND c.weight.voices = t.best.voices),
                lambda c: (c.weight.age, c.weight.wait))) THEN 'newest'
           ELSE 'tie'
       END AS why,
       list_min(list_transform(list_filter(t.won, lambda c: c.claim.table_source IS NOT NULL), lambda c: struct_pack(
           level := c.claim.level, source := c.claim.table_source))).source AS table_source,
       o.observation, o.portal, a.url, o.quote, o.published, t.known.loaded_at AS known_at, t.known.batch AS known_batch,
       t.best.step AS step
FROM told AS t
LEFT JOIN edition AS e ON e.indicator = t.subject AND e.period = t.period AND e.table_version = t.table_version
LEFT JOIN core.observation AS o ON o.observation = t.spokesman.observation
LEFT JOIN core.article AS a ON a.article = o.article;
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
