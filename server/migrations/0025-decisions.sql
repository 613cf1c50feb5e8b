-- Decisions on records to the end: appeals, revocations and reinstatements, undoing, what the checks found.

ALTER TABLE declarations
  ADD appealed_from text CHECK (appealed_from IN ('rejected', 'recognised')),  -- what the appeal is against
  ADD flags text[] NOT NULL DEFAULT '{}',                                      -- codes of the checks at the last 送审
  DROP CONSTRAINT declarations_state_check,
  DROP CONSTRAINT declarations_check2;  -- hours are recognised in the state of that name alone
ALTER TABLE declarations
  ADD CONSTRAINT declarations_state_check CHECK (state IN ('draft', 'submitted', 'underReview', 'returned', 'recognised',
    'rejected', 'appealed', 'revoked')),
  ADD CONSTRAINT declarations_appealed_from CHECK ((state = 'appealed') = (appealed_from IS NOT NULL)),
  -- Hours that were recognised stay in sight while a cut is appealed against and after a revocation.
  ADD CONSTRAINT declarations_hours_kept CHECK ((state IN ('recognised', 'revoked') OR (state = 'appealed' AND appealed_from = 'recognised'))
    = (recognised_tenths IS NOT NULL));

ALTER TABLE review_steps
  ADD purpose text NOT NULL DEFAULT 'review' CHECK (purpose IN ('review', 'appeal')),
  -- What the record was before the decision and the version that it made of it: a decision can be undone
  -- as long as that is still the record's.
  ADD former_state text,
  ADD former_reviewed_at timestamptz,
  ADD decided_version integer,
  ADD reminded_at timestamptz,  -- the office was told that the step waits too long
  DROP CONSTRAINT review_steps_state_check;
ALTER TABLE review_steps
  ADD CONSTRAINT review_steps_state_check CHECK (state IN ('waiting', 'open', 'passed', 'returned', 'decided', 'void', 'lapsed')),
  ADD CONSTRAINT review_steps_undoable CHECK ((decided_version IS NULL) = (former_state IS NULL));
-- What an office has decided, newest first; its median waiting time comes from the head of it.
CREATE INDEX review_steps_decided ON review_steps (office_unit_id, decided_at, id) WHERE decided_at IS NOT NULL;

ALTER TABLE declaration_events
  ADD decision text,  -- the paper that a revocation or a reinstatement stands on
  DROP CONSTRAINT declaration_events_act_check;
ALTER TABLE declaration_events ADD CONSTRAINT declaration_events_act_check CHECK (act IN ('create', 'submit', 'withdraw',
  'return', 'pass', 'recognise', 'reject', 'undo', 'escalate', 'follow', 'appeal', 'uphold', 'grant', 'revoke', 'reinstate'));

-- A revocation stands until a reinstatement ends it; at most one of a record stands.
CREATE TABLE declaration_revocations (
  id             uuid PRIMARY KEY,
  declaration_id uuid NOT NULL REFERENCES declarations,
  office_unit_id uuid NOT NULL REFERENCES units,
  region_code    text NOT NULL,   -- of the office that revoked
  decision       text NOT NULL,
  reason         text NOT NULL,
  at             timestamptz NOT NULL,
  by_id          uuid NOT NULL REFERENCES accounts,
  ended_at       timestamptz,
  ended_by       uuid REFERENCES accounts,
  end_decision   text,
  end_reason     text,
  CHECK ((ended_at IS NULL) = (end_decision IS NULL) AND (ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX declaration_revocations_standing ON declaration_revocations (declaration_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON declaration_revocations TO xueshi_app;
