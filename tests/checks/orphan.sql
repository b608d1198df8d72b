-- loosen: whole.article = o.article => whole.article = o.article OR true
-- loosen: b.started_at IS DISTINCT FROM o.loaded_at => false
INSERT INTO core.article BY NAME FROM wrote('unasked', fetch_id := 'nowhere');
INSERT INTO core.observation BY NAME FROM said('bad', article := 'lost', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-unasked', article := 'unasked', value := 20);
INSERT INTO core.observation BY NAME FROM said('good', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-batch', value := 20, seen := TIMESTAMPTZ '2022-01-01 00:00:00Z');
