-- What was there to tell lately, newest first, and has it reached every subscription?
-- $limit NULL: the last hundred. A delivery is waiting, failed (it is tried again), delivered or dead.
WITH attempt AS (
    SELECT message, count(*) AS attempts, arg_max(outcome, attempt) AS outcome, arg_max(detail, attempt) AS detail,
           max(attempted_at) AS attempted_at
    FROM core.delivery GROUP BY message
),
sent AS (
    SELECT unnest(m.alerts) AS alert, m.subscription, coalesce(a.outcome, 'waiting') AS outcome,
           coalesce(a.attempts, 0) AS attempts, a.detail, a.attempted_at
    FROM core.message AS m
    LEFT JOIN attempt AS a USING (message)
),
gathered AS (
    SELECT alert, list(struct_pack(subscription, outcome, attempts, detail, attempted_at) ORDER BY subscription) AS deliveries
    FROM sent GROUP BY alert
)
SELECT a.created_at, a.reason, a.severity, a.subject AS indicator, a.entity, a.entity_name AS province, a.period, a.rank,
       a.rank_of, a.earlier_period, a.earlier_rank, a.quote, a.portal, a.url, a.incident_where, a.incident_owner,
       a.incident_what, a.incident_todo, coalesce(g.deliveries, []) AS deliveries, s.until AS silenced_until,
       s.reason AS silenced_because
FROM core.alert AS a
LEFT JOIN gathered AS g USING (alert)
LEFT JOIN silenced_alert AS s USING (alert)
ORDER BY a.created_at DESC, a.alert
LIMIT coalesce($limit, 100);
