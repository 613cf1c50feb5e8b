-- Programs of institutions: the keys that they come with, what online platforms report, and where they are told.

CREATE TABLE api_keys (
  id             uuid PRIMARY KEY,
  unit_id        uuid NOT NULL REFERENCES units,
  state          text NOT NULL CHECK (state IN ('active', 'revoked')),
  version        integer NOT NULL DEFAULT 1,
  name           text NOT NULL,
  scopes         text[] NOT NULL CHECK (cardinality(scopes) > 0),
  head           text NOT NULL,             -- of the key: by which people tell one from another
  token_hash     bytea NOT NULL UNIQUE,
  signing_ciphertext bytea NOT NULL,            -- checks signatures, so it cannot be a hash
  created_by     uuid NOT NULL REFERENCES accounts,
  created_at     timestamptz NOT NULL,
  last_used_at   timestamptz,
  revoked_at     timestamptz,
  CHECK ((state = 'revoked') = (revoked_at IS NOT NULL))
);
CREATE INDEX api_keys_unit ON api_keys (unit_id, id DESC);

CREATE TABLE webhooks (
  id            uuid PRIMARY KEY,
  unit_id       uuid NOT NULL REFERENCES units,
  state         text NOT NULL CHECK (state IN ('active', 'paused', 'removed')),
  version       integer NOT NULL DEFAULT 1,
  url           text NOT NULL,
  secret_ciphertext bytea NOT NULL,
  created_by    uuid NOT NULL REFERENCES accounts,
  created_at    timestamptz NOT NULL
);
CREATE INDEX webhooks_unit ON webhooks (unit_id, id DESC) WHERE state <> 'removed';

CREATE TABLE webhook_deliveries (
  id           uuid PRIMARY KEY,
  webhook_id   uuid NOT NULL REFERENCES webhooks,
  unit_id      uuid NOT NULL REFERENCES units,
  state        text NOT NULL CHECK (state IN ('waiting', 'delivered', 'dead')),
  version      integer NOT NULL DEFAULT 1,
  event        text NOT NULL,
  payload      jsonb NOT NULL,              -- ids and counts; nothing personal
  attempts     integer NOT NULL DEFAULT 0,  -- since it was last put in line
  reply_code   integer,                     -- what the other side answered last
  fault        text,
  created_at   timestamptz NOT NULL,
  tried_at     timestamptz,
  CHECK (state <> 'delivered' OR tried_at IS NOT NULL)
);
CREATE INDEX webhook_deliveries_unit ON webhook_deliveries (unit_id, id DESC);
CREATE INDEX webhook_deliveries_state ON webhook_deliveries (unit_id, state, id DESC);
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (created_at);

-- Which platform may report a public subject: that of the unit with this 统一社会信用代码.
ALTER TABLE topics ADD COLUMN platform_code text COLLATE "C";
CREATE INDEX topics_platform ON topics (platform_code, year DESC, id DESC) WHERE state = 'published' AND platform_code IS NOT NULL;

-- One call of a platform: what came of each of its lines, so that the same call is answered the same.
CREATE TABLE completion_batches (
  id          uuid PRIMARY KEY,
  unit_id     uuid NOT NULL REFERENCES units,
  key_id      uuid NOT NULL REFERENCES api_keys,
  received_at timestamptz NOT NULL,
  item_count  integer NOT NULL CHECK (item_count > 0),
  credited    integer NOT NULL,
  unmatched   integer NOT NULL,
  refused     integer NOT NULL,
  repeated    integer NOT NULL,
  results     jsonb NOT NULL,
  CHECK (item_count = credited + unmatched + refused + repeated)
);
CREATE INDEX completion_batches_unit ON completion_batches (unit_id, id DESC);

CREATE TABLE completions (
  id            uuid PRIMARY KEY,
  unit_id       uuid NOT NULL REFERENCES units,
  batch_id      uuid NOT NULL REFERENCES completion_batches,
  reference     text COLLATE "C" NOT NULL,    -- the platform's own number
  state         text NOT NULL CHECK (state IN ('credited', 'unmatched', 'refused', 'reversed')),
  version       integer NOT NULL DEFAULT 1,
  reason        text,                         -- why it is not credited: a code
  document_hash bytea,                        -- by which the person is looked for; null where the number was none
  number_masked text NOT NULL,
  name          text NOT NULL,
  person_id     uuid REFERENCES people,
  course_id     uuid,                         -- of a course or a topic, as the platform wrote it
  course_name   text,
  category      text CHECK (category IN ('public', 'professional', 'elective')),
  year          integer,
  hours_tenths  integer NOT NULL,
  start_on      text NOT NULL,                -- as they came: a wrong one is shown as it was sent
  end_on        text NOT NULL,
  received_at   timestamptz NOT NULL,
  reversed_why  text,
  CHECK ((state IN ('credited', 'reversed')) = (reason IS NULL)),
  CHECK (state NOT IN ('credited', 'reversed') OR (person_id IS NOT NULL AND course_id IS NOT NULL AND year IS NOT NULL AND category IS NOT NULL)),
  CHECK ((state = 'reversed') = (reversed_why IS NOT NULL))
);
CREATE UNIQUE INDEX completions_reference ON completions (unit_id, reference);
-- Whoever reports it, and however often: a person has the hours of a course once.
CREATE UNIQUE INDEX completions_once ON completions (person_id, course_id) WHERE state = 'credited';
CREATE INDEX completions_unit ON completions (unit_id, id DESC);
CREATE INDEX completions_state ON completions (unit_id, state, id DESC);
CREATE INDEX completions_batch ON completions (batch_id, id);
CREATE INDEX completions_unmatched ON completions (id) WHERE state = 'unmatched';

GRANT SELECT, INSERT, UPDATE, DELETE ON api_keys, webhooks, webhook_deliveries, completion_batches, completions TO xueshi_app;
