-- Proven contacts, codes, flows of recovery, known devices and the second factor.

-- A code to it was given back; only then does it count. A proven phone is an identity.
ALTER TABLE accounts ADD email_proven_at timestamptz;

-- A login whose second factor is still to come is nobody's yet.
ALTER TABLE logins ADD awaits_factor boolean NOT NULL DEFAULT false;
CREATE INDEX logins_history ON logins (account_id, created_at DESC);

-- Browsers in which the account was logged in: the guesses of others do not keep them out.
CREATE TABLE devices (
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  token_hash bytea NOT NULL,
  address    text NOT NULL,
  seen_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, token_hash)
);

-- One code at a time for a subject (an account, or a flow) and purpose; the next one replaces it.
CREATE TABLE codes (
  id             uuid PRIMARY KEY,
  subject_id     uuid NOT NULL,
  purpose        text NOT NULL CHECK (purpose IN ('contact', 'recovery', 'claim', 'helpDesk')),
  account_id     uuid REFERENCES accounts ON DELETE CASCADE, -- null: asked for by a name that is nobody's
  contact        text CHECK (contact IN ('phone', 'email')),
  address_sealed bytea,               -- null: the address on file
  code_hash      bytea,               -- keyed; null until the job has made the code
  attempts       integer NOT NULL DEFAULT 0 CHECK (attempts BETWEEN 0 AND 5),
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  used_at        timestamptz,
  UNIQUE (subject_id, purpose)
);
CREATE INDEX codes_expires ON codes (expires_at);

CREATE TABLE flows (
  id         uuid PRIMARY KEY,
  purpose    text NOT NULL CHECK (purpose IN ('recovery', 'claim')),
  state      text NOT NULL CHECK (state IN ('sent', 'proven', 'answered', 'done')),
  visit_hash bytea NOT NULL,          -- the browser that began it
  account_id uuid REFERENCES accounts ON DELETE CASCADE, -- null: nobody's name
  attempts   integer NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL
);
CREATE INDEX flows_expires ON flows (expires_at);

CREATE TABLE second_factors (
  account_id    uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  state         text NOT NULL CHECK (state IN ('pending', 'active')),
  secret_sealed bytea NOT NULL,
  last_step     integer NOT NULL DEFAULT 0, -- the 30 seconds whose code was used last: each opens once
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (account_id, state)
);
CREATE TABLE recovery_codes (
  account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
  hash       bytea NOT NULL,
  PRIMARY KEY (account_id, hash)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON devices, codes, flows, second_factors, recovery_codes TO xueshi_app;
