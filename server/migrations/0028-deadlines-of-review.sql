-- An office that does not answer is reminded once, and then the level above takes over. What waits longest is found
-- without reading what every office has.
CREATE INDEX review_steps_waiting ON review_steps (opened_at, id) WHERE state = 'open' AND purpose = 'review';
