-- What a mark of attendance was before somebody changed it, and why; kept as it was written.
CREATE TABLE attendance_changes (
  id            uuid PRIMARY KEY,
  session_id    uuid NOT NULL,
  enrolment_id  uuid NOT NULL,
  former        text NOT NULL CHECK (former IN ('present', 'late', 'absent', 'leave')),
  former_source text NOT NULL CHECK (former_source IN ('qr', 'list', 'sheet')),
  former_at     timestamptz NOT NULL,
  mark          text NOT NULL CHECK (mark IN ('present', 'late', 'absent', 'leave')),
  at            timestamptz NOT NULL,
  by_name       text NOT NULL,
  reason        text NOT NULL,
  FOREIGN KEY (session_id, enrolment_id) REFERENCES attendance
);
CREATE INDEX attendance_changes_mark ON attendance_changes (session_id, enrolment_id, id);
GRANT SELECT, INSERT ON attendance_changes TO xueshi_app;
