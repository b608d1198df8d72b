-- loosen: > coalesce(m.p95, 34) => > 64
-- Half of the provinces move nine places in PAPI, one in twenty more than 34.
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', subject := 'PCI', period := '2021', value := 12);
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'PCI', period := '2022', value := 41);
INSERT INTO core.observation BY NAME FROM said('before-b', batch := 'old', status := 'accepted', subject := 'PCI', entity := 'bac-giang', period := '2021', value := 12);
INSERT INTO core.observation BY NAME FROM said('good', subject := 'PCI', entity := 'bac-giang', period := '2022', value := 40);
-- A new method or an edition left out: nothing to compare with.
INSERT INTO core.observation BY NAME FROM said('before-c', batch := 'old', status := 'accepted', subject := 'SIPAS', entity := 'ha-giang', period := '2021', value := 2);
INSERT INTO core.observation BY NAME FROM said('good-break', subject := 'SIPAS', entity := 'ha-giang', period := '2022', value := 60);
INSERT INTO core.observation BY NAME FROM said('good-gap', subject := 'SIPAS', entity := 'ha-giang', period := '2024', value := 3);
