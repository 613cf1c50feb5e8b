-- A captcha's work is salted by its id, so that one statement can use it up and judge the answer.
ALTER TABLE captchas
  DROP CONSTRAINT captchas_check,
  DROP COLUMN salt,
  ADD CHECK ((kind = 'image') = (answer_hash IS NOT NULL) AND (kind = 'work') = (difficulty_bits IS NOT NULL));

-- Past what an address may learn of taken names, a code to the phone of the form comes first.
ALTER TABLE flows
  DROP CONSTRAINT flows_purpose_check,
  ADD CONSTRAINT flows_purpose_check CHECK (purpose IN ('recovery', 'claim', 'registration'));
ALTER TABLE codes
  DROP CONSTRAINT codes_purpose_check,
  ADD CONSTRAINT codes_purpose_check
    CHECK (purpose IN ('contact', 'recovery', 'claim', 'helpDesk', 'registration'));
