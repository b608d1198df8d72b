-- loosen: rank_of <> ranked => rank_of < 0
-- loosen: map = '34' AND rank_of > 34 => false
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'PAPI', value := 29, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('bad-map', entity := 'lao-cai~2025', period := '2025', value := 5, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('good', subject := 'PAPI', entity := 'ha-giang', value := 30, rank_of := 60);
INSERT INTO core.observation BY NAME FROM said('good-unsaid', subject := 'PAPI', entity := 'ha-giang', value := 30);
