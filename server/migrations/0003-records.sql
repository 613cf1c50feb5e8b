-- Rule sets, the ledger and its years, certificates, declarations with their review and evidence.

CREATE TABLE rule_sets (
  id                  uuid PRIMARY KEY,
  name                text NOT NULL,
  jurisdiction        text NOT NULL,        -- CN, or a region code
  series              text,                 -- null: every series
  year_from           integer NOT NULL,
  year_to             integer,              -- null: until another follows
  status              text NOT NULL CHECK (status IN ('draft', 'effective', 'superseded')),
  total_tenths        integer NOT NULL,
  public_tenths       integer NOT NULL,
  professional_tenths integer NOT NULL,
  elective_tenths     integer NOT NULL,
  day_tenths          integer NOT NULL CHECK (day_tenths > 0),
  certifies           text NOT NULL CHECK (certifies IN ('onRequest', 'batch')),
  form_caps           jsonb NOT NULL,       -- form code → tenths a year
  chains              jsonb NOT NULL,       -- [{categories?, series?, forms?, offices}], the first that fits holds
  source              text NOT NULL,
  confirmed           boolean NOT NULL,
  CHECK (year_to IS NULL OR year_to >= year_from)
);
CREATE INDEX rule_sets_year ON rule_sets (year_from, year_to) WHERE status = 'effective';

CREATE TABLE ledger_entries (
  id           uuid PRIMARY KEY,
  person_id    uuid NOT NULL REFERENCES people,
  year         integer NOT NULL,
  series       text NOT NULL,
  category     text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  hours_tenths integer NOT NULL CHECK (hours_tenths > 0),
  subjects     integer NOT NULL CHECK (subjects > 0),  -- 门数
  source_kind  text NOT NULL CHECK (source_kind IN ('declaration', 'class', 'platform', 'legacy')),
  source_id    uuid NOT NULL,
  line         integer NOT NULL,
  revision     integer NOT NULL CHECK (revision > 0),
  form         text NOT NULL,
  item         jsonb NOT NULL,        -- name, institution, startOn, endOn, recognisedBy as they stood
  rule_set_id  uuid NOT NULL REFERENCES rule_sets,
  unit_id      uuid REFERENCES units, -- the employer at that time
  at           timestamptz NOT NULL,
  by_id        uuid REFERENCES accounts,
  reverses     uuid UNIQUE REFERENCES ledger_entries,
  follows      uuid UNIQUE REFERENCES ledger_entries,  -- the reversal that freed the revision before
  reason       text,
  CHECK (reverses IS NULL OR (follows IS NULL AND reason IS NOT NULL)),
  CHECK (reverses IS NOT NULL OR (revision = 1) = (follows IS NULL))
);
CREATE UNIQUE INDEX ledger_entries_once ON ledger_entries (source_kind, source_id, line, revision) WHERE reverses IS NULL;
CREATE INDEX ledger_entries_year ON ledger_entries (person_id, year, id);

CREATE TABLE years (
  id                    uuid PRIMARY KEY,
  person_id             uuid NOT NULL REFERENCES people,
  year                  integer NOT NULL,
  series                text NOT NULL,
  unit_id               uuid REFERENCES units,
  state                 text NOT NULL CHECK (state IN ('notMet', 'met', 'certified', 'suspended', 'revoked')),
  version               integer NOT NULL DEFAULT 1,
  rule_set_id           uuid NOT NULL REFERENCES rule_sets,
  public_count          integer NOT NULL,
  public_tenths         integer NOT NULL,
  professional_count    integer NOT NULL,
  professional_tenths   integer NOT NULL,
  elective_count        integer NOT NULL,
  elective_tenths       integer NOT NULL,
  updated_at            timestamptz NOT NULL,
  UNIQUE (person_id, year)
);

-- Every computation of a year, kept: a result can be replayed under the rules of its day.
CREATE TABLE year_results (
  year_id     uuid NOT NULL REFERENCES years,
  version     integer NOT NULL,
  rule_set_id uuid NOT NULL REFERENCES rule_sets,
  result      jsonb NOT NULL,
  at          timestamptz NOT NULL,
  PRIMARY KEY (year_id, version)
);

CREATE TABLE certificate_numbers (
  year      integer NOT NULL,
  city_code text COLLATE "C" NOT NULL,
  last      integer NOT NULL,
  PRIMARY KEY (year, city_code)
);

CREATE TABLE certificates (
  id          uuid PRIMARY KEY,
  number      text COLLATE "C" NOT NULL UNIQUE,
  code        text COLLATE "C" NOT NULL UNIQUE,   -- what the QR code leads to
  person_id   uuid NOT NULL REFERENCES people,
  year        integer NOT NULL,
  state       text NOT NULL CHECK (state IN ('valid', 'withdrawn', 'replaced')),
  version     integer NOT NULL DEFAULT 1,
  facts       jsonb NOT NULL,                      -- frozen at issue
  issued_at   timestamptz NOT NULL,
  ended_at    timestamptz,
  end_reason  text,
  CHECK ((state = 'valid') = (ended_at IS NULL))
);
CREATE UNIQUE INDEX certificates_valid ON certificates (person_id, year) WHERE state = 'valid';

CREATE TABLE declarations (
  id                uuid PRIMARY KEY,
  person_id         uuid NOT NULL REFERENCES people,
  state             text NOT NULL CHECK (state IN ('draft', 'submitted', 'underReview', 'returned', 'recognised', 'rejected')),
  version           integer NOT NULL DEFAULT 1,
  name              text NOT NULL,
  category          text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  form              text NOT NULL,
  institution       text NOT NULL,
  start_on          date NOT NULL,
  end_on            date NOT NULL,
  year              integer NOT NULL,
  claimed_tenths    integer NOT NULL CHECK (claimed_tenths > 0),
  recognised_tenths integer CHECK (recognised_tenths > 0 AND recognised_tenths <= claimed_tenths),
  unit_id           uuid REFERENCES units,   -- the employer when it was sent
  series            text,                    -- the series when it was sent
  receipt_number    text COLLATE "C" UNIQUE, -- 受理编号
  reason            text,                    -- of the last decision that needed one
  created_at        timestamptz NOT NULL,
  updated_at        timestamptz NOT NULL,
  submitted_at      timestamptz,
  reviewed_at       timestamptz,
  CHECK (end_on >= start_on),
  CHECK ((state = 'recognised') = (recognised_tenths IS NOT NULL)),
  CHECK (state = 'draft' OR (submitted_at IS NOT NULL AND unit_id IS NOT NULL AND series IS NOT NULL AND receipt_number IS NOT NULL))
);
CREATE INDEX declarations_person ON declarations (person_id, id DESC);

-- The way through review, frozen when the record is sent; the decision is the guarded UPDATE of a step.
CREATE TABLE review_steps (
  id             uuid PRIMARY KEY,
  declaration_id uuid NOT NULL REFERENCES declarations ON DELETE CASCADE,
  round          integer NOT NULL,
  position       integer NOT NULL,
  office         text NOT NULL CHECK (office IN ('employer', 'industry', 'hrss')),
  office_unit_id uuid NOT NULL REFERENCES units,
  state          text NOT NULL CHECK (state IN ('waiting', 'open', 'passed', 'returned', 'decided', 'void')),
  opened_at      timestamptz,
  decided_at     timestamptz,
  decided_by     uuid REFERENCES accounts,
  UNIQUE (declaration_id, round, position),
  CHECK (state = 'waiting' OR state = 'void' OR opened_at IS NOT NULL)
);
CREATE UNIQUE INDEX review_steps_one_open ON review_steps (declaration_id) WHERE state = 'open';
CREATE INDEX review_steps_queue ON review_steps (office_unit_id, opened_at, id) WHERE state = 'open';

CREATE TABLE declaration_events (
  id             uuid PRIMARY KEY,
  declaration_id uuid NOT NULL REFERENCES declarations ON DELETE CASCADE,
  at             timestamptz NOT NULL,
  act            text NOT NULL CHECK (act IN ('create', 'submit', 'withdraw', 'return', 'pass', 'recognise', 'reject')),
  by_name        text NOT NULL,
  office_name    text,
  reason         text
);
CREATE INDEX declaration_events_declaration ON declaration_events (declaration_id, id);

CREATE TABLE evidence (
  id             uuid PRIMARY KEY,
  declaration_id uuid NOT NULL REFERENCES declarations ON DELETE CASCADE,
  name           text NOT NULL,
  state          text NOT NULL CHECK (state IN ('uploading', 'ready')),
  size_bytes     integer NOT NULL CHECK (size_bytes > 0 AND size_bytes <= 20971520),
  file_id        uuid REFERENCES files,
  created_at     timestamptz NOT NULL,
  CHECK ((state = 'ready') = (file_id IS NOT NULL))
);
CREATE INDEX evidence_declaration ON evidence (declaration_id, id);
CREATE INDEX evidence_file ON evidence (file_id) WHERE file_id IS NOT NULL;
CREATE INDEX evidence_uploading ON evidence (created_at) WHERE state = 'uploading';

GRANT SELECT, INSERT ON ledger_entries, year_results TO xueshi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON rule_sets, years, certificate_numbers, certificates, declarations, review_steps,
  declaration_events, evidence TO xueshi_app;
