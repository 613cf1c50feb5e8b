-- Rows that prove something carry a code under a key that the database does not have, and the audit row of an act
-- lists which of them the act wrote: what is changed, removed or slipped in is found and named. Rows from before
-- have none; audit:verify says from when on they are covered.

ALTER TABLE ledger_entries ADD mac bytea;
ALTER TABLE certificates
  ADD mac bytea,      -- over what was frozen at issue
  ADD end_mac bytea;  -- over how it ended

-- What an act wrote of them, sealed with its row; see platform/row-macs.ts.
ALTER TABLE audit ADD written bytea;
-- What a very long act wrote, in parts; its audit row names their hashes.
CREATE TABLE audit_parts (
  audit_id uuid NOT NULL,
  part     integer NOT NULL,
  written  bytea NOT NULL,
  PRIMARY KEY (audit_id, part)
);
GRANT SELECT, INSERT ON audit_parts TO xueshi_app;
