-- loosen: articles < 0.5 * pages => articles < 0
INSERT INTO core.batch BY NAME FROM ran('new', portal := 'bad-wall');
INSERT INTO core.fetch BY NAME FROM asked('1', portal := 'bad-wall');
INSERT INTO core.fetch BY NAME FROM asked('2', portal := 'bad-wall', gave := 'layout_changed');
INSERT INTO core.fetch BY NAME FROM asked('3', portal := 'bad-wall', gave := 'layout_changed');
INSERT INTO core.fetch BY NAME FROM asked('4', portal := 'bad-wall', gave := 'no_article');
INSERT INTO core.fetch BY NAME FROM asked('5');
INSERT INTO core.fetch BY NAME FROM asked('6');
INSERT INTO core.fetch BY NAME FROM asked('7');
INSERT INTO core.fetch BY NAME FROM asked('8', gave := 'layout_changed');
