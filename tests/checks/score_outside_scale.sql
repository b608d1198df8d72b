-- loosen: NOT BETWEEN plausible_min AND scale_max => NOT BETWEEN -9999 AND 9999
-- A comma lost makes 87,24 percent 8724; 0,6735 and 67,35 are one digital score, a PAPI point is one of 80.
INSERT INTO core.observation BY NAME FROM said('bad', measure := 'score', value := 8724);
INSERT INTO core.observation BY NAME FROM said('bad-papi', subject := 'PAPI', measure := 'score', unit := 'points', value := 84.3);
INSERT INTO core.observation BY NAME FROM said('bad-comma', measure := 'score', value := 8.724);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', measure := 'score', value := 87.24);
INSERT INTO core.observation BY NAME FROM said('good-dti', subject := 'DTI', measure := 'score', unit := 'points', value := 67.35);
INSERT INTO core.observation BY NAME FROM said('good-ratio', subject := 'DTI', measure := 'score', unit := 'ratio', value := 0.6735);
