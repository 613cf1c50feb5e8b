-- Hours that a person misses: where they are held up, and who answers for it.
CREATE TABLE hour_claims (
  id             uuid PRIMARY KEY,
  person_id      uuid NOT NULL REFERENCES people,
  state          text NOT NULL CHECK (state IN ('open', 'answered', 'settled', 'withdrawn')),
  version        integer NOT NULL DEFAULT 1,
  kind           text NOT NULL CHECK (kind IN ('class', 'platform', 'unit', 'past')),
  year           integer NOT NULL,
  source         text CHECK (source IN ('class', 'declaration', 'platform')),
  source_id      uuid,
  name           text NOT NULL,
  hours_tenths   integer CHECK (hours_tenths >= 0),
  words          text NOT NULL,
  unit_id        uuid REFERENCES units,             -- the employer when it was filed
  office         text NOT NULL CHECK (office IN ('institution', 'employer', 'industry', 'hrss')),
  office_unit_id uuid NOT NULL REFERENCES units,    -- where it waits, or who answered
  since          timestamptz NOT NULL,              -- since it came there, or was answered
  filed_at       timestamptz NOT NULL,
  outcome        text CHECK (outcome IN ('mended', 'explained')),
  answer         text,
  CHECK ((source IS NULL) = (source_id IS NULL)),
  CHECK ((outcome IS NULL) = (answer IS NULL)),
  CHECK (state NOT IN ('answered', 'settled') OR answer IS NOT NULL)
);
CREATE INDEX hour_claims_person ON hour_claims (person_id, id DESC);
-- One at a time about one record.
CREATE UNIQUE INDEX hour_claims_once ON hour_claims (person_id, source_id)
  WHERE state IN ('open', 'answered') AND source_id IS NOT NULL;
CREATE INDEX hour_claims_open ON hour_claims (office_unit_id, office, since, id) WHERE state = 'open';
CREATE INDEX hour_claims_answered ON hour_claims (office_unit_id, office, since DESC, id DESC)
  WHERE state IN ('answered', 'settled');

CREATE TABLE hour_claim_events (
  id          uuid PRIMARY KEY,
  claim_id    uuid NOT NULL REFERENCES hour_claims,
  at          timestamptz NOT NULL,
  act         text NOT NULL CHECK (act IN ('file', 'answer', 'pass', 'accept', 'raise', 'withdraw')),
  by_name     text NOT NULL,
  office_name text,
  words       text
);
CREATE INDEX hour_claim_events_claim ON hour_claim_events (claim_id, id);

-- What platforms reported of a document, whoever holds it.
CREATE INDEX completions_document ON completions (document_hash, id) WHERE document_hash IS NOT NULL;

GRANT SELECT, INSERT, UPDATE ON hour_claims TO xueshi_app;
GRANT SELECT, INSERT ON hour_claim_events TO xueshi_app;
