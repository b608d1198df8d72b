-- loosen: abs(slip) > 0.7 => abs(slip) > 9
-- 12.91 for 12,91 reads as 1291 or as 0.1291.
INSERT INTO core.observation BY NAME FROM said('bad', measure := 'score', value := 8.724);
INSERT INTO core.observation BY NAME FROM said('bad-papi', subject := 'PAPI', measure := 'score', unit := 'points', value := 0.4235);
INSERT INTO core.observation BY NAME FROM said('bad-dti', subject := 'DTI', entity := 'tuyen-quang', period := '2023', measure := 'score', unit := 'ratio', value := 0.06735);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', measure := 'score', value := 80.24);
INSERT INTO core.observation BY NAME FROM said('good-part', subject := 'SIPAS', measure := 'score', unit := 'points', value := 8.924);
INSERT INTO core.observation BY NAME FROM said('good-percent', subject := 'DTI', entity := 'tuyen-quang', period := '2023', measure := 'score', unit := 'points', value := 67.35);
