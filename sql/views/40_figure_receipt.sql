-- The chain from a figure to the bytes it was read from. FROM figure JOIN figure_receipt USING (observation) gives the receipt
-- of what holds; the other rows are those of figures that lost, wait or were rejected.
CREATE OR REPLACE VIEW figure_receipt AS
SELECT o.observation, o.status, o.subject, o.entity, e.name AS entity_name, o.period, o.basis, o.measure, o.value, o.unit,
       o.rank_of, o.bound, o.kind, o.quote,
       a.body[greatest(o.quote_start - 159, 1):o.quote_start] AS before_quote,
       a.body[o.quote_end + 1:o.quote_end + 160] AS after_quote,
       o.quote_start, o.quote_end,
       a.article, a.title, a.author, a.published, a.layout, a.copies, a.article_group, a.relation, a.flags,
       a.code_version, a.portal, a.url, f.final_url, f.fetch_id, f.fetched_at, f.status AS http_status,
       f.body_sha256 AS page_sha256, f.body_bytes AS page_bytes, f.archive_file, f.archive_offset, o.batch, o.loaded_at
FROM core.observation AS o
JOIN core.article AS a ON a.article = o.article
LEFT JOIN core.fetch AS f ON f.fetch_id = a.fetch_id AND f.batch = a.batch
LEFT JOIN core.entity AS e ON e.entity = o.entity;
COMMENT ON VIEW figure_receipt IS 'One printed figure, in any status, with its sentence, article, request and place in the archive';
COMMENT ON COLUMN figure_receipt.observation IS 'Key of the observation';
COMMENT ON COLUMN figure_receipt.status IS 'new, accepted, quarantined or rejected';
COMMENT ON COLUMN figure_receipt.subject IS 'Indicator or counter';
COMMENT ON COLUMN figure_receipt.entity IS 'Id of the province, ministry or country';
COMMENT ON COLUMN figure_receipt.entity_name IS 'Its name';
COMMENT ON COLUMN figure_receipt.period IS 'Time the figure is about; NULL where the text gives none';
COMMENT ON COLUMN figure_receipt.basis IS 'How the period was known: stated, inherited, relative, article_day, unknown';
COMMENT ON COLUMN figure_receipt.measure IS 'rank, score, count, amount, share';
COMMENT ON COLUMN figure_receipt.value IS 'Value as printed';
COMMENT ON COLUMN figure_receipt.unit IS 'Unit as printed';
COMMENT ON COLUMN figure_receipt.rank_of IS 'Size of the field as printed';
COMMENT ON COLUMN figure_receipt.bound IS 'exact, more_than, less_than, nearly, about';
COMMENT ON COLUMN figure_receipt.kind IS 'stated, or implied by a stated figure and its change';
COMMENT ON COLUMN figure_receipt.quote IS 'The sentence, exactly as the article''s body has it';
COMMENT ON COLUMN figure_receipt.before_quote IS 'Up to 160 characters of the body before the quote';
COMMENT ON COLUMN figure_receipt.after_quote IS 'Up to 160 characters of the body behind the quote';
COMMENT ON COLUMN figure_receipt.quote_start IS 'First character of the quote in the body, counted from 0';
COMMENT ON COLUMN figure_receipt.quote_end IS 'First character behind the quote, counted from 0';
COMMENT ON COLUMN figure_receipt.article IS 'Key of the article version';
COMMENT ON COLUMN figure_receipt.title IS 'Its title';
COMMENT ON COLUMN figure_receipt.author IS 'Its author, where printed';
COMMENT ON COLUMN figure_receipt.published IS 'Its day';
COMMENT ON COLUMN figure_receipt.layout IS 'Page design that was read: portal@day, text, or fallback';
COMMENT ON COLUMN figure_receipt.copies IS 'How often the page printed the body';
COMMENT ON COLUMN figure_receipt.article_group IS 'The article that this one is a copy, excerpt or revision of, or itself';
COMMENT ON COLUMN figure_receipt.relation IS 'original, copy, excerpt or revision within its group';
COMMENT ON COLUMN figure_receipt.flags IS 'What a person should see about the page';
COMMENT ON COLUMN figure_receipt.code_version IS 'Version of parwatch that read the page';
COMMENT ON COLUMN figure_receipt.portal IS 'Portal of the page';
COMMENT ON COLUMN figure_receipt.url IS 'Address of the page';
COMMENT ON COLUMN figure_receipt.final_url IS 'Address that answered, after redirects';
COMMENT ON COLUMN figure_receipt.fetch_id IS 'Key of the request';
COMMENT ON COLUMN figure_receipt.fetched_at IS 'When the bytes came';
COMMENT ON COLUMN figure_receipt.http_status IS 'Status of the answer';
COMMENT ON COLUMN figure_receipt.page_sha256 IS 'SHA-256 of the page''s bytes, as they lie in the archive';
COMMENT ON COLUMN figure_receipt.page_bytes IS 'How many bytes';
COMMENT ON COLUMN figure_receipt.archive_file IS 'WARC file, relative to the archive';
COMMENT ON COLUMN figure_receipt.archive_offset IS 'Byte at which its record begins';
COMMENT ON COLUMN figure_receipt.batch IS 'Batch that brought the figure';
COMMENT ON COLUMN figure_receipt.loaded_at IS 'When that batch began: the moment we learnt the figure';
