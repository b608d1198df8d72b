-- severity: error
-- why: a page cannot know a time after its own day: this is a target, a plan or a misread year
-- do: reject it if it is a target; else mend what reads periods and replay
WITH late AS (
    SELECT period, observed, period_starts(period) AS starts_on
    FROM (SELECT DISTINCT period, coalesce(published, CAST(observed_at AS DATE)) AS observed FROM scoped())
    WHERE period_starts(period) > observed
)
SELECT o.observation, o.portal, o.subject, o.entity, o.period, o.value, l.observed AS written_on, o.quote
FROM scoped() AS o
JOIN late AS l ON l.period = o.period AND l.observed = coalesce(o.published, CAST(o.observed_at AS DATE));
