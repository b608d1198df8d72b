-- Words shared by views, checks and people at a prompt.
CREATE MACRO fold(text) AS lower(translate(strip_accents(text), 'đĐ', 'dD'));
COMMENT ON MACRO fold IS 'Lower case without tone and vowel marks, đ as d: fold(name) = ''da nang'' finds Đà Nẵng';

CREATE MACRO in_scope(batch) AS getvariable('batches') IS NULL OR list_contains(getvariable('batches'), batch);
COMMENT ON MACRO in_scope IS 'True of every batch, or of those in the variable `batches` where that is set';
