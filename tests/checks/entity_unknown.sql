-- loosen: e.entity = o.entity => e.entity = o.entity OR true
INSERT INTO core.observation BY NAME FROM said('bad', entity := 'tinh-khong-co', value := 21);
INSERT INTO core.observation BY NAME FROM said('good', entity := 'ha-giang', value := 22);
