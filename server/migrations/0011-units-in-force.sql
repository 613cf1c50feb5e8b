-- What becomes of a unit that is in force: changes that its office approves, units below it, its end.

ALTER TABLE units
  DROP CONSTRAINT units_state_check,
  ADD CONSTRAINT units_state_check
    CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'suspended', 'merged', 'closed')),
  -- 主管单位 counts once it has said so.
  ADD parent_state text NOT NULL DEFAULT 'none' CHECK (parent_state IN ('none', 'asked', 'accepted'));
UPDATE units SET parent_state = 'accepted' WHERE parent_id IS NOT NULL;
ALTER TABLE units
  ADD CHECK ((parent_state = 'none') = (parent_id IS NULL)),
  ADD CHECK (parent_id <> id);

DROP INDEX units_code;
CREATE UNIQUE INDEX units_code ON units (code) WHERE state IN ('submitted', 'returned', 'approved', 'suspended');
DROP INDEX units_parent;
CREATE INDEX units_parent ON units (parent_id, name_pinyin, id) WHERE parent_id IS NOT NULL;
CREATE INDEX units_merged ON units (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- 单位管理: each way of looking, within each level of region, is one range in the order of the page.
CREATE INDEX units_province_name ON units (province_code, name, id) WHERE state <> 'draft';
CREATE INDEX units_province_pinyin ON units (province_code, name_pinyin, id) WHERE state <> 'draft';
CREATE INDEX units_province_initials ON units (province_code, name_initials, id) WHERE state <> 'draft';
CREATE INDEX units_province_code ON units (province_code, code, id) WHERE state <> 'draft';
CREATE INDEX units_city_name ON units (city_code, name, id) WHERE state <> 'draft';
CREATE INDEX units_city_pinyin ON units (city_code, name_pinyin, id) WHERE state <> 'draft';
CREATE INDEX units_city_initials ON units (city_code, name_initials, id) WHERE state <> 'draft';
CREATE INDEX units_city_code ON units (city_code, code, id) WHERE state <> 'draft';
CREATE INDEX units_county_name ON units (county_code, name, id) WHERE state <> 'draft';
CREATE INDEX units_county_pinyin ON units (county_code, name_pinyin, id) WHERE state <> 'draft';
CREATE INDEX units_county_initials ON units (county_code, name_initials, id) WHERE state <> 'draft';
CREATE INDEX units_county_code ON units (county_code, code, id) WHERE state <> 'draft';

-- 办理经过 of a unit: who did what, when and why.
CREATE TABLE unit_events (
  id          uuid PRIMARY KEY,
  unit_id     uuid NOT NULL REFERENCES units,
  at          timestamptz NOT NULL,
  act         text NOT NULL,
  by_name     text NOT NULL,
  office_name text,
  reason      text,
  about       text             -- what it was before, whom it concerns
);
CREATE INDEX unit_events_unit ON unit_events (unit_id, at DESC, id DESC);
INSERT INTO unit_events (id, unit_id, at, act, by_name)
  SELECT gen_random_uuid(), id, submitted_at, 'submit', '' FROM units WHERE submitted_at IS NOT NULL
  UNION ALL
  SELECT gen_random_uuid(), id, approved_at, 'approve', '' FROM units WHERE approved_at IS NOT NULL;

-- 变更申请: name, code, nature and region of a unit in force change when its office agrees.
CREATE TABLE unit_changes (
  id              uuid PRIMARY KEY,
  unit_id         uuid NOT NULL REFERENCES units,
  state           text NOT NULL CHECK (state IN ('requested', 'approved', 'refused', 'withdrawn')),
  version         integer NOT NULL DEFAULT 1,
  former          jsonb NOT NULL,
  wanted          jsonb NOT NULL,
  reason          text NOT NULL,
  province_code   text COLLATE "C" NOT NULL,   -- where the unit stood when it asked
  city_code       text COLLATE "C",
  county_code     text COLLATE "C",
  created_at      timestamptz NOT NULL,
  created_by      uuid NOT NULL REFERENCES accounts,
  decided_at      timestamptz,
  decided_by      uuid REFERENCES accounts,
  decision_reason text,
  CHECK ((state = 'requested') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX unit_changes_one ON unit_changes (unit_id) WHERE state = 'requested';
CREATE INDEX unit_changes_unit ON unit_changes (unit_id, id DESC);
CREATE INDEX unit_changes_province ON unit_changes (province_code, created_at, id) WHERE state = 'requested';
CREATE INDEX unit_changes_city ON unit_changes (city_code, created_at, id) WHERE state = 'requested';
CREATE INDEX unit_changes_county ON unit_changes (county_code, created_at, id) WHERE state = 'requested';

-- Scans for what is asked or decided: a place, then its file, then the record that it belongs to.
CREATE TABLE unit_papers (
  id         uuid PRIMARY KEY,
  unit_id    uuid NOT NULL REFERENCES units,
  purpose    text NOT NULL CHECK (purpose IN ('change', 'handover', 'accreditation')),
  record_id  uuid,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  file_id    uuid REFERENCES files,
  account_id uuid NOT NULL REFERENCES accounts,
  created_at timestamptz NOT NULL,
  CHECK (record_id IS NULL OR file_id IS NOT NULL)
);
CREATE INDEX unit_papers_record ON unit_papers (record_id) WHERE record_id IS NOT NULL;
CREATE INDEX unit_papers_loose ON unit_papers (created_at) WHERE record_id IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON unit_changes, unit_papers TO xueshi_app;
GRANT SELECT, INSERT ON unit_events TO xueshi_app;
