-- What an indicator has never fallen below: a score under it was misread or misprinted.
ALTER TABLE core.indicator ADD COLUMN plausible_min DECIMAL(18, 4);
