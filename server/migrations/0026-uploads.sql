-- Uploads over several server processes, and evidence in an order of its person's own.

-- Who is writing an upload: a lease, which ends by itself when its process does. Times are the database's own,
-- because those who compare them run on several machines.
CREATE TABLE upload_locks (
  id     uuid PRIMARY KEY,
  holder uuid NOT NULL,
  until  timestamptz NOT NULL,
  wanted boolean NOT NULL DEFAULT false  -- another request waits: the holder stops as soon as it can
);

ALTER TABLE evidence
  ADD position integer NOT NULL DEFAULT 1000,  -- those that were put in order have 1, 2, 3 …; the others follow
  ADD claimed_sha256 bytea CHECK (octet_length(claimed_sha256) = 32);  -- what the browser says that it sends

GRANT SELECT, INSERT, UPDATE, DELETE ON upload_locks TO xueshi_app;
