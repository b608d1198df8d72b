-- loosen: o.value <> c.expect => o.value < 0
INSERT INTO core.correction VALUES ('SIPAS', 'yen-bai', '2021', 'rank', 'https://north.example/page', 12, 21, 'digits swapped', 'An', DATE '2022-07-01');
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'SIPAS', value := 22);
INSERT INTO core.observation BY NAME FROM said('good', subject := 'SIPAS', value := 12);
