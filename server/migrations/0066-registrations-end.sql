-- A registration ends without a unit: given up by its own staff, or refused by the office. Its code is free then.

ALTER TABLE units
  DROP CONSTRAINT units_state_check,
  ADD CONSTRAINT units_state_check CHECK (state IN
    ('draft', 'submitted', 'returned', 'approved', 'suspended', 'merged', 'closed', 'rejected', 'discarded'));

-- Whoever looks at a registration sees what had the code before, a refused one too.
DROP INDEX units_code_over;
CREATE INDEX units_code_over ON units (code) WHERE state IN ('merged', 'closed', 'rejected');
