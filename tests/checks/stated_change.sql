-- loosen: NOT c.is_true_of_some => false
-- Kiên Giang was 53rd in 2022 and 57th in 2021; a change may be true of any earlier edition. Hà Giang's base is unknown.
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44,
    changes := [{'amount': 5, 'unit': 'ranks', 'versus': '2022'}]);
INSERT INTO core.observation BY NAME FROM said('bad-score', subject := 'PAPI', entity := 'son-la', period := '2024',
    measure := 'score', unit := 'points', value := 43.8876, changes := [{'amount': 1.4291, 'unit': 'points', 'versus': '2023'}]);
INSERT INTO core.observation BY NAME FROM said('good', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44,
    changes := [{'amount': 9, 'unit': 'ranks', 'versus': '2022'}, {'amount': 13, 'unit': 'ranks', 'versus': '2021'}]);
INSERT INTO core.observation BY NAME FROM said('good-base', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44,
    changes := [{'amount': 13, 'unit': 'ranks', 'versus': NULL}]);
INSERT INTO core.observation BY NAME FROM said('good-unknown', subject := 'SIPAS', entity := 'ha-giang', value := 30,
    changes := [{'amount': 30, 'unit': 'ranks', 'versus': '2020'}]);
INSERT INTO core.observation BY NAME FROM said('bad-base', subject := 'PAPI', entity := 'kien-giang', period := '2023', value := 44,
    changes := [{'amount': 31, 'unit': 'ranks', 'versus': NULL}]);
