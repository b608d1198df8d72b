-- loosen: value AS DOUBLE) <> => value AS DOUBLE) < 0 * 
INSERT INTO core.observation BY NAME FROM said('bad', family := 'counter', subject := 'business_regulations_cut', entity := 'viet-nam', measure := 'count', unit := 'regulations', value := 1.758);
INSERT INTO core.observation BY NAME FROM said('good', family := 'counter', subject := 'business_regulations_cut', entity := 'viet-nam', measure := 'count', unit := 'regulations', value := 1758);
INSERT INTO core.observation BY NAME FROM said('good-share', family := 'counter', subject := 'dossiers_on_time', entity := 'viet-nam', measure := 'share', unit := 'percent', value := 96.9);
