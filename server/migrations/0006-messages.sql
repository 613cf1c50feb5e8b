-- What leaves the portal by SMS or e-mail, and who does not want it.

CREATE TABLE deliveries (
  id             uuid PRIMARY KEY,
  message_id     uuid,                 -- null for a code, which is no message of the inbox
  account_id     uuid NOT NULL,
  channel        text NOT NULL CHECK (channel IN ('sms', 'email')),
  topic          text NOT NULL,
  address_sealed bytea NOT NULL,
  address_masked text NOT NULL,
  -- Title and text; sealed, because a text may hold a code. Emptied when it is sent, but in the demo.
  content_sealed bytea,
  state          text NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
  attempts       integer NOT NULL DEFAULT 0,
  last_error     text,
  at             timestamptz NOT NULL,
  sent_at        timestamptz
);
CREATE UNIQUE INDEX deliveries_once ON deliveries (message_id, channel) WHERE message_id IS NOT NULL;
CREATE INDEX deliveries_recent ON deliveries (id DESC);

CREATE TABLE message_preferences (
  account_id uuid PRIMARY KEY,
  sms        boolean NOT NULL,
  email      boolean NOT NULL
);
CREATE INDEX messages_account_unread ON messages (account_id) WHERE account_id IS NOT NULL AND read_at IS NULL;
CREATE INDEX messages_unit_unread ON messages (unit_id) WHERE unit_id IS NOT NULL AND read_at IS NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON deliveries, message_preferences TO xueshi_app;
