-- loosen: NOT same_figure( => false AND NOT same_figure(
INSERT INTO core.observation BY NAME FROM said('bad', value := 21, quote_start := 0);
INSERT INTO core.observation BY NAME FROM said('bad-other', value := 12, quote_start := 900);
INSERT INTO core.observation BY NAME FROM said('good', measure := 'score', value := 87.24);
INSERT INTO core.observation BY NAME FROM said('good-rounded', measure := 'score', value := 87.2, quote_start := 900);
INSERT INTO core.observation BY NAME FROM said('good-63', subject := 'DTI', entity := 'ha-noi', period := '2020', value := 2, rank_of := 63);
INSERT INTO core.observation BY NAME FROM said('good-34', subject := 'DTI', entity := 'ha-noi', period := '2020', value := 3, rank_of := 34);
