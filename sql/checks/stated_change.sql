-- severity: warn
-- why: a page says how many places or points were won, and no earlier edition that we hold makes that true
-- do: compare the sentence with the earlier figures; the figure itself stands, the contradiction shows the claim
WITH claim AS (
    SELECT r.*, unnest(changes) AS change
    FROM scoped_reading() AS r
    WHERE family = 'ranking' AND value IS NOT NULL AND period IS NOT NULL AND len(changes) > 0
),
implied AS (
    SELECT *, CASE measure WHEN 'rank' THEN value + change.amount ELSE scaled - change.amount END AS implied,
           greatest(step, printed_step(change.amount, measure)) AS slack
    FROM claim
    WHERE (measure = 'rank' AND change.unit = 'ranks')
       OR (measure = 'score' AND (change.unit = 'points' OR (change.unit = 'percent' AND scale_unit = 'percent'))
           AND scaled = value)
),
compared AS (
    SELECT c.observation, c.portal, c.subject, c.entity, c.period, c.measure, c.value, c.change.amount AS change,
           c.change.versus AS versus, c.implied, c.quote,
           bool_or(abs(h.value - c.implied) <= c.slack + h.step / 2 + 1e-9) AS is_true_of_some,
           bool_or(h.period = c.change.versus) AS is_base_held,
           list(DISTINCT h.period || ': ' || CAST(h.value AS VARCHAR)) AS held
    FROM implied AS c
    JOIN held_reading() AS h
      ON h.subject = c.subject AND h.entity = c.entity AND h.map = c.map AND h.measure = c.measure AND h.period < c.period
    GROUP BY ALL
)
SELECT * EXCLUDE (is_true_of_some, is_base_held)
FROM compared
WHERE NOT is_true_of_some AND (is_base_held OR versus IS NULL);
