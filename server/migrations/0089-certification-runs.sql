-- 年度认证 as it went: what a run certified, whom it passed over and why, and whether it was taken back. It stays
-- when its task is swept.

CREATE TABLE certification_runs (
  id           uuid PRIMARY KEY,               -- that of its task
  unit_id      uuid NOT NULL REFERENCES units, -- the HR&SS office
  year         integer NOT NULL,
  series       text,
  state        text NOT NULL CHECK (state IN ('standing', 'undone')),
  version      integer NOT NULL DEFAULT 1,
  is_recorded  boolean NOT NULL,               -- false: from before people were kept, so that nothing can be taken back
  counts       jsonb NOT NULL,
  by_name      text NOT NULL,
  created_at   timestamptz NOT NULL,
  undo_task_id uuid,
  undo_reason  text,
  undone_by    text,
  undone_at    timestamptz,
  CHECK ((state = 'undone') = (undo_task_id IS NOT NULL AND undo_reason IS NOT NULL AND undone_by IS NOT NULL
    AND undone_at IS NOT NULL))
);
CREATE INDEX certification_runs_unit ON certification_runs (unit_id, id DESC);

INSERT INTO certification_runs (id, unit_id, year, series, state, is_recorded, counts, by_name, created_at)
SELECT id, unit_id, (request ->> 'year')::int, request ->> 'series', 'standing', false, counts, by_name, created_at
FROM tasks WHERE kind = 'years.certify' AND unit_id IS NOT NULL;

-- Everybody whom a run looked at, once. Who did not meet the rules is not among them: that is the state of the year.
CREATE TABLE certification_outcomes (
  run_id         uuid NOT NULL REFERENCES certification_runs,
  person_id      uuid NOT NULL REFERENCES people,
  outcome        text NOT NULL CHECK (outcome IN ('certified', 'closed', 'held', 'moved', 'outdated')),
  certificate_id uuid REFERENCES certificates,
  kept_rules     boolean,                      -- whether the year kept its rules before the run
  undo           text CHECK (undo IN ('uncertified', 'ended', 'own')),
  PRIMARY KEY (run_id, person_id),
  CHECK ((outcome = 'certified') = (certificate_id IS NOT NULL)),
  CHECK ((outcome = 'certified') = (kept_rules IS NOT NULL)),
  CHECK (outcome = 'certified' OR undo IS NULL)
);
CREATE INDEX certification_outcomes_kind ON certification_outcomes (run_id, outcome, person_id);

-- Whom no run looks at: the years that do not meet their rules or are held back, read in the order of people.
CREATE INDEX years_not_certified ON years (year, state, person_id) WHERE state IN ('notMet', 'suspended', 'revoked');

GRANT SELECT, INSERT, UPDATE ON certification_runs, certification_outcomes TO xueshi_app;
