-- Classes: what was approved, when they meet, how many places they have.

CREATE TABLE classes (
  id                 uuid PRIMARY KEY,
  institution_id     uuid NOT NULL REFERENCES units,
  course_id          uuid NOT NULL,             -- filed; what it says stands below, as it stood
  state              text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'accepting', 'paused', 'closed',
    'running', 'assessing', 'finished', 'cancelled')),
  version            integer NOT NULL DEFAULT 1,
  course_name        text NOT NULL,
  category           text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  series             text,                      -- the course's; null: every series
  year               integer NOT NULL,
  hours_tenths       integer NOT NULL CHECK (hours_tenths > 0),
  name               text NOT NULL,
  organisation       text NOT NULL CHECK (organisation IN ('online', 'faceToFace', 'mixed')),
  days               integer NOT NULL CHECK (days > 0),
  starts_on          date NOT NULL,
  ends_on            date NOT NULL,
  starts_at          timestamptz NOT NULL,      -- sign-in opens for the first session: then it starts
  head_teacher       text NOT NULL,
  teacher            text NOT NULL,
  exam               text NOT NULL CHECK (exam IN ('computer', 'written', 'practical', 'assessment', 'exempt')),
  place              text NOT NULL,
  fee                text NOT NULL,
  contact_name       text NOT NULL,
  contact_phone      text NOT NULL,
  sign_up_from       timestamptz NOT NULL,
  sign_up_to         timestamptz NOT NULL,
  confirmation       text NOT NULL CHECK (confirmation IN ('first', 'hand', 'draw')),
  promotes           boolean NOT NULL,          -- a freed place goes to the next who waits
  admits_series      text[] NOT NULL,           -- empty: all
  admits_levels      text[] NOT NULL,
  admits_region      text COLLATE "C",
  units_only         boolean NOT NULL,
  attendance_percent integer NOT NULL CHECK (attendance_percent BETWEEN 0 AND 100),
  pass_mark          integer NOT NULL CHECK (pass_mark BETWEEN 0 AND 100),
  late_minutes       integer NOT NULL CHECK (late_minutes >= 0),
  city_code          text COLLATE "C",          -- where the institution is, for those who look near them
  county_code        text COLLATE "C",
  office             text CHECK (office IN ('industry', 'hrss')),
  office_unit_id     uuid REFERENCES units,
  reason             text,                      -- of the last return, or of its end
  created_at         timestamptz NOT NULL,
  updated_at         timestamptz NOT NULL,
  submitted_at       timestamptz,
  started_at         timestamptz,
  finished_at        timestamptz,
  reminded_at        timestamptz,
  CHECK (ends_on >= starts_on),
  CHECK (sign_up_to > sign_up_from AND sign_up_to <= starts_at),
  CHECK (num_nonnulls(office, office_unit_id, submitted_at) IN (0, 3)),
  CHECK (state = 'draft' OR submitted_at IS NOT NULL),
  CHECK ((state = 'finished') = (finished_at IS NOT NULL)),
  CHECK (state NOT IN ('running', 'assessing', 'finished') OR started_at IS NOT NULL)
);
CREATE INDEX classes_institution ON classes (institution_id, id DESC);
CREATE INDEX classes_waiting ON classes (office_unit_id, office, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX classes_office ON classes (office_unit_id, office, submitted_at DESC, id DESC)
  WHERE state NOT IN ('draft', 'submitted');
-- Who looks for a class sees one state, the soonest first.
CREATE INDEX classes_soonest ON classes (state, starts_on, id);
-- What comes due by itself.
CREATE INDEX classes_opening ON classes (sign_up_from) WHERE state = 'approved';
CREATE INDEX classes_closing ON classes (sign_up_to) WHERE state IN ('accepting', 'paused');
CREATE INDEX classes_starting ON classes (starts_at) WHERE state IN ('accepting', 'paused', 'closed');

-- The row that is locked whenever somebody applies, gets or gives up a place: narrow, for it is written each time.
CREATE TABLE class_places (
  class_id        uuid PRIMARY KEY REFERENCES classes ON DELETE CASCADE,
  plan_count      integer NOT NULL CHECK (plan_count > 0),
  applied_count   integer NOT NULL DEFAULT 0,   -- all who want a place or have one; shown, never decided by
  confirmed_count integer NOT NULL DEFAULT 0,
  last_number     integer NOT NULL DEFAULT 0,   -- 报名序号 given out last
  last_rank       integer NOT NULL DEFAULT 0,   -- the end of the order in which places are given out
  CHECK (confirmed_count BETWEEN 0 AND plan_count),
  CHECK (applied_count >= confirmed_count)
) WITH (fillfactor = 40);

-- Units that may apply alone, or for which places are kept.
CREATE TABLE class_units (
  class_id   uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  unit_id    uuid NOT NULL REFERENCES units,
  kept_count integer NOT NULL CHECK (kept_count >= 0),
  PRIMARY KEY (class_id, unit_id)
);

-- 科目 as the course had them; a credit names its line.
CREATE TABLE class_subjects (
  class_id     uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  position     integer NOT NULL CHECK (position > 0),
  name         text NOT NULL,
  hours_tenths integer NOT NULL CHECK (hours_tenths > 0),
  PRIMARY KEY (class_id, position)
);

CREATE TABLE class_sessions (
  id        uuid PRIMARY KEY,
  class_id  uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  starts_at timestamptz NOT NULL,
  ends_at   timestamptz NOT NULL,
  online    boolean NOT NULL,
  place     text,                               -- null: where the class is
  subject   integer,
  teacher   text,
  CHECK (ends_at > starts_at)
);
CREATE INDEX class_sessions_class ON class_sessions (class_id, starts_at, id);

CREATE TABLE class_events (
  class_id    uuid NOT NULL REFERENCES classes ON DELETE CASCADE,
  id          uuid NOT NULL,
  at          timestamptz NOT NULL,
  act         text NOT NULL CHECK (act IN ('create', 'submit', 'withdraw', 'approve', 'return', 'open', 'pause', 'resume', 'close',
    'reopen', 'draw', 'resize', 'promotion', 'change', 'start', 'assess', 'continue', 'finish', 'cancel', 'message')),
  by_name     text NOT NULL,
  office_name text,
  reason      text,
  PRIMARY KEY (class_id, id)
);

-- A draw is promised by the hash of its seed as the class opens, and held once.
CREATE TABLE class_draws (
  class_id   uuid PRIMARY KEY REFERENCES classes ON DELETE CASCADE,
  seed       text NOT NULL,
  commitment text NOT NULL,
  drawn_at   timestamptz,
  plan_count integer,
  outcome    jsonb,                             -- [[number, placed, kept]] in the drawn order
  CHECK (num_nonnulls(drawn_at, plan_count, outcome) IN (0, 3))
);

GRANT SELECT, INSERT, UPDATE, DELETE ON classes, class_places, class_units, class_subjects, class_sessions, class_events,
  class_draws TO xueshi_app;
