-- loosen: - 31 => - 9999
-- PAPI 2023 was announced on 2024-04-02; of the reform index of 2015 only the months of announcement are known.
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'PAPI', period := '2023', value := 20, published := DATE '2024-02-01');
INSERT INTO core.observation BY NAME FROM said('bad-year', period := '2015', value := 20, published := DATE '2015-12-01');
INSERT INTO core.observation BY NAME FROM said('good', subject := 'PAPI', entity := 'ha-giang', period := '2023', value := 20, published := DATE '2024-04-02');
INSERT INTO core.observation BY NAME FROM said('good-unknown', subject := 'DTI', period := '2023', value := 20, published := DATE '2024-03-01');
INSERT INTO core.observation BY NAME FROM said('good-continuous', subject := 'QD766', period := '2022-05', value := 20);
