-- Places kept for a unit are kept until sign-up ends: of those that nobody of the unit wants they are anybody's.
ALTER TABLE class_units ADD COLUMN released_count integer NOT NULL DEFAULT 0;  -- of those kept: not kept any more
ALTER TABLE class_units ADD CHECK (released_count BETWEEN 0 AND kept_count);
-- Each notes the end of sign-up that it is about: another end is another matter.
ALTER TABLE classes ADD COLUMN kept_warned_of timestamptz,  -- units were told that they will end
  ADD COLUMN kept_ended_of timestamptz;
CREATE INDEX classes_kept ON classes (sign_up_to)
  WHERE state IN ('accepting', 'paused', 'closed') AND kept_ended_of IS DISTINCT FROM sign_up_to;
ALTER TABLE class_events DROP CONSTRAINT class_events_act_check;
ALTER TABLE class_events ADD CONSTRAINT class_events_act_check CHECK (act IN ('create', 'submit', 'withdraw', 'approve',
  'return', 'open', 'pause', 'resume', 'close', 'reopen', 'draw', 'resize', 'promotion', 'release', 'change', 'start',
  'assess', 'continue', 'finish', 'cancel', 'message'));
