-- Certificates as they were printed and signed, one file for each that signs here. A file that nobody
-- asked for in a long time goes, and is made again from the facts when somebody does.
CREATE TABLE certificate_documents (
  certificate_id uuid NOT NULL REFERENCES certificates,
  signer         text COLLATE "C" NOT NULL,   -- SHA-256 of its certificate; '' where nobody signs
  file_key       text NOT NULL UNIQUE,
  sha256         bytea NOT NULL,
  made_at        timestamptz NOT NULL,
  asked_on       date NOT NULL,
  PRIMARY KEY (certificate_id, signer)
);
CREATE INDEX certificate_documents_asked ON certificate_documents (asked_on);

-- Every certificate that has signed for this house: its signatures are believed for ever.
CREATE TABLE certificate_signers (
  fingerprint text COLLATE "C" PRIMARY KEY,   -- SHA-256 in hex
  certificate bytea NOT NULL,
  chain       bytea[] NOT NULL,
  subject     text NOT NULL,
  demo        boolean NOT NULL,
  first_used  timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON certificate_documents TO xueshi_app;
GRANT SELECT, INSERT ON certificate_signers TO xueshi_app;
