-- Whose number is nobody's, but whose name and day of birth, last digits or unit are somebody's: a clerk decides, and may take it back.
ALTER TABLE legacy_people
  ADD reason       text CHECK (reason IN ('otherName', 'sameBirthday', 'sameEnding', 'sameUnit')),
  ADD candidate_id uuid REFERENCES accounts,       -- who is offered, whatever was decided
  ADD decided_by   text,
  ADD taken_back_at timestamptz,                   -- after the commit: its hours were reversed
  -- What they are looked for by, until the batch is committed.
  ADD name_pinyin  text COLLATE "C",
  ADD number_tail  bytea,
  ADD birth_date   date,
  ADD unit_name    text COLLATE "C",
  ADD CHECK ((reason IS NULL) = (candidate_id IS NULL)),
  ADD CHECK (taken_back_at IS NULL OR decided_by IS NOT NULL);
UPDATE legacy_people SET reason = 'otherName', candidate_id = account_id WHERE state = 'near';
CREATE INDEX legacy_people_decided ON legacy_people (batch_id, first_row) WHERE decided_by IS NOT NULL;
