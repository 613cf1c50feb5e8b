-- 免修减免: a person applies with reason and evidence, the employer and the HR&SS office decide, and what is granted
-- is the obligation of that year.

CREATE TABLE exemptions (
  id              uuid PRIMARY KEY,
  person_id       uuid NOT NULL REFERENCES people,
  year            integer NOT NULL,
  state           text NOT NULL CHECK (state IN ('draft', 'submitted', 'underReview', 'returned', 'granted', 'refused', 'revoked')),
  version         integer NOT NULL DEFAULT 1,
  reason          text NOT NULL,
  kind            text NOT NULL CHECK (kind IN ('whole', 'months', 'professional')),
  start_on        date NOT NULL,
  end_on          date NOT NULL,
  words           text NOT NULL,
  unit_id         uuid REFERENCES units,   -- the employer when it was sent
  office_unit_id  uuid REFERENCES units,   -- the HR&SS office that decides, frozen with it
  series          text,
  passed_at       timestamptz,             -- since when the office sees it
  decision_reason text,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  submitted_at    timestamptz,
  CHECK (end_on >= start_on),
  CHECK (state = 'draft' OR (unit_id IS NOT NULL AND office_unit_id IS NOT NULL AND series IS NOT NULL AND submitted_at IS NOT NULL)),
  CHECK (state NOT IN ('underReview', 'granted', 'revoked') OR passed_at IS NOT NULL)
);
-- One for a person's year that is under way or in force: they could else be granted twice.
CREATE UNIQUE INDEX exemptions_live ON exemptions (person_id, year)
  WHERE state IN ('submitted', 'underReview', 'returned', 'granted');
CREATE INDEX exemptions_person ON exemptions (person_id, id DESC);
CREATE INDEX exemptions_employer ON exemptions (unit_id, submitted_at, id) WHERE state = 'submitted';
CREATE INDEX exemptions_office ON exemptions (office_unit_id, passed_at, id) WHERE state = 'underReview';
CREATE INDEX exemptions_employer_decided ON exemptions (unit_id, updated_at DESC, id DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX exemptions_office_decided ON exemptions (office_unit_id, updated_at DESC, id DESC) WHERE office_unit_id IS NOT NULL;

CREATE TABLE exemption_files (
  id           uuid PRIMARY KEY,
  exemption_id uuid NOT NULL REFERENCES exemptions ON DELETE CASCADE,
  name         text NOT NULL,
  size_bytes   integer NOT NULL CHECK (size_bytes > 0 AND size_bytes <= 20971520),
  file_id      uuid REFERENCES files,
  created_at   timestamptz NOT NULL
);
CREATE INDEX exemption_files_exemption ON exemption_files (exemption_id, id);
CREATE INDEX exemption_files_file ON exemption_files (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX exemption_files_uploading ON exemption_files (created_at) WHERE file_id IS NULL;

CREATE TABLE exemption_events (
  id           uuid PRIMARY KEY,
  exemption_id uuid NOT NULL REFERENCES exemptions ON DELETE CASCADE,
  at           timestamptz NOT NULL,
  act          text NOT NULL CHECK (act IN ('create', 'submit', 'withdraw', 'pass', 'return', 'refuse', 'grant', 'revoke')),
  by_name      text NOT NULL,
  office_name  text,
  reason       text
);
CREATE INDEX exemption_events_exemption ON exemption_events (exemption_id, id);

-- Which application an obligation was granted on.
ALTER TABLE obligations ADD exemption_id uuid NOT NULL REFERENCES exemptions;
CREATE INDEX obligations_exemption ON obligations (exemption_id);

GRANT SELECT, INSERT, UPDATE, DELETE ON exemptions, exemption_files TO xueshi_app;
GRANT SELECT, INSERT, DELETE ON exemption_events TO xueshi_app;
