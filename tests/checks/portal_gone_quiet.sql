-- loosen: > 21 => > 999
INSERT INTO core.batch BY NAME FROM ran('new', portal := 'bad-north', seen := TIMESTAMPTZ '2022-09-01 01:00:00Z');
INSERT INTO core.article BY NAME FROM wrote('old-news', portal := 'bad-north', published := DATE '2022-06-01');
