-- loosen: <> o.quote => IS NULL
INSERT INTO core.article BY NAME FROM wrote('đọc', body := 'Tỉnh Yên Bái xếp thứ 21/63.');
INSERT INTO core.observation BY NAME FROM said('bad', article := 'đọc', value := 21, quote := 'xếp thứ 21/63', quote_start := 14);
INSERT INTO core.observation BY NAME FROM said('good', article := 'đọc', value := 21, quote := 'xếp thứ 21/63', quote_start := 13);
