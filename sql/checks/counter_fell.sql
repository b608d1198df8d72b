-- severity: warn
-- why: accounts, certificates and connected systems are counted since the beginning and do not become fewer
-- do: compare both sentences; often one counts a part (a month, a province) of what the other counts
WITH mine AS (
    SELECT * FROM scoped()
    WHERE counts_up(subject) AND period IS NOT NULL AND measure = 'count'
),
earlier AS (
    SELECT o.observation, o.subject, o.entity, o.unit, o.period, o.value, o.quote
    FROM core.observation AS o
    SEMI JOIN mine AS m ON m.subject = o.subject AND m.entity = o.entity
    WHERE counts_up(o.subject) AND o.status IN ('accepted', 'new') AND o.period IS NOT NULL
)
SELECT m.observation, m.portal, m.subject, m.entity, m.period, m.value, e.period AS earlier_period, e.value AS earlier_value,
       m.quote, e.quote AS earlier_quote
FROM mine AS m
JOIN earlier AS e USING (subject, entity, unit)
WHERE period_starts(e.period) < period_starts(m.period) AND m.value < 0.98 * e.value AND m.bound <> 'more_than'
QUALIFY rank() OVER (PARTITION BY m.observation ORDER BY e.value DESC, e.observation) = 1;
