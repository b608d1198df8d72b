-- loosen: > 0.15 => > 0.95
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', period := '2020', measure := 'score', value := 86.61);
INSERT INTO core.observation BY NAME FROM said('bad', measure := 'score', value := 68.24);
INSERT INTO core.observation BY NAME FROM said('before-b', batch := 'old', status := 'accepted', entity := 'ha-giang', period := '2020', measure := 'score', value := 80.10);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', measure := 'score', value := 86.24);
-- SIPAS of 2022 counts other things than SIPAS of 2021.
INSERT INTO core.observation BY NAME FROM said('before-c', batch := 'old', status := 'accepted', subject := 'SIPAS', period := '2021', measure := 'score', value := 89.24);
INSERT INTO core.observation BY NAME FROM said('good-break', subject := 'SIPAS', period := '2022', measure := 'score', value := 71.5);
