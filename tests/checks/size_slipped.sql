-- loosen: > 0.9 => > 9
-- loosen: BETWEEN 2.5 AND 3.5 => BETWEEN 9 AND 10
-- A thousand is lost or won in the words of size; payments grew sixteenfold in a year, and a week holds less than a year.
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'documents', value := 3500000);
INSERT INTO core.observation BY NAME FROM said('bad-thousand', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'documents', value := 3500);
INSERT INTO core.observation BY NAME FROM said('before-vnd', batch := 'old', status := 'accepted', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2021', measure := 'amount', unit := 'VND', value := 2400000000000);
INSERT INTO core.observation BY NAME FROM said('bad-vnd', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2022', measure := 'amount', unit := 'VND', value := 2800000000);
INSERT INTO core.observation BY NAME FROM said('good-growth', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2023', measure := 'amount', unit := 'VND', value := 38000000000000);
INSERT INTO core.observation BY NAME FROM said('good-week', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022-09-12', measure := 'count', unit := 'documents', value := 3500);
