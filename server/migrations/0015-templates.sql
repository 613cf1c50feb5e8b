-- What messages say where the system administrator has put it otherwise; without a row the shipped text holds.
CREATE TABLE message_templates (
  topic      text PRIMARY KEY,
  version    integer NOT NULL DEFAULT 1,
  title      text NOT NULL,
  text       text NOT NULL,
  changed_at timestamptz NOT NULL,
  by_name    text NOT NULL
);

-- Who is logged in: newest first, within the twelve hours that a login lasts.
CREATE INDEX logins_open ON logins (created_at DESC, id DESC) WHERE ended_at IS NULL AND NOT awaits_factor;

-- Whether a browser is some account's, for an address that strangers flood.
CREATE INDEX devices_token ON devices (token_hash);

GRANT SELECT, INSERT, UPDATE, DELETE ON message_templates TO xueshi_app;
