-- loosen: against >= 3 => against >= 99
-- Swapped, PAPI's 41st with 44 points stays inside both scales; 35 provinces of that edition stand against it.
INSERT INTO core.observation BY NAME FROM said('bad-rank', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 41);
INSERT INTO core.observation BY NAME FROM said('bad-score', subject := 'PAPI', entity := 'kien-giang', period := '2023', measure := 'score', unit := 'points', value := 44);
INSERT INTO core.observation BY NAME FROM said('good-rank', subject := 'PAPI', entity := 'son-la', period := '2024', value := 25);
INSERT INTO core.observation BY NAME FROM said('good-score', subject := 'PAPI', entity := 'son-la', period := '2024', measure := 'score', unit := 'points', value := 43.8876);
-- One place beside the truth, and a slip that leaves the order as it was.
INSERT INTO core.observation BY NAME FROM said('good-beside', subject := 'PAPI', entity := 'tien-giang', period := '2018', value := 56);
INSERT INTO core.observation BY NAME FROM said('good-beside-score', subject := 'PAPI', entity := 'tien-giang', period := '2018', measure := 'score', unit := 'points', value := 42.1);
INSERT INTO core.observation BY NAME FROM said('good-slip', subject := 'PAPI', entity := 'quang-ninh', period := '2020', value := 1);
INSERT INTO core.observation BY NAME FROM said('good-slip-score', subject := 'PAPI', entity := 'quang-ninh', period := '2020', measure := 'score', unit := 'points', value := 48.881);
