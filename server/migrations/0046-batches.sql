-- A training inside a unit, declared by the unit for those who took part: what is the same for everybody, its
-- evidence, and then a record of each person's own.

CREATE TABLE declaration_batches (
  id             uuid PRIMARY KEY,
  unit_id        uuid NOT NULL REFERENCES units,
  state          text NOT NULL CHECK (state IN ('draft', 'sent')),
  version        integer NOT NULL DEFAULT 1,
  name           text NOT NULL,
  category       text NOT NULL CHECK (category IN ('public', 'professional', 'elective')),
  form           text NOT NULL,
  institution    text NOT NULL,
  start_on       date NOT NULL,
  end_on         date NOT NULL,
  year           integer NOT NULL,
  claimed_tenths integer NOT NULL CHECK (claimed_tenths > 0),
  by_id          uuid NOT NULL REFERENCES accounts,  -- who made it, or who sent it
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  sent_at        timestamptz,
  people         integer,
  CHECK (end_on >= start_on),
  CHECK ((state = 'sent') = (sent_at IS NOT NULL) AND (sent_at IS NULL) = (people IS NULL))
);
CREATE INDEX declaration_batches_unit ON declaration_batches (unit_id, id DESC);

CREATE TABLE declaration_batch_files (
  id         uuid PRIMARY KEY,
  batch_id   uuid NOT NULL REFERENCES declaration_batches ON DELETE CASCADE,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0 AND size_bytes <= 20971520),
  file_id    uuid REFERENCES files,  -- null until all its bytes are here
  created_at timestamptz NOT NULL
);
CREATE INDEX declaration_batch_files_batch ON declaration_batch_files (batch_id, id);
CREATE INDEX declaration_batch_files_file ON declaration_batch_files (file_id) WHERE file_id IS NOT NULL;

-- Whom the unit declared a record for, and who of its staff did: nobody reviews what they declared. A record that its
-- person sends again is the person's own; the training that it came from stays with it.
ALTER TABLE declarations
  ADD batch_id    uuid REFERENCES declaration_batches,
  ADD declared_by uuid REFERENCES accounts,
  ADD CONSTRAINT declarations_declared CHECK (declared_by IS NULL OR batch_id IS NOT NULL);
CREATE INDEX declarations_batch ON declarations (batch_id, id) WHERE batch_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON declaration_batches, declaration_batch_files TO xueshi_app;
