-- What every domain stands on: audit and its seals, the outbox, idempotency, counters, files.
-- The application's role owns nothing; on what must never change it may only INSERT and SELECT.

DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'xueshi_app') THEN CREATE ROLE xueshi_app NOLOGIN; END IF;
END $$;

-- The key under which the personal values of one subject stand in the audit; erasure destroys it.
CREATE TABLE subject_keys (
  subject_id   uuid PRIMARY KEY,
  wrapped_key  bytea,
  created_at   timestamptz NOT NULL,
  destroyed_at timestamptz,
  CHECK ((wrapped_key IS NULL) = (destroyed_at IS NOT NULL))
);

CREATE TABLE audit (
  id              uuid PRIMARY KEY,
  at              timestamptz NOT NULL,
  act             text NOT NULL,
  actor_id        uuid,             -- the account; null for a visitor or the system
  actor_kind      text NOT NULL,
  actor_unit_id   uuid,
  record_id       uuid,
  subject_id      uuid,             -- the person whose values `personal_sealed` holds
  facts           jsonb NOT NULL,   -- no personal values
  personal_sealed bytea,
  address         text,
  request_id      text NOT NULL
);
CREATE INDEX audit_at ON audit (at, id);
CREATE INDEX audit_record ON audit (record_id, at) WHERE record_id IS NOT NULL;

-- Seals close rows by membership, never by a range: a late commit is closed by the next seal.
CREATE TABLE audit_seals (
  id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at            timestamptz NOT NULL,
  size          integer NOT NULL CHECK (size > 0),
  root          bytea NOT NULL,
  previous_root bytea,
  signature     bytea NOT NULL
);
CREATE TABLE audit_leaves (
  audit_id uuid PRIMARY KEY,
  seal_id  bigint NOT NULL REFERENCES audit_seals,
  position integer NOT NULL,
  leaf     bytea NOT NULL,
  UNIQUE (seal_id, position)
);

-- The truth about what must be told or done after an act; written in the act's transaction.
CREATE TABLE outbox (
  id      uuid PRIMARY KEY,
  at      timestamptz NOT NULL,
  kind    text NOT NULL CHECK (kind IN ('message', 'job')),
  topic   text NOT NULL,
  payload jsonb NOT NULL
);

CREATE TABLE messages (
  id         uuid PRIMARY KEY,   -- the outbox row's id: a relay that repeats itself tells nobody twice
  account_id uuid,
  unit_id    uuid,
  topic      text NOT NULL,
  facts      jsonb NOT NULL,
  at         timestamptz NOT NULL,
  read_at    timestamptz,
  CHECK (num_nonnulls(account_id, unit_id) = 1)
);
CREATE INDEX messages_account ON messages (account_id, id DESC) WHERE account_id IS NOT NULL;
CREATE INDEX messages_unit ON messages (unit_id, id DESC) WHERE unit_id IS NOT NULL;

CREATE TABLE idempotency_keys (
  caller     uuid NOT NULL,
  key        text NOT NULL,
  body_hash  bytea NOT NULL,
  record_id  uuid NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (caller, key)
);
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

-- Atomic counters of attempts: per kind, subject (a hash) and window.
CREATE TABLE attempts (
  kind       text NOT NULL,
  subject    bytea NOT NULL,
  window_at  timestamptz NOT NULL,
  count      integer NOT NULL,
  PRIMARY KEY (kind, subject, window_at)
);

CREATE TABLE files (
  id          uuid PRIMARY KEY,
  key         text NOT NULL UNIQUE,
  sha256      bytea NOT NULL,
  type        text NOT NULL,
  size_bytes  integer NOT NULL CHECK (size_bytes > 0),
  stored_at   timestamptz NOT NULL,
  account_id  uuid NOT NULL
);
CREATE INDEX files_sha256 ON files (sha256);

GRANT SELECT, INSERT ON audit, audit_seals, audit_leaves TO xueshi_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON subject_keys, outbox, messages, idempotency_keys, attempts, files TO xueshi_app;
