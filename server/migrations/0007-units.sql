-- Units that register themselves, what their HR&SS office makes of it, and who asks to join one.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE units
  DROP CONSTRAINT units_state_check,
  ADD CONSTRAINT units_state_check
    CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'merged', 'closed')),
  ADD submitted_at  timestamptz,
  ADD return_reason text,
  ADD decided_by    uuid REFERENCES accounts;
UPDATE units SET submitted_at = created_at WHERE state IN ('submitted', 'returned');
ALTER TABLE units
  ADD CHECK (state NOT IN ('submitted', 'returned') OR submitted_at IS NOT NULL);

-- The queue of an office is one range of the index of its level.
CREATE INDEX units_waiting_province ON units (province_code, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX units_waiting_city ON units (city_code, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX units_waiting_county ON units (county_code, submitted_at, id) WHERE state = 'submitted';
-- Live codes are unique; the office that looks for twins also asks for those that are over.
CREATE INDEX units_code_over ON units (code) WHERE state IN ('merged', 'closed');
-- Units come seldom and are asked for often, so nothing waits to be put into this index.
CREATE INDEX units_similar ON units USING gin (name gin_trgm_ops) WITH (fastupdate = off) WHERE state IN ('submitted', 'approved');

-- The scan of a unit's licence: a place once it is asked for, with its file once the bytes are here.
CREATE TABLE unit_licences (
  id         uuid PRIMARY KEY,
  unit_id    uuid NOT NULL REFERENCES units,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  file_id    uuid REFERENCES files,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX unit_licences_one ON unit_licences (unit_id) WHERE file_id IS NOT NULL;
CREATE INDEX unit_licences_unit ON unit_licences (unit_id);

-- 加入申请: one at a time for a person and a unit.
CREATE TABLE unit_joins (
  id         uuid PRIMARY KEY,
  unit_id    uuid NOT NULL REFERENCES units,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  state      text NOT NULL CHECK (state IN ('applied', 'accepted', 'refused')),
  version    integer NOT NULL DEFAULT 1,
  reason     text,
  created_at timestamptz NOT NULL,
  decided_at timestamptz,
  decided_by uuid REFERENCES accounts,
  CHECK ((state = 'applied') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX unit_joins_once ON unit_joins (account_id, unit_id) WHERE state = 'applied';
CREATE INDEX unit_joins_waiting ON unit_joins (unit_id, id) WHERE state = 'applied';

GRANT SELECT, INSERT, UPDATE, DELETE ON unit_licences, unit_joins TO xueshi_app;
