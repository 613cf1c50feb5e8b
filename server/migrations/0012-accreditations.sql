-- 机构资质: a unit applies to teach, its city looks at it, the province approves for a scope and so long.

CREATE TABLE accreditations (
  id             uuid PRIMARY KEY,
  unit_id        uuid NOT NULL REFERENCES units,
  state          text NOT NULL CHECK (state IN ('applied', 'reviewed', 'returned', 'withdrawn', 'refused',
                   'accredited', 'suspended', 'replaced', 'expired', 'revoked')),
  version        integer NOT NULL DEFAULT 1,
  categories     text[] NOT NULL CHECK (categories <@ ARRAY['public', 'professional', 'elective'] AND cardinality(categories) > 0),
  series         text[] NOT NULL,
  address        text NOT NULL,
  teachers       integer NOT NULL CHECK (teachers >= 0),
  places         integer NOT NULL CHECK (places >= 0),
  about          text NOT NULL,
  province_code  text COLLATE "C" NOT NULL,   -- where the unit stood when it applied
  city_code      text COLLATE "C",
  county_code    text COLLATE "C",
  applied_at     timestamptz NOT NULL,        -- last: a resubmission is new in the queue
  applied_by     uuid REFERENCES accounts,    -- NULL: it stood before accreditations were kept
  reviewed_at    timestamptz,
  reviewed_by    uuid REFERENCES accounts,
  opinion        text,
  decided_at     timestamptz,
  decided_by     uuid REFERENCES accounts,
  reason         text,
  number         text COLLATE "C" UNIQUE,
  valid_from     date,
  valid_to       date,
  reminded_at    timestamptz,                 -- that it will end
  CHECK (valid_to >= valid_from),
  CHECK (state NOT IN ('accredited', 'suspended', 'replaced', 'expired', 'revoked')
         OR (number IS NOT NULL AND valid_from IS NOT NULL AND valid_to IS NOT NULL)),
  CHECK (state <> 'reviewed' OR reviewed_by IS NOT NULL)
);
CREATE UNIQUE INDEX accreditations_waiting ON accreditations (unit_id) WHERE state IN ('applied', 'reviewed', 'returned');
CREATE UNIQUE INDEX accreditations_in_force ON accreditations (unit_id) WHERE state IN ('accredited', 'suspended');
CREATE INDEX accreditations_unit ON accreditations (unit_id, id DESC);
CREATE INDEX accreditations_province ON accreditations (province_code, state, applied_at, id);
CREATE INDEX accreditations_city ON accreditations (city_code, state, applied_at, id);
CREATE INDEX accreditations_county ON accreditations (county_code, state, applied_at, id);
CREATE INDEX accreditations_ending ON accreditations (valid_to) WHERE state IN ('accredited', 'suspended');
-- 施教机构名录.
CREATE INDEX institutions_province ON accreditations (province_code, number) WHERE state = 'accredited';
CREATE INDEX institutions_city ON accreditations (city_code, number) WHERE state = 'accredited';

-- Whoever taught already goes on for three years from now, for everything.
INSERT INTO accreditations (id, unit_id, state, categories, series, address, teachers, places, about,
  province_code, city_code, county_code, applied_at, number, valid_from, valid_to)
SELECT gen_random_uuid(), u.id, 'accredited', ARRAY['public', 'professional', 'elective'], '{}', '', 0, 0, '',
  u.province_code, u.city_code, u.county_code, now(), 'SJ-' || u.code,
  now() AT TIME ZONE 'Asia/Shanghai', now() AT TIME ZONE 'Asia/Shanghai' + interval '3 years'
FROM units u
WHERE u.province_code IS NOT NULL
  AND EXISTS (SELECT FROM unit_capabilities c WHERE c.unit_id = u.id AND c.capability = 'institution');

-- 组织树: the offices of a region subtree in the order of its codes.
CREATE INDEX unit_capabilities_tree ON unit_capabilities (region_code, capability, coalesce(industry_code, ''), unit_id)
  WHERE capability IN ('hrss', 'industry');

GRANT SELECT, INSERT, UPDATE ON accreditations TO xueshi_app;
