-- What an office's own books come to, kept with the batch: by unit, year and category, or for all units together (unit_name '').
CREATE TABLE legacy_controls (
  batch_id     uuid NOT NULL REFERENCES legacy_batches,
  unit_name    text COLLATE "C" NOT NULL,
  year         integer NOT NULL,
  category     text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  hours_tenths bigint NOT NULL CHECK (hours_tenths >= 0),
  given_tenths bigint,                             -- what came with the file; null: a clerk added the line afterwards
  by_name      text NOT NULL,                      -- who wrote it as it stands now
  at           timestamptz NOT NULL,
  PRIMARY KEY (batch_id, unit_name, year, category)
);
GRANT SELECT, INSERT, UPDATE, DELETE ON legacy_controls TO xueshi_app;

-- 发证机关 as the file has it, and numbers of fifteen digits, which are matched as those of eighteen that they became.
ALTER TABLE legacy_certificates ADD issuer text NOT NULL DEFAULT '';
ALTER TABLE legacy_people ADD given_short boolean NOT NULL DEFAULT false;
