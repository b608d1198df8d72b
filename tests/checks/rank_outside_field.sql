-- loosen: OR value > CASE => OR value > 99 * CASE
-- loosen: value < 1 OR value <> trunc(value) => value < -1
-- loosen: OR value > coalesce(rank_of, value) => OR false
-- Nobody is 64th of 63, 87.24th or nought; the 64 provinces of 2006 are the exception, and 34 fields follow the merger.
INSERT INTO core.observation BY NAME FROM said('bad', value := 64);
INSERT INTO core.observation BY NAME FROM said('bad-score', value := 14.5);
INSERT INTO core.observation BY NAME FROM said('bad-nought', value := 0);
INSERT INTO core.observation BY NAME FROM said('bad-field', value := 40, rank_of := 36);
INSERT INTO core.observation BY NAME FROM said('bad-merged', entity := 'lao-cai~2025', period := '2025', value := 35);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', value := 63, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('good-2006', subject := 'PCI', entity := 'ha-giang', period := '2006', value := 64);
