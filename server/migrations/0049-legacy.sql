-- Years before this system: ledgers and certificates that an office brings in, in batches that stand or fall whole.

CREATE TABLE legacy_batches (
  id           uuid PRIMARY KEY,
  unit_id      uuid NOT NULL REFERENCES units,     -- the HR&SS office
  state        text NOT NULL CHECK (state IN ('checking', 'checked', 'committed', 'undone', 'discarded')),
  version      integer NOT NULL DEFAULT 1,
  name         text NOT NULL,
  task_id      uuid NOT NULL,                      -- the work under way, or the last
  row_count    integer NOT NULL DEFAULT 0,
  wrong_count  integer NOT NULL DEFAULT 0,
  by_name      text NOT NULL,
  created_at   timestamptz NOT NULL,
  committed_at timestamptz,
  undone_at    timestamptz,
  undo_reason  text,
  CHECK ((state IN ('committed', 'undone')) = (committed_at IS NOT NULL)),
  CHECK ((state = 'undone') = (undone_at IS NOT NULL AND undo_reason IS NOT NULL))
);
CREATE INDEX legacy_batches_unit ON legacy_batches (unit_id, id DESC);

-- Each person of a batch once. near: the number is somebody's of another name, and a clerk decides.
CREATE TABLE legacy_people (
  id            uuid PRIMARY KEY,
  batch_id      uuid NOT NULL REFERENCES legacy_batches,
  document_hash bytea NOT NULL,
  document_type text NOT NULL,
  number_sealed bytea,                             -- gone once the batch is committed
  number_masked text NOT NULL,
  name          text COLLATE "C" NOT NULL,
  state         text NOT NULL CHECK (state IN ('known', 'new', 'near')),
  account_id    uuid REFERENCES accounts,
  first_row     integer NOT NULL,
  UNIQUE (batch_id, document_hash),
  CHECK (state = 'new' OR account_id IS NOT NULL)
);
CREATE INDEX legacy_people_near ON legacy_people (batch_id, first_row) WHERE state = 'near';
CREATE INDEX legacy_people_new ON legacy_people (batch_id, id) WHERE account_id IS NULL;
CREATE INDEX legacy_people_account ON legacy_people (batch_id, account_id);

-- What the file says, until the batch is committed.
CREATE TABLE legacy_rows (
  batch_id    uuid NOT NULL REFERENCES legacy_batches,
  row_number  integer NOT NULL,
  legacy_person_id uuid NOT NULL REFERENCES legacy_people,
  unit_id     uuid REFERENCES units,
  unit_name   text COLLATE "C" NOT NULL,
  year        integer NOT NULL,
  series      text NOT NULL,
  category    text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  course      text NOT NULL,
  hours_tenths integer NOT NULL CHECK (hours_tenths > 0),
  subjects    integer NOT NULL CHECK (subjects > 0),
  institution text NOT NULL,
  start_on    date NOT NULL,
  end_on      date NOT NULL CHECK (end_on >= start_on),
  PRIMARY KEY (batch_id, row_number)
);
CREATE INDEX legacy_rows_person ON legacy_rows (legacy_person_id, year, row_number);

-- The certificate that a person's year had, by its own number.
CREATE TABLE legacy_certificates (
  legacy_person_id uuid NOT NULL REFERENCES legacy_people,
  batch_id    uuid NOT NULL REFERENCES legacy_batches,
  year        integer NOT NULL,
  number      text COLLATE "C" NOT NULL,
  issued_on   date NOT NULL,
  PRIMARY KEY (legacy_person_id, year),
  UNIQUE (batch_id, number)
);

CREATE TABLE legacy_totals (
  batch_id     uuid NOT NULL REFERENCES legacy_batches,
  unit_name    text COLLATE "C" NOT NULL,
  year         integer NOT NULL,
  category     text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  row_count    integer NOT NULL,
  hours_tenths bigint NOT NULL,
  PRIMARY KEY (batch_id, unit_name, year, category)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON legacy_batches, legacy_people, legacy_rows, legacy_certificates, legacy_totals TO xueshi_app;
