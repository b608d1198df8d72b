-- What portals claim, as they print it (whatever we corrected), tested against the official tables alone. A change is tried
-- against every earlier edition before it is called false; where the edition it names, or else the one before, is not held,
-- it cannot be. A claim to be first is false if another was; elsewhere one place beside the truth is `off_by_one`.
CREATE OR REPLACE VIEW claim_verdict AS
WITH official AS (
    SELECT * FROM table_value WHERE authority_level <= 2
    QUALIFY rank() OVER (PARTITION BY subject, entity, period, table_version, measure
                         ORDER BY authority_level, source, value) = 1
),
stated AS (
    SELECT * REPLACE (CASE WHEN correction IS NULL THEN value
                      ELSE CAST(printed_value * (value / unscaled_value) AS DECIMAL(24, 6)) END AS value),
           printed_step(printed_value, measure) * coarseness AS step
    FROM accepted_observation
    WHERE family = 'ranking' AND kind = 'stated' AND period IS NOT NULL AND measure IN ('rank', 'score')
),
level AS (
    SELECT s.observation, s.measure AS claim, s.value AS claimed, s.rank_of AS claimed_of, NULL AS versus,
           t.value AS official, t.rank_of AS ranked, t.standing, NULL::VARCHAR[] AS true_of,
           CASE
               WHEN t.value IS NULL THEN 'cannot_be_checked'
               WHEN NOT same_figure(s.value, s.step, t.value, t.step)
                   THEN CASE WHEN s.measure = 'rank' AND s.value <> 1 AND abs(s.value - t.value) = 1
                             THEN 'off_by_one' ELSE 'false' END
               WHEN s.measure = 'rank' AND s.rank_of <> t.rank_of THEN 'wrong_field_size'
               ELSE 'true'
           END AS verdict
    FROM stated AS s
    LEFT JOIN official AS t USING (subject, entity, period, table_version, measure)
    WHERE s.value IS NOT NULL
),
printed_change AS (
    SELECT s.*, unnest(s.changes) AS change FROM stated AS s WHERE len(s.changes) > 0
),
change AS (
    SELECT p.observation, p.subject, p.entity, p.period, p.table_version, p.change.versus AS versus,
           CASE p.change.unit WHEN 'ranks' THEN 'rank' ELSE 'score' END AS of_measure,
           coalesce(p.change.versus, CAST(TRY_CAST(p.period AS INTEGER) - 1 AS VARCHAR)) AS wanted,
           p.change.amount * CASE WHEN p.measure = 'score' AND p.printed_value > 0 THEN p.value / p.printed_value ELSE 1 END
               AS amount,
           CASE p.change.unit WHEN 'ranks' THEN 0 ELSE printed_step(p.change.amount, 'score') / 2 + 0.0002 END AS slack,
           CASE WHEN p.measure = of_measure THEN p.value END AS claimed
    FROM printed_change AS p
    WHERE p.change.unit IN ('ranks', 'points') OR (p.change.unit = 'percent' AND p.unit = 'percent')
),
tried AS (
    SELECT c.observation, c.of_measure, c.versus, c.wanted, c.amount, c.slack, b.period AS base,
           CASE c.of_measure WHEN 'rank' THEN b.value - coalesce(now.value, c.claimed)
                             ELSE coalesce(now.value, c.claimed) - b.value END AS moved, b.standing
    FROM change AS c
    LEFT JOIN official AS now
      ON now.subject = c.subject AND now.entity = c.entity AND now.period = c.period AND now.measure = c.of_measure
     AND now.table_version = c.table_version
    LEFT JOIN official AS b
      ON b.subject = c.subject AND b.entity = c.entity AND b.period < c.period AND b.measure = c.of_measure
     AND b.table_version = c.table_version
),
moved AS (
    SELECT observation, 'change of ' || of_measure AS claim, amount AS claimed, versus,
           coalesce(max(moved) FILTER (base = versus), max_by(moved, base)) AS against,
           coalesce(min(standing) FILTER (base = versus), max_by(standing, base)) AS standing,
           coalesce(list(base ORDER BY base) FILTER (abs(moved - amount) <= slack), []) AS true_of,
           bool_or(base = wanted AND moved IS NOT NULL) AS is_base_held
    FROM tried
    GROUP BY observation, of_measure, amount, versus
),
change_verdict AS (
    SELECT observation, claim, claimed, NULL AS claimed_of, versus, against AS official, NULL AS ranked, standing, true_of,
           CASE
               WHEN against IS NULL THEN 'cannot_be_checked'
               WHEN list_contains(true_of, versus) OR (versus IS NULL AND len(true_of) > 0) THEN 'true'
               WHEN NOT is_base_held THEN 'cannot_be_checked'
               WHEN len(true_of) > 0 THEN 'true_of_another_year'
               WHEN claim = 'change of rank' AND versus IS NOT NULL AND abs(against - claimed) = 1 THEN 'off_by_one'
               ELSE 'false'
           END AS verdict
    FROM moved
)
SELECT s.observation, s.portal, s.url, s.article_group, s.relation, s.subject, s.entity, s.entity_name, s.period,
       s.table_version, v.claim, v.claimed, v.claimed_of, v.versus, v.verdict, v.official, v.ranked, v.standing, v.true_of,
       s.quote, s.published
FROM (FROM level UNION ALL BY NAME FROM change_verdict) AS v
JOIN stated AS s USING (observation);
COMMENT ON VIEW claim_verdict IS 'Each rank, score and change that a page states, with what the official tables say to it';
COMMENT ON COLUMN claim_verdict.observation IS 'Observation that makes the claim';
COMMENT ON COLUMN claim_verdict.portal IS 'Its portal';
COMMENT ON COLUMN claim_verdict.url IS 'Its page';
COMMENT ON COLUMN claim_verdict.article_group IS 'Copies of one article share it';
COMMENT ON COLUMN claim_verdict.relation IS 'original, copy, excerpt or revision within that group';
COMMENT ON COLUMN claim_verdict.subject IS 'Indicator';
COMMENT ON COLUMN claim_verdict.entity IS 'Id of the province';
COMMENT ON COLUMN claim_verdict.entity_name IS 'Its name';
COMMENT ON COLUMN claim_verdict.period IS 'Edition the claim is about';
COMMENT ON COLUMN claim_verdict.table_version IS '63 or 34';
COMMENT ON COLUMN claim_verdict.claim IS 'rank, score, change of rank, change of score';
COMMENT ON COLUMN claim_verdict.claimed IS 'What the page states, in the indicator''s unit; of a change of rank, positive is better';
COMMENT ON COLUMN claim_verdict.claimed_of IS 'Field size as stated';
COMMENT ON COLUMN claim_verdict.versus IS 'Edition that a change is measured from, as stated';
COMMENT ON COLUMN claim_verdict.verdict IS 'true, false, off_by_one, wrong_field_size (right order, wrong number of provinces ranked), true_of_another_year, cannot_be_checked';
COMMENT ON COLUMN claim_verdict.official IS 'What the official table gives; of a change, measured from `versus`, else from the newest earlier edition';
COMMENT ON COLUMN claim_verdict.ranked IS 'How many were truly ranked';
COMMENT ON COLUMN claim_verdict.standing IS 'published by its maker, or derived by us from published scores';
COMMENT ON COLUMN claim_verdict.true_of IS 'Earlier editions for which a stated change is true';
COMMENT ON COLUMN claim_verdict.quote IS 'The sentence';
COMMENT ON COLUMN claim_verdict.published IS 'Day of the article';
