-- loosen: NOT BETWEEN p.articles_per_week_low AND p.articles_per_week_high => NOT BETWEEN -1 AND 9999
INSERT INTO core.portal BY NAME FROM heads('bad-few', low := 2, high := 5);
INSERT INTO core.portal BY NAME FROM heads('bad-many', low := 0, high := 1);
INSERT INTO core.portal BY NAME FROM heads('good-some', low := 1, high := 2);
INSERT INTO core.batch BY NAME FROM ran('old', portal := 'bad-few', seen := TIMESTAMPTZ '2022-01-01 01:00:00Z');
INSERT INTO core.batch BY NAME FROM ran('old', portal := 'bad-many', seen := TIMESTAMPTZ '2022-01-01 01:00:00Z');
INSERT INTO core.batch BY NAME FROM ran('old', portal := 'good-some', seen := TIMESTAMPTZ '2022-01-01 01:00:00Z');
INSERT INTO core.batch BY NAME FROM ran('new', portal := 'bad-few');
INSERT INTO core.batch BY NAME FROM ran('new', portal := 'bad-many');
INSERT INTO core.batch BY NAME FROM ran('new', portal := 'good-some');
INSERT INTO core.article BY NAME FROM wrote('a', portal := 'bad-few');
INSERT INTO core.article BY NAME FROM wrote('b', portal := 'bad-many');
INSERT INTO core.article BY NAME FROM wrote('c', portal := 'bad-many');
INSERT INTO core.article BY NAME FROM wrote('d', portal := 'good-some');
