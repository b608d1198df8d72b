-- loosen: unit <> scale_unit => unit = '?'
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'DTI', measure := 'score', unit := 'points', value := 67.35);
INSERT INTO core.observation BY NAME FROM said('bad-part', subject := 'SIPAS', measure := 'score', unit := 'points', value := 9.12);
INSERT INTO core.observation BY NAME FROM said('bad-papi', subject := 'PAPI', measure := 'score', unit := 'percent', value := 50.77);
INSERT INTO core.observation BY NAME FROM said('good', measure := 'score', unit := 'points', value := 87.24);
INSERT INTO core.observation BY NAME FROM said('good-dti', subject := 'DTI', entity := 'ha-giang', measure := 'score', unit := 'ratio', value := 0.6735);
