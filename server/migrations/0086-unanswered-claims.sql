-- Hours that somebody misses are told of and handed on as reviews are, where nobody answers.
ALTER TABLE hour_claims ADD reminded_at timestamptz; -- when the office that has it now was reminded of it
CREATE INDEX hour_claims_waiting ON hour_claims (since, id) WHERE state = 'open';
ALTER TABLE hour_claim_events
  DROP CONSTRAINT hour_claim_events_act_check,
  ADD CONSTRAINT hour_claim_events_act_check CHECK (act IN ('file', 'answer', 'pass', 'escalate', 'accept', 'raise', 'withdraw'));
