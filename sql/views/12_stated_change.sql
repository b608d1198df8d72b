-- Changes as texts print them, one row each: "tăng 03 bậc", "gấp 2,8 lần so với năm 2021".
CREATE OR REPLACE VIEW stated_change AS
SELECT o.observation, o.batch, o.portal, o.status, o.subject, o.entity, o.period, o.measure, o.value, o.unit,
       change.change.amount AS amount, change.change.unit AS amount_unit, change.change.versus AS versus,
       CASE
           WHEN o.value IS NULL THEN NULL
           WHEN change.change.unit = 'ranks' THEN o.value + change.change.amount
           WHEN change.change.unit = o.unit THEN o.value - change.change.amount
           WHEN change.change.unit = 'factor' AND change.change.amount > 0 THEN o.value / change.change.amount
           WHEN change.change.unit = 'percent' AND change.change.amount > -100
               THEN o.value / (1 + change.change.amount / 100)
       END AS implied_value,
       o.quote, a.url, a.published, o.article
FROM core.observation AS o
CROSS JOIN unnest(o.changes) AS change(change)
JOIN core.article AS a ON a.article = o.article;
COMMENT ON VIEW stated_change IS 'One change that a text prints beside a figure, of figures in any status';
COMMENT ON COLUMN stated_change.observation IS 'Key of the observation that carries the change';
COMMENT ON COLUMN stated_change.batch IS 'Batch that brought it';
COMMENT ON COLUMN stated_change.portal IS 'Portal that printed it';
COMMENT ON COLUMN stated_change.status IS 'new, accepted, quarantined or rejected';
COMMENT ON COLUMN stated_change.subject IS 'Indicator or counter';
COMMENT ON COLUMN stated_change.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN stated_change.period IS 'Time the figure is about; NULL where the text gives none';
COMMENT ON COLUMN stated_change.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN stated_change.value IS 'The figure as printed; NULL where only the change is printed';
COMMENT ON COLUMN stated_change.unit IS 'Unit of the figure as printed';
COMMENT ON COLUMN stated_change.amount IS 'The change; of ranks, positive is better';
COMMENT ON COLUMN stated_change.amount_unit IS 'ranks, percent, points, ratio, factor or count';
COMMENT ON COLUMN stated_change.versus IS 'Period it is compared with, as the text says; NULL where it names none';
COMMENT ON COLUMN stated_change.implied_value IS 'Earlier figure that follows: the rank plus the places won, the value less the gain, or divided by the factor';
COMMENT ON COLUMN stated_change.quote IS 'The sentence';
COMMENT ON COLUMN stated_change.url IS 'Page that prints it';
COMMENT ON COLUMN stated_change.published IS 'Day of the article';
COMMENT ON COLUMN stated_change.article IS 'Key of the article version';
