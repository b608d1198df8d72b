-- Everything that was said of one figure: the value that won first, with the rule that chose it, then the others.
-- $entity, $subject, $period; each row keeps its sentence and the bytes it was read from.
SELECT c.measure, c.value, c.unit, c.rank_of,
       f.value IS NOT NULL AND same_figure(f.value, f.step, c.value,
           coalesce(c.table_step, printed_step(c.unscaled_value, c.measure) * c.coarseness)) AS holds, f.why, f.sources,
       c.kind, c.authority_level, c.correction, CASE WHEN c.correction IS NOT NULL THEN r.value END AS printed_value,
       c.portal, c.url, c.published, c.quote, r.before_quote, r.after_quote, r.title, r.layout, r.relation, r.fetched_at,
       r.archive_file, r.archive_offset, r.page_sha256, r.code_version, f.table_source
FROM candidate AS c
LEFT JOIN figure AS f USING (subject, entity, period, table_version, measure, unit)
-- Named again for receipts, so that the bodies of all other articles stay unread.
LEFT JOIN figure_receipt AS r
  ON r.observation = c.observation AND r.entity = $entity AND r.subject = $subject AND r.period = $period
WHERE c.entity = $entity AND c.subject = $subject AND c.period = $period
ORDER BY c.measure, holds DESC, c.authority_level, c.published, c.url;
