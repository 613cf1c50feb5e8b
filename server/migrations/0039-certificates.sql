-- Certificates as an office looks for them, and as they follow one another.

ALTER TABLE certificates
  ADD series      text,
  ADD unit_id     uuid REFERENCES units,          -- the employer of that year
  ADD city_code   text COLLATE "C",               -- where it stood then
  ADD county_code text COLLATE "C",
  ADD name        text COLLATE "C",               -- as printed
  ADD edition     integer NOT NULL DEFAULT 1 CHECK (edition > 0),
  ADD replaces    uuid UNIQUE REFERENCES certificates,
  ADD CHECK ((edition = 1) = (replaces IS NULL));
UPDATE certificates c
SET series = y.series, unit_id = y.unit_id, city_code = u.city_code, county_code = u.county_code, name = c.facts ->> 'name'
FROM years y LEFT JOIN units u ON u.id = y.unit_id
WHERE y.person_id = c.person_id AND y.year = c.year;
ALTER TABLE certificates
  ALTER series SET NOT NULL,
  ALTER name SET NOT NULL;

-- An office asks for a year of its region, an employer for its own, both for a name; newest first.
CREATE INDEX certificates_year ON certificates (year, id DESC);
CREATE INDEX certificates_city ON certificates (city_code, year, id DESC) WHERE city_code IS NOT NULL;
CREATE INDEX certificates_county ON certificates (county_code, year, id DESC) WHERE county_code IS NOT NULL;
CREATE INDEX certificates_unit ON certificates (unit_id, year, id DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX certificates_name ON certificates (name, id DESC);
-- Those of a list of states that are no longer in force; their numbers lie side by side.
CREATE INDEX certificates_ended ON certificates (number) WHERE state <> 'valid';

-- How often each was verified on a day, and by which way. Counted in memory, added in batches.
CREATE TABLE certificate_looks (
  certificate_id uuid NOT NULL REFERENCES certificates,
  day            date NOT NULL,
  way            text NOT NULL CHECK (way IN ('code', 'number', 'file', 'credential')),
  count          integer NOT NULL CHECK (count > 0),
  PRIMARY KEY (certificate_id, day, way)
);

GRANT SELECT, INSERT, UPDATE ON certificate_looks TO xueshi_app;
REVOKE DELETE ON certificates, certificate_numbers FROM xueshi_app;
