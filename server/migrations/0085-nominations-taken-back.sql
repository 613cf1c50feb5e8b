-- An employer takes back whom it has nominated.
ALTER TABLE enrolment_events
  DROP CONSTRAINT enrolment_events_act_check,
  ADD CONSTRAINT enrolment_events_act_check CHECK (act IN ('apply', 'nominate', 'withdraw', 'recall', 'confirm', 'wait', 'refuse',
    'reconsider', 'promote', 'draw', 'displace', 'lapse', 'complete', 'fail', 'acknowledge', 'revoke', 'cancel'));
