-- Hours of past years that a person misses may wait in an import.
ALTER TABLE hour_claims DROP CONSTRAINT hour_claims_source_check;
ALTER TABLE hour_claims ADD CONSTRAINT hour_claims_source_check CHECK (source IN ('class', 'declaration', 'platform', 'import'));
CREATE INDEX legacy_people_holder ON legacy_people (account_id);
