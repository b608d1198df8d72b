-- A note can be of one period of a line; NULL: of all of them.
ALTER TABLE core.stale_line ADD COLUMN period VARCHAR;
