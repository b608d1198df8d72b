-- severity: warn
-- why: a page says how many places or points were won, and no earlier edition that we hold makes that true
-- do: compare the sentence with the earlier figures; the figure itself stands, the contradiction shows the claim
WITH claim AS (
    SELECT subject, entity, map, period, measure, value, scaled, scale_unit, unnest(changes) AS change
    FROM scoped_ranking()
    WHERE len(changes) > 0 AND value IS NOT NULL AND period IS NOT NULL
),
implied AS (
    SELECT DISTINCT subject, entity, map, period, measure, value, change.amount AS amount, change.unit AS unit,
           change.versus AS versus, CASE measure WHEN 'rank' THEN value + change.amount ELSE value - change.amount END AS implied,
           greatest(printed_step(value, measure), printed_step(change.amount, measure)) AS slack
    FROM claim
    WHERE (measure = 'rank' AND change.unit = 'ranks')
       OR (measure = 'score' AND scaled = value
           AND (change.unit = 'points' OR (change.unit = 'percent' AND scale_unit = 'percent')))
),
compared AS (
    SELECT c.*, bool_or(abs(h.value - c.implied) <= c.slack + h.step / 2 + 1e-9) AS is_true_of_some,
           bool_or(h.period = coalesce(c.versus, CAST(TRY_CAST(c.period AS INTEGER) - 1 AS VARCHAR))) AS is_base_held,
           list(DISTINCT h.period || ': ' || CAST(h.value AS VARCHAR)) AS held
    FROM implied AS c
    JOIN held_reading() AS h
      ON h.subject = c.subject AND h.entity = c.entity AND h.map = c.map AND h.measure = c.measure AND h.period < c.period
    GROUP BY ALL
)
SELECT o.observation, o.portal, subject, entity, period, measure, value, c.amount AS change, c.unit AS change_unit, c.versus,
       c.implied, list_sort(c.held) AS held, o.quote
FROM compared AS c
JOIN scoped_ranking() AS o USING (subject, entity, map, period, measure, value)
WHERE NOT c.is_true_of_some AND c.is_base_held
  AND list_contains(o.changes, struct_pack(amount := c.amount, unit := c.unit, versus := c.versus));
