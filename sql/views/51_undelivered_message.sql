-- Messages that their channel has not taken: those still tried, and those given up. What is here, somebody was not told.
CREATE OR REPLACE VIEW undelivered_message AS
SELECT m.message, m.subscription, m.subject, len(m.alerts) AS alerts, m.composed_at,
       CASE WHEN bool_or(d.outcome = 'dead') THEN 'dead' WHEN count(d.attempt) = 0 THEN 'never tried' ELSE 'tried again' END
           AS state,
       count(d.attempt) AS attempts, max(d.attempted_at) AS last_attempt_at, arg_max(d.detail, d.attempt) AS last_answer,
       arg_max(d.rest_until, d.attempt) AS rest_until
FROM core.message AS m
LEFT JOIN core.delivery AS d ON d.message = m.message
GROUP BY m.message, m.subscription, m.subject, len(m.alerts), m.composed_at
HAVING count(*) FILTER (d.outcome = 'delivered') = 0
ORDER BY m.composed_at, m.message;
COMMENT ON VIEW undelivered_message IS 'One message that nobody has taken yet, or that was given up after 72 hours';
COMMENT ON COLUMN undelivered_message.message IS 'Its key, the same in every attempt';
COMMENT ON COLUMN undelivered_message.subscription IS 'Who should be told';
COMMENT ON COLUMN undelivered_message.subject IS 'Indicator it is about; NULL for incidents';
COMMENT ON COLUMN undelivered_message.alerts IS 'How many alerts it holds';
COMMENT ON COLUMN undelivered_message.composed_at IS 'Since when it waits';
COMMENT ON COLUMN undelivered_message.state IS 'never tried, tried again (and will be), dead (given up)';
COMMENT ON COLUMN undelivered_message.attempts IS 'How often it was tried';
COMMENT ON COLUMN undelivered_message.last_attempt_at IS 'When it was last tried';
COMMENT ON COLUMN undelivered_message.last_answer IS 'What the channel answered then; never its address';
COMMENT ON COLUMN undelivered_message.rest_until IS 'Until when the channel asked to be left alone';
