-- loosen: NOT IN ('percent', 'points', 'ratio') => IN ('?')
-- loosen: AND NOT list_contains(units, unit) => AND unit = '?'
INSERT INTO core.observation BY NAME FROM said('before-1', batch := 'old', status := 'accepted', family := 'counter', subject := 'online_payment_amount', period := '2019', measure := 'amount', unit := 'VND', value := 100);
INSERT INTO core.observation BY NAME FROM said('before-2', batch := 'old', status := 'accepted', family := 'counter', subject := 'online_payment_amount', period := '2020', measure := 'amount', unit := 'VND', value := 110);
INSERT INTO core.observation BY NAME FROM said('before-3', batch := 'old', status := 'accepted', family := 'counter', subject := 'online_payment_amount', period := '2021', measure := 'amount', unit := 'VND', value := 120);
INSERT INTO core.observation BY NAME FROM said('bad', family := 'counter', subject := 'online_payment_amount', period := '2022', measure := 'amount', unit := 'USD', value := 130);
INSERT INTO core.observation BY NAME FROM said('bad-score', measure := 'score', unit := 'VND', value := 87);
INSERT INTO core.observation BY NAME FROM said('good', family := 'counter', subject := 'online_payment_amount', period := '2022', measure := 'amount', unit := 'VND', value := 130);
INSERT INTO core.observation BY NAME FROM said('good-new', family := 'counter', subject := 'systems_connected', period := '2022', measure := 'count', unit := 'systems', value := 5);
