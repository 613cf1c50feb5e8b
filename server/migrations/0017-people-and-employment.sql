-- Photos, further titles and degrees; transfers between units; a unit's departments; finding people.

-- What the profile holds beside the title and the degree in force, and what the unit wrote at fields.
ALTER TABLE profiles
  ADD other_titles  jsonb NOT NULL DEFAULT '[]',
  ADD other_degrees jsonb NOT NULL DEFAULT '[]',
  ADD wanted_unit   text COLLATE "C",   -- a unit that has not registered yet, by its name
  ADD photo_id      uuid,
  ADD return_fields jsonb NOT NULL DEFAULT '{}';
CREATE INDEX profiles_wanted ON profiles (wanted_unit) WHERE state = 'draft' AND wanted_unit IS NOT NULL;

-- A place for a photo once it is asked for, with its file once it was written anew.
CREATE TABLE photos (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  file_id    uuid REFERENCES files,
  created_at timestamptz NOT NULL
);
CREATE INDEX photos_account ON photos (account_id);
CREATE INDEX photos_created ON photos (created_at);
ALTER TABLE profiles ADD FOREIGN KEY (photo_id) REFERENCES photos;
CREATE INDEX profiles_photo ON profiles (photo_id) WHERE photo_id IS NOT NULL;

-- 内设部门.
CREATE TABLE departments (
  id         uuid PRIMARY KEY,
  unit_id    uuid NOT NULL REFERENCES units,
  name       text COLLATE "C" NOT NULL,
  version    integer NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX departments_name ON departments (unit_id, name);

ALTER TABLE employments
  DROP CONSTRAINT employments_state_check,
  ADD CONSTRAINT employments_state_check
    CHECK (state IN ('applied', 'accepted', 'confirmed', 'refused', 'withdrawn', 'ended')),
  ADD pending_policy text CHECK (pending_policy IN ('follow', 'finish')),
  ADD department_id  uuid REFERENCES departments,
  ADD started_on     date,
  ADD ended_on       date,
  ADD end_reason     text CHECK (end_reason IN ('left', 'retired', 'moved', 'other')),
  ADD reason         text,                -- why it was refused
  ADD decided_by     uuid REFERENCES accounts,
  ADD CHECK ((state = 'ended') = (end_reason IS NOT NULL));
-- One unit has a person at a time, as employer or as host; part-time work stands beside it.
DROP INDEX employments_main;
CREATE UNIQUE INDEX employments_main ON employments (person_id) WHERE state = 'confirmed' AND kind IN ('main', 'hosted');
DROP INDEX employments_application;
CREATE UNIQUE INDEX employments_application ON employments (person_id)
  WHERE state IN ('applied', 'accepted') AND kind IN ('main', 'hosted');
CREATE UNIQUE INDEX employments_part_time ON employments (person_id, unit_id)
  WHERE state IN ('applied', 'confirmed') AND kind = 'partTime';
DROP INDEX employments_unit;
CREATE INDEX employments_unit ON employments (unit_id, person_id) WHERE state IN ('applied', 'accepted', 'confirmed');
CREATE INDEX employments_part_time_waiting ON employments (unit_id, applied_at, id) WHERE state = 'applied' AND kind = 'partTime';
CREATE INDEX employments_department ON employments (department_id) WHERE department_id IS NOT NULL;

-- 工作单位变更: the former unit's time to object, and what became of it.
CREATE TABLE transfers (
  id                 uuid PRIMARY KEY,
  person_id          uuid NOT NULL REFERENCES people ON DELETE CASCADE,
  from_employment_id uuid NOT NULL REFERENCES employments ON DELETE CASCADE,
  to_employment_id   uuid NOT NULL UNIQUE REFERENCES employments ON DELETE CASCADE,
  from_unit_id       uuid NOT NULL REFERENCES units,
  state              text NOT NULL CHECK (state IN ('waiting', 'objected', 'released', 'upheld', 'cancelled')),
  version            integer NOT NULL DEFAULT 1,
  due_on             date NOT NULL,       -- the last day to object
  objection          text,
  objected_at        timestamptz,
  objected_by        uuid REFERENCES accounts,
  office_unit_id     uuid REFERENCES units,
  decide_due_on      date,                -- the last day to decide
  decision           text,
  decided_at         timestamptz,
  decided_by         uuid REFERENCES accounts,
  created_at         timestamptz NOT NULL,
  CHECK (state NOT IN ('objected', 'upheld') OR (objection IS NOT NULL AND decide_due_on IS NOT NULL))
);
-- One transfer of an employment is under way at a time.
CREATE UNIQUE INDEX transfers_under_way ON transfers (from_employment_id) WHERE state IN ('waiting', 'objected', 'released');
CREATE INDEX transfers_former ON transfers (from_unit_id, due_on, id) WHERE state = 'waiting';
CREATE INDEX transfers_office ON transfers (office_unit_id, decide_due_on, id) WHERE state = 'objected';
CREATE INDEX transfers_due ON transfers (due_on, id) WHERE state = 'waiting';
CREATE INDEX transfers_decide_due ON transfers (decide_due_on, id) WHERE state = 'objected';

-- The unit that has the person now, kept with every change of employment, so that a unit's people are
-- one range of an index in the order of their names.
ALTER TABLE people ADD unit_id uuid REFERENCES units;
UPDATE people SET unit_id = (
  SELECT e.unit_id FROM employments e
  WHERE e.person_id = people.id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted'));
CREATE INDEX people_unit ON people (unit_id, name_pinyin, id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_name ON people (name, id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_pinyin ON people (name_pinyin, id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_initials ON people (name_initials, id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_tail ON people (number_tail, id) WHERE unit_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON photos, departments, transfers TO xueshi_app;
