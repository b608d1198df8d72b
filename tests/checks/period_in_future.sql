-- loosen: > observed => > observed + INTERVAL 99 YEAR

INSERT INTO core.observation BY NAME FROM said('bad', period := '2036', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-month', subject := 'QD766', period := '2022-07', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-undated', period := '2023', value := 20, published := NULL);
INSERT INTO core.observation BY NAME FROM said('good', period := '2021', value := 20);
INSERT INTO core.observation BY NAME FROM said('good-month', subject := 'QD766', period := '2022-06', value := 20);
INSERT INTO core.observation BY NAME FROM said('good-months', family := 'counter', subject := 'accounts', period := '2022-9M', measure := 'count', unit := 'accounts', value := 20);
