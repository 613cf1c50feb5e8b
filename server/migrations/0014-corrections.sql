-- 更正申请: a name or a document number that is wrong, or two accounts of one person.

-- An account that was merged into another is nobody's door any more, and says where its records went.
ALTER TABLE accounts
  DROP CONSTRAINT accounts_state_check,
  ADD CONSTRAINT accounts_state_check CHECK (state IN ('unclaimed', 'active', 'disabled', 'merged')),
  ADD merged_into_id uuid REFERENCES accounts ON DELETE CASCADE,
  ADD CHECK ((state = 'merged') = (merged_into_id IS NOT NULL));
CREATE INDEX accounts_merged ON accounts (merged_into_id) WHERE merged_into_id IS NOT NULL;

CREATE TABLE corrections (
  id             uuid PRIMARY KEY,
  person_id      uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  kind           text NOT NULL CHECK (kind IN ('name', 'document', 'merge')),
  state          text NOT NULL CHECK (state IN ('draft', 'submitted', 'returned', 'approved', 'rejected', 'withdrawn')),
  version        integer NOT NULL DEFAULT 1,
  asked_sealed   bytea NOT NULL,              -- what it should be, as JSON
  was_sealed     bytea,                       -- what it was, once it has been corrected
  grounds        text NOT NULL,
  region_code    text COLLATE "C",            -- whose office is asked where no employer says it
  office_unit_id uuid REFERENCES units,       -- the HR&SS office, frozen when it was sent
  other_id       uuid REFERENCES accounts ON DELETE SET NULL, -- the account to be merged; null: none was found
  reason         text,                        -- of a return or a rejection
  created_at     timestamptz NOT NULL,
  submitted_at   timestamptz,
  decided_at     timestamptz,
  decided_by     uuid REFERENCES accounts,
  CHECK (state IN ('draft', 'withdrawn') OR (submitted_at IS NOT NULL AND office_unit_id IS NOT NULL)),
  CHECK (state NOT IN ('approved', 'rejected') OR (decided_at IS NOT NULL AND decided_by IS NOT NULL)),
  CHECK (state <> 'approved' OR was_sealed IS NOT NULL),
  CHECK (other_id IS NULL OR (kind = 'merge' AND other_id <> person_id))
);
-- One of a kind at a time.
CREATE UNIQUE INDEX corrections_under_way ON corrections (person_id, kind) WHERE state IN ('draft', 'submitted', 'returned');
CREATE INDEX corrections_person ON corrections (person_id, id DESC);
CREATE INDEX corrections_other ON corrections (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX corrections_waiting ON corrections (office_unit_id, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX corrections_decided ON corrections (office_unit_id, decided_at DESC, id DESC) WHERE state IN ('approved', 'rejected');

CREATE TABLE correction_files (
  id            uuid PRIMARY KEY,
  correction_id uuid NOT NULL REFERENCES corrections ON DELETE CASCADE,
  name          text NOT NULL,
  size_bytes    integer NOT NULL CHECK (size_bytes > 0),
  file_id       uuid REFERENCES files,
  created_at    timestamptz NOT NULL
);
CREATE INDEX correction_files_of ON correction_files (correction_id, id);

CREATE TABLE correction_events (
  id            uuid PRIMARY KEY,
  correction_id uuid NOT NULL REFERENCES corrections ON DELETE CASCADE,
  at            timestamptz NOT NULL,
  act           text NOT NULL CHECK (act IN ('create', 'submit', 'withdraw', 'return', 'approve', 'reject')),
  by_name       text NOT NULL,
  office_name   text,
  reason        text
);
CREATE INDEX correction_events_of ON correction_events (correction_id, id);

GRANT SELECT, INSERT, UPDATE, DELETE ON corrections, correction_files TO xueshi_app;
GRANT SELECT, INSERT ON correction_events TO xueshi_app;
