-- Scans of the sheets that were signed in a session: evidence of its attendance, kept with the class.
CREATE TABLE attendance_scans (
  id         uuid PRIMARY KEY,
  session_id uuid NOT NULL REFERENCES class_sessions,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0 AND size_bytes <= 20971520),
  file_id    uuid REFERENCES files,                -- once the bytes are here
  account_id uuid NOT NULL REFERENCES accounts,    -- who opened the place, and alone may fill it
  by_name    text NOT NULL,
  created_at timestamptz NOT NULL
);
CREATE INDEX attendance_scans_session ON attendance_scans (session_id, id);
CREATE INDEX attendance_scans_file ON attendance_scans (file_id) WHERE file_id IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON attendance_scans TO xueshi_app;
