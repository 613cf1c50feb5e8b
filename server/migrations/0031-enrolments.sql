-- Who applied for a class and what came of it; who was there, and how they did.

CREATE TABLE enrolments (
  id           uuid PRIMARY KEY,
  class_id     uuid NOT NULL REFERENCES classes,
  person_id    uuid NOT NULL REFERENCES people,
  state        text NOT NULL CHECK (state IN ('applied', 'confirmed', 'waitlisted', 'refused', 'withdrawn', 'completed', 'failed')),
  version      integer NOT NULL DEFAULT 1,
  number       integer NOT NULL,                -- 报名序号, in the order of applications
  rank         integer NOT NULL,                -- the order in which places are given out
  unit_id      uuid NOT NULL REFERENCES units,  -- employer, series and level as they applied
  series       text NOT NULL,
  title_level  text NOT NULL CHECK (title_level IN ('none', 'senior', 'associateSenior', 'intermediate', 'assistant', 'junior')),
  nominated_by uuid REFERENCES units,
  reason       text,                            -- of the last decision that had one
  applied_at   timestamptz NOT NULL,
  decided_at   timestamptz,
  never_came   boolean,                         -- known once the class is over
  UNIQUE (class_id, number)
);
-- Whoever has withdrawn may apply again, behind all others.
CREATE UNIQUE INDEX enrolments_once ON enrolments (class_id, person_id) WHERE state <> 'withdrawn';
CREATE INDEX enrolments_person ON enrolments (person_id, id DESC);
CREATE INDEX enrolments_order ON enrolments (class_id, state, rank, id);
CREATE INDEX enrolments_places ON enrolments (class_id, unit_id) WHERE state = 'confirmed';
CREATE INDEX enrolments_nominated ON enrolments (nominated_by, id DESC) WHERE nominated_by IS NOT NULL;

CREATE TABLE enrolment_events (
  enrolment_id uuid NOT NULL REFERENCES enrolments ON DELETE CASCADE,
  id           uuid NOT NULL,
  at           timestamptz NOT NULL,
  act          text NOT NULL CHECK (act IN ('apply', 'nominate', 'withdraw', 'confirm', 'wait', 'refuse', 'reconsider', 'promote', 'draw',
    'displace', 'lapse', 'complete', 'fail', 'acknowledge', 'revoke', 'cancel')),
  by_name      text NOT NULL,
  reason       text,
  PRIMARY KEY (enrolment_id, id)
);

CREATE TABLE attendance (
  session_id   uuid NOT NULL REFERENCES class_sessions,
  enrolment_id uuid NOT NULL REFERENCES enrolments,
  mark         text NOT NULL CHECK (mark IN ('present', 'late', 'absent', 'leave')),
  source       text NOT NULL CHECK (source IN ('qr', 'list', 'sheet')),
  at           timestamptz NOT NULL,
  by_id        uuid REFERENCES accounts,
  PRIMARY KEY (session_id, enrolment_id)
);
CREATE INDEX attendance_enrolment ON attendance (enrolment_id);

CREATE TABLE results (
  enrolment_id uuid NOT NULL REFERENCES enrolments,
  attempt      integer NOT NULL CHECK (attempt BETWEEN 1 AND 2),
  score        integer CHECK (score BETWEEN 0 AND 100),
  passed       boolean NOT NULL,
  at           timestamptz NOT NULL,
  by_id        uuid REFERENCES accounts,
  PRIMARY KEY (enrolment_id, attempt)
);

CREATE TABLE evaluations (
  enrolment_id uuid PRIMARY KEY REFERENCES enrolments,
  class_id     uuid NOT NULL REFERENCES classes,
  content      integer NOT NULL CHECK (content BETWEEN 1 AND 5),
  teaching     integer NOT NULL CHECK (teaching BETWEEN 1 AND 5),
  organisation integer NOT NULL CHECK (organisation BETWEEN 1 AND 5),
  comment      text,
  at           timestamptz NOT NULL
);
CREATE INDEX evaluations_class ON evaluations (class_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON enrolments, enrolment_events, attendance, results, evaluations TO xueshi_app;
