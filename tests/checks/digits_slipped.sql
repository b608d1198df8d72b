-- loosen: abs(slip) > 0.8 => abs(slip) > 9
-- 12.91 for 12,91 reads as 1291 or as 0.1291; a thousand is lost or won in the words of size.
INSERT INTO core.observation BY NAME FROM said('bad', measure := 'score', value := 8.724);
INSERT INTO core.observation BY NAME FROM said('bad-papi', subject := 'PAPI', measure := 'score', unit := 'points', value := 0.4235);
INSERT INTO core.observation BY NAME FROM said('bad-dti', subject := 'DTI', entity := 'tuyen-quang', period := '2023', measure := 'score', unit := 'ratio', value := 0.06735);
INSERT INTO core.observation BY NAME FROM said('before', batch := 'old', status := 'accepted', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'documents', value := 3500000);
INSERT INTO core.observation BY NAME FROM said('bad-thousand', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022', measure := 'count', unit := 'documents', value := 3500);
INSERT INTO core.observation BY NAME FROM said('before-vnd', batch := 'old', status := 'accepted', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2021', measure := 'amount', unit := 'VND', value := 2400000000000);
INSERT INTO core.observation BY NAME FROM said('bad-vnd', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2022', measure := 'amount', unit := 'VND', value := 2800000000);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', measure := 'score', value := 80.24);
INSERT INTO core.observation BY NAME FROM said('good-part', subject := 'SIPAS', measure := 'score', unit := 'points', value := 8.924);
INSERT INTO core.observation BY NAME FROM said('good-percent', subject := 'DTI', entity := 'tuyen-quang', period := '2023', measure := 'score', unit := 'points', value := 67.35);
-- Payments grew sixteenfold in a year, and a week holds less than a year.
INSERT INTO core.observation BY NAME FROM said('good-growth', family := 'counter', subject := 'online_payment_amount', entity := 'viet-nam', period := '2023', measure := 'amount', unit := 'VND', value := 38000000000000);
INSERT INTO core.observation BY NAME FROM said('good-week', family := 'counter', subject := 'edocuments_exchanged', entity := 'viet-nam', period := '2022-09-12', measure := 'count', unit := 'documents', value := 3500);
