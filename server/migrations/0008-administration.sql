-- What the three administrators set, look at and check.

-- One row a part, the whole part as its owner saved it last; without a row the defaults hold.
CREATE TABLE settings (
  part       text PRIMARY KEY CHECK (part IN ('system', 'login')),
  version    integer NOT NULL DEFAULT 1,
  contents   jsonb NOT NULL,
  changed_at timestamptz NOT NULL
);
CREATE TABLE setting_changes (
  id         uuid PRIMARY KEY,
  part       text NOT NULL,
  at         timestamptz NOT NULL,
  account_id uuid NOT NULL,
  by_name    text NOT NULL,
  changes    jsonb NOT NULL   -- name → what it was and what it is
);
CREATE INDEX setting_changes_part ON setting_changes (part, id DESC);

-- Backups that were written whole; told by the command, for the page of how the house is.
CREATE TABLE backups (
  id         uuid PRIMARY KEY,
  at         timestamptz NOT NULL,
  row_count  bigint NOT NULL,
  file_count integer NOT NULL
);

-- One walk through the sealed audit, and what it found.
CREATE TABLE audit_checks (
  id          uuid PRIMARY KEY,
  state       text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed')),
  at          timestamptz NOT NULL,
  account_id  uuid NOT NULL,
  by_name     text NOT NULL,
  seals_total integer NOT NULL DEFAULT 0,
  seals_done  integer NOT NULL DEFAULT 0,
  row_count   bigint,
  uncovered   integer,
  findings    jsonb,
  ended_at    timestamptz
);
CREATE UNIQUE INDEX audit_checks_one ON audit_checks ((true)) WHERE state IN ('waiting', 'running');

-- Lists of the audit by who and by what, each in the order in which it is read.
CREATE INDEX audit_actor ON audit (actor_id, at, id) WHERE actor_id IS NOT NULL;
CREATE INDEX audit_act ON audit (act, at, id);
DROP INDEX audit_record;
CREATE INDEX audit_record ON audit (record_id, at, id) WHERE record_id IS NOT NULL;

-- Accounts by the beginning of what they are called.
CREATE INDEX accounts_by_account_name ON accounts (lower(account_name) COLLATE "C", id) WHERE account_name IS NOT NULL;
CREATE INDEX accounts_by_name ON accounts (name COLLATE "C", id);

GRANT SELECT, INSERT, UPDATE ON settings, setting_changes, audit_checks TO xueshi_app;
GRANT SELECT ON backups TO xueshi_app;
