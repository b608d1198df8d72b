-- loosen: copies > 1 => copies > 2
INSERT INTO core.observation BY NAME FROM said('bad', value := 21);
INSERT INTO core.observation BY NAME FROM said('bad', value := 21);
INSERT INTO core.observation BY NAME FROM said('good', value := 21);
