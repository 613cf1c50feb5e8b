-- Courses as they are planned for a year, what they consist of, and what became of them.

CREATE TABLE courses (
  id             uuid PRIMARY KEY,
  unit_id        uuid NOT NULL REFERENCES units,   -- the organiser
  state          text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'filed', 'published', 'closed')),
  version        integer NOT NULL DEFAULT 1,
  year           integer NOT NULL,
  name           text NOT NULL,
  category       text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  series         text,                             -- null: every series
  levels         text[] NOT NULL,                  -- empty: every level
  audience       text,
  summary        text,
  shared         boolean NOT NULL,                 -- other institutions may hold classes of it
  total_tenths   integer NOT NULL CHECK (total_tenths > 0),
  number         text COLLATE "C" UNIQUE,          -- 备案编号
  office         text CHECK (office IN ('industry', 'hrss')),
  office_unit_id uuid REFERENCES units,
  submitted_at   timestamptz,
  submitted_by   uuid REFERENCES accounts,
  filed_at       timestamptz,
  published_at   timestamptz,
  reason         text,                             -- of the last return or stop
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  CHECK (category <> 'professional' OR series IS NOT NULL),
  CHECK (num_nonnulls(office, office_unit_id, submitted_at, submitted_by) IN (0, 4)),
  CHECK (state = 'draft' OR submitted_at IS NOT NULL),
  CHECK ((state IN ('filed', 'published', 'closed')) = (number IS NOT NULL AND filed_at IS NOT NULL)),
  CHECK (state <> 'published' OR published_at IS NOT NULL)
);
-- A second press, a second import, a second copy: the same name of a year once.
CREATE UNIQUE INDEX courses_once ON courses (unit_id, year, name);
CREATE INDEX courses_unit ON courses (unit_id, year DESC, id DESC);
CREATE INDEX courses_waiting ON courses (office_unit_id, office, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX courses_office ON courses (office_unit_id, office, submitted_at DESC, id DESC) WHERE state <> 'draft';
CREATE INDEX courses_catalogue ON courses (year, published_at DESC, id DESC) WHERE state = 'published';

-- 科目. They change only while the course may be edited, so classes and credits may name them.
CREATE TABLE course_subjects (
  id           uuid PRIMARY KEY,
  course_id    uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
  position     integer NOT NULL,
  name         text NOT NULL,
  hours_tenths integer NOT NULL CHECK (hours_tenths > 0),
  teachers     text,
  UNIQUE (course_id, position)
);

CREATE TABLE course_events (
  id          uuid PRIMARY KEY,
  course_id   uuid NOT NULL REFERENCES courses ON DELETE CASCADE,
  at          timestamptz NOT NULL,
  act         text NOT NULL CHECK (act IN ('create', 'submit', 'withdraw', 'return', 'file', 'publish', 'close', 'stop')),
  by_name     text NOT NULL,
  office_name text,
  reason      text
);
CREATE INDEX course_events_course ON course_events (course_id, id);

GRANT SELECT, INSERT, UPDATE, DELETE ON courses, course_subjects, course_events TO xueshi_app;
