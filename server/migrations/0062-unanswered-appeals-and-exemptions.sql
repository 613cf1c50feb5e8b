-- What is not answered is told of and handed on, whatever it is: an appeal as a review, and an application for 免修减免.
DROP INDEX review_steps_waiting;
CREATE INDEX review_steps_waiting ON review_steps (opened_at, id) WHERE state = 'open';

ALTER TABLE exemptions ADD reminded_at timestamptz; -- when the office that has it now was reminded of it
-- It waits since it was last moved: nothing else changes it while it does.
CREATE INDEX exemptions_waiting ON exemptions (updated_at, id) WHERE state IN ('submitted', 'underReview');
ALTER TABLE exemption_events
  DROP CONSTRAINT exemption_events_act_check,
  ADD CONSTRAINT exemption_events_act_check CHECK (act IN ('create', 'submit', 'withdraw', 'pass', 'escalate', 'return', 'refuse', 'grant', 'revoke'));
