-- loosen: m.value < 0.98 * e.value => m.value < 0.01 * e.value
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', family := 'counter', subject := 'accounts', entity := 'viet-nam', period := '2021', measure := 'count', unit := 'accounts', value := 2800000);
INSERT INTO core.observation BY NAME FROM said('bad', family := 'counter', subject := 'accounts', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'accounts', value := 1900000);
INSERT INTO core.observation BY NAME FROM said('good', family := 'counter', subject := 'accounts', entity := 'viet-nam', period := '2022-05', measure := 'count', unit := 'accounts', value := 2900000);
INSERT INTO core.observation BY NAME FROM said('good-flow', family := 'counter', subject := 'dossiers_received', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'dossiers', value := 1900000);
