-- 失信: what authorities enter and decide, and what its subjects are held back from meanwhile.

CREATE TABLE restrictions (
  id         uuid PRIMARY KEY,
  kind       text NOT NULL CHECK (kind IN ('suspendYear', 'noPublishing')),
  person_id  uuid REFERENCES people ON DELETE CASCADE,
  unit_id    uuid REFERENCES units,
  year       integer,
  -- Days of Asia/Shanghai; the last one belongs to it. Lifted ends it before.
  from_on    date NOT NULL,
  to_on      date,
  lifted_at  timestamptz,
  source_id  uuid NOT NULL,   -- what asked for it, and is undone with it
  created_at timestamptz NOT NULL,
  CHECK (num_nonnulls(person_id, unit_id) = 1),
  CHECK ((kind = 'suspendYear') = (person_id IS NOT NULL AND year IS NOT NULL)),
  CHECK ((kind = 'noPublishing') = (unit_id IS NOT NULL)),
  CHECK (to_on >= from_on)
);
CREATE INDEX restrictions_person ON restrictions (person_id, year) WHERE lifted_at IS NULL AND person_id IS NOT NULL;
CREATE INDEX restrictions_unit ON restrictions (unit_id) WHERE lifted_at IS NULL AND unit_id IS NOT NULL;
CREATE INDEX restrictions_source ON restrictions (source_id);

CREATE TABLE cases (
  id              uuid PRIMARY KEY,
  state           text NOT NULL CHECK (state IN ('draft', 'proposed', 'inForce', 'dismissed', 'withdrawn', 'expired')),
  version         integer NOT NULL DEFAULT 1,
  subject_kind    text NOT NULL CHECK (subject_kind IN ('person', 'unit', 'institution')),
  person_id       uuid REFERENCES people ON DELETE CASCADE,
  unit_id         uuid REFERENCES units,
  subject_name    text COLLATE "C" NOT NULL,   -- as it was when it was entered
  subject_detail  text NOT NULL,
  kind            text NOT NULL,
  facts           text NOT NULL,
  suspended_years integer[] NOT NULL,
  no_publishing   boolean NOT NULL,
  ends_on         date,
  reason          text,
  -- The office that entered it, and where and for which trade it stands: frozen, for those above it.
  office_unit_id  uuid NOT NULL REFERENCES units,
  office_name     text NOT NULL,
  industry_code   text,
  province_code   text COLLATE "C" NOT NULL,
  city_code       text COLLATE "C",
  county_code     text COLLATE "C",
  proposer_id     uuid NOT NULL REFERENCES accounts,
  operator_name   text NOT NULL,
  created_at      timestamptz NOT NULL,
  acted_at        timestamptz NOT NULL,
  CHECK (num_nonnulls(person_id, unit_id) = 1),
  CHECK ((subject_kind = 'person') = (person_id IS NOT NULL)),
  CHECK (cardinality(suspended_years) = 0 OR subject_kind = 'person'),
  CHECK (NOT no_publishing OR subject_kind = 'institution')
);
CREATE INDEX cases_person ON cases (person_id, id DESC) WHERE person_id IS NOT NULL;
CREATE INDEX cases_unit ON cases (unit_id, id DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX cases_office ON cases (office_unit_id, id DESC);
CREATE INDEX cases_province ON cases (province_code, id DESC);
CREATE INDEX cases_city ON cases (city_code, id DESC) WHERE city_code IS NOT NULL;
CREATE INDEX cases_county ON cases (county_code, id DESC) WHERE county_code IS NOT NULL;
CREATE INDEX cases_ending ON cases (ends_on, id) WHERE state = 'inForce' AND ends_on IS NOT NULL;

CREATE TABLE case_events (
  id          uuid PRIMARY KEY,
  case_id     uuid NOT NULL REFERENCES cases ON DELETE CASCADE,
  at          timestamptz NOT NULL,
  act         text NOT NULL CHECK (act IN ('create', 'propose', 'return', 'confirm', 'dismiss', 'withdraw', 'expire')),
  by_name     text NOT NULL,
  office_name text NOT NULL,
  reason      text
);
CREATE INDEX case_events_case ON case_events (case_id, id);

CREATE TABLE case_files (
  id         uuid PRIMARY KEY,
  case_id    uuid NOT NULL REFERENCES cases ON DELETE CASCADE,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0 AND size_bytes <= 20971520),
  file_id    uuid REFERENCES files,
  created_at timestamptz NOT NULL
);
CREATE INDEX case_files_case ON case_files (case_id, id);
CREATE INDEX case_files_file ON case_files (file_id) WHERE file_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON restrictions, cases, case_events, case_files TO xueshi_app;
