-- loosen: ELSE NOT same_figure( => ELSE false AND NOT same_figure(
-- Tiền Giang was 57th of 61 in 2018; Yên Bái's 42.3542 of 2021 may be printed as 42.35.
INSERT INTO core.observation BY NAME FROM said('bad', subject := 'PAPI', entity := 'tien-giang', period := '2018', value := 56, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('bad-score', subject := 'PAPI', entity := 'quang-ninh', period := '2020', measure := 'score', unit := 'points', value := 48.881);
INSERT INTO core.observation BY NAME FROM said('good', subject := 'PAPI', value := 29, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('good-score', subject := 'PAPI', measure := 'score', unit := 'points', value := 42.35);
