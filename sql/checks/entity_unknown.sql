-- severity: error
-- why: a figure of nobody we know can be shown to nobody
-- do: if it is a province or ministry, add its name to the reference files and replay; else reject
SELECT o.observation, o.portal, o.entity, o.entity_printed, o.subject, o.period, o.value, o.quote
FROM scoped() AS o
ANTI JOIN core.entity AS e ON e.entity = o.entity;
