-- Alerts that nobody is told, because a person silenced their subject, entity or portal until a day that is still to come.
CREATE VIEW silenced_alert AS
SELECT DISTINCT alert.alert, silence.until, silence.reason, silence.created_by
FROM core.alert AS alert
JOIN core.silence AS silence
  ON silence.until >= current_date
 AND (silence.subject IS NULL OR silence.subject = alert.subject)
 AND (silence.entity IS NULL OR silence.entity = alert.entity)
 AND (silence.portal IS NULL OR silence.portal = coalesce(alert.portal, alert.incident_where));
COMMENT ON VIEW silenced_alert IS 'Alerts held back by a silence that has not ended';
COMMENT ON COLUMN silenced_alert.alert IS 'Key of the alert';
COMMENT ON COLUMN silenced_alert.until IS 'Last day of the silence';
COMMENT ON COLUMN silenced_alert.reason IS 'Why a person silenced it';
COMMENT ON COLUMN silenced_alert.created_by IS 'Who silenced it';
