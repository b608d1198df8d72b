-- What this copy is; the newest row is the copy that is open.
CREATE OR REPLACE VIEW publication AS
SELECT generation, published_at, code_version, articles, observations, quarantined, checks_red
FROM core.publication ORDER BY generation DESC;
COMMENT ON VIEW publication IS 'One published copy; the newest row is the copy at hand, unless the writer''s file is open';
COMMENT ON COLUMN publication.generation IS 'Name of the copy: its moment in UTC';
COMMENT ON COLUMN publication.published_at IS 'When it was published';
COMMENT ON COLUMN publication.code_version IS 'Version of parwatch that published it';
COMMENT ON COLUMN publication.articles IS 'Article versions in it';
COMMENT ON COLUMN publication.observations IS 'Printed figures in it, in any status';
COMMENT ON COLUMN publication.quarantined IS 'Those that wait for a person';
COMMENT ON COLUMN publication.checks_red IS 'Checks that keep at least one of them waiting';
