-- 审核截止: the day before whose end a record is to be reviewed by the rules of its year, frozen at 送审; null where
-- they give none. The office that holds it is reminded once before that day.
ALTER TABLE declarations ADD review_to date, ADD review_reminded_at timestamptz;
CREATE INDEX declarations_review_due ON declarations (review_to, id)
  WHERE review_to IS NOT NULL AND review_reminded_at IS NULL AND state IN ('submitted', 'underReview');

-- A change of rules may take hours from a year that lacks nothing all the same: a line says what counts before and
-- after. Of lines that were written before this it is not known.
ALTER TABLE rule_effects ADD counted_before_tenths integer, ADD counted_after_tenths integer;
