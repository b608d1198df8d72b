-- loosen: p.score < 0.9 * s.lowest => p.score < 0
-- loosen: < 0.5 * => < 0 *
-- Ha Giang was 40th with 41.2 points the year before; 21 percent is no satisfaction that was ever measured.
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', subject := 'PGI', entity := 'ha-giang', period := '2022', value := 40, article := 'old-page');
INSERT INTO core.observation BY NAME FROM said('before-s', batch := 'old', status := 'accepted', subject := 'PGI', entity := 'ha-giang', period := '2022', measure := 'score', unit := 'points', value := 14.2, article := 'old-page');
INSERT INTO core.observation BY NAME FROM said('bad-rank', subject := 'PGI', entity := 'ha-giang', period := '2023', value := 15);
INSERT INTO core.observation BY NAME FROM said('bad-score', subject := 'PGI', entity := 'ha-giang', period := '2023', measure := 'score', unit := 'points', value := 38);
INSERT INTO core.observation BY NAME FROM said('bad-sipas', subject := 'SIPAS', value := 62);
INSERT INTO core.observation BY NAME FROM said('bad-sipas-score', subject := 'SIPAS', measure := 'score', value := 21);
INSERT INTO core.observation BY NAME FROM said('good-rank', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44);
INSERT INTO core.observation BY NAME FROM said('good-score', subject := 'PAPI', entity := 'kien-giang', period := '2023', measure := 'score', unit := 'points', value := 41);
