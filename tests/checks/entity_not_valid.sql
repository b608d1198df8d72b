-- loosen: WHERE r.family = 'ranking' => WHERE r.family = 'none'
-- An article of December 2025 about 2024 speaks of old provinces; the digital index of 2024 has a table of the new ones too.
INSERT INTO core.observation BY NAME FROM said('bad', entity := 'lao-cai~2025', period := '2022', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-old', entity := 'yen-bai', period := '2026', value := 20);
INSERT INTO core.observation BY NAME FROM said('bad-field', entity := 'yen-bai', period := '2024', value := 20, rank_of := 34);
INSERT INTO core.observation BY NAME FROM said('bad-new-field', entity := 'lao-cai~2025', period := '2025', value := 20, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('bad-month', subject := 'QD766', entity := 'lao-cai~2025', period := '2025-05', value := 20);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'yen-bai', period := '2024', value := 20, rank_of := 63, published := DATE '2025-12-01');
INSERT INTO core.observation BY NAME FROM said('good-digital', subject := 'DTI', entity := 'da-nang~2025', period := '2024', value := 17, rank_of := 34);
INSERT INTO core.observation BY NAME FROM said('good-same', entity := 'ha-noi', period := '2025', value := 17, rank_of := 34);
INSERT INTO core.observation BY NAME FROM said('good-hue', subject := 'DTI', entity := 'hue', period := '2024', value := 3, rank_of := 63);
