-- Long work: what people see of it, and what it goes on from after a stop.

-- A file that somebody sent for their tasks: a place once it is asked for, with its file once the bytes are here.
CREATE TABLE task_inputs (
  id         uuid PRIMARY KEY,
  account_id uuid NOT NULL,
  name       text NOT NULL,
  size_bytes integer NOT NULL CHECK (size_bytes > 0),
  file_id    uuid REFERENCES files,
  created_at timestamptz NOT NULL
);
CREATE INDEX task_inputs_created ON task_inputs (created_at);

CREATE TABLE tasks (
  id             uuid PRIMARY KEY,
  kind           text NOT NULL,
  state          text NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'failed', 'cancelled')),
  version        integer NOT NULL DEFAULT 1,
  account_id     uuid NOT NULL,     -- who started it, from which seat (null: as an individual)
  by_name        text NOT NULL,
  seat_id        uuid,
  unit_id        uuid,              -- the seat's, whose staff see how it goes
  request        jsonb NOT NULL,    -- what was asked for; no personal values
  input_id       uuid REFERENCES task_inputs,
  done           integer NOT NULL DEFAULT 0,
  total          integer,
  counts         jsonb NOT NULL DEFAULT '{}',
  issue_count    integer NOT NULL DEFAULT 0,
  checkpoint     jsonb,             -- written with the effects of a step, so that the next run goes on behind it
  run            integer NOT NULL DEFAULT 0,  -- counts the runs begun; only the newest one may write
  stumbles       integer NOT NULL DEFAULT 0,  -- runs that ended without a step
  beat_at        timestamptz NOT NULL,        -- by the database's clock: the run lives, or the wait began
  fault          text,
  fault_detail   text,
  result_file_id uuid REFERENCES files,
  result_name    text,
  created_at     timestamptz NOT NULL,
  started_at     timestamptz,
  ended_at       timestamptz,
  CHECK ((state IN ('done', 'failed', 'cancelled')) = (ended_at IS NOT NULL)),
  CHECK ((state = 'failed') = (fault IS NOT NULL)),
  CHECK ((result_file_id IS NULL) = (result_name IS NULL))
);
CREATE INDEX tasks_own ON tasks (account_id, id DESC) WHERE unit_id IS NULL;
CREATE INDEX tasks_unit ON tasks (unit_id, id DESC) WHERE unit_id IS NOT NULL;
CREATE INDEX tasks_state ON tasks (state, id DESC);
CREATE INDEX tasks_lost ON tasks (beat_at) WHERE state IN ('waiting', 'running');
CREATE INDEX tasks_under_way ON tasks (account_id) WHERE state IN ('waiting', 'running');
CREATE INDEX tasks_ended ON tasks (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX tasks_input ON tasks (input_id) WHERE input_id IS NOT NULL;

CREATE TABLE task_issues (
  task_id    uuid NOT NULL REFERENCES tasks ON DELETE CASCADE,
  row_number integer NOT NULL,
  field      text COLLATE "C" NOT NULL,   -- '' for the row as a whole
  code       text NOT NULL,
  PRIMARY KEY (task_id, row_number, field)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON task_inputs, tasks, task_issues TO xueshi_app;
