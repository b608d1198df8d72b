-- What alerts and their delivery learnt to hold since.
ALTER TABLE core.alert ADD COLUMN is_back BOOLEAN;          -- the edition had this rank before it was revised away from it
ALTER TABLE core.delivery ADD COLUMN rest_until TIMESTAMPTZ; -- until when the channel asked to be left alone
