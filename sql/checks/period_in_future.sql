-- severity: error
-- why: a page cannot know a time after its own day: this is a target, a plan or a misread year
-- do: reject it if it is a target; else mend what reads periods and replay
SELECT observation, portal, subject, entity, period, value, coalesce(published, CAST(observed_at AS DATE)) AS written_on, quote
FROM scoped_reading()
WHERE period_starts(period) > coalesce(published, CAST(observed_at AS DATE));
