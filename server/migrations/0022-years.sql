-- Years that can be computed again as they once were: each entry says with which version of its year it came,
-- a certified year stays under the rules that it was judged by, and what a decision takes off a year stands with it.

CREATE TABLE obligations (
  id                  uuid PRIMARY KEY,
  person_id           uuid NOT NULL REFERENCES people,
  year                integer NOT NULL,
  months              integer NOT NULL CHECK (months BETWEEN 0 AND 12),   -- taken off; the factor is (12 − months) / 12
  exempt              jsonb NOT NULL,                                     -- categories that count as done
  -- What the year asks with it, under the rules of the day of the decision.
  rule_set_id         uuid NOT NULL REFERENCES rule_sets,
  total_tenths        integer NOT NULL,
  public_tenths       integer NOT NULL,
  professional_tenths integer NOT NULL,
  elective_tenths     integer NOT NULL,
  reason              text NOT NULL,
  decided_by          uuid REFERENCES accounts,
  office_name         text NOT NULL,
  at                  timestamptz NOT NULL,
  ended_at            timestamptz,
  end_reason          text,
  CHECK ((ended_at IS NULL) = (end_reason IS NULL))
);
CREATE UNIQUE INDEX obligations_in_force ON obligations (person_id, year) WHERE ended_at IS NULL;

-- The version of the year that an entry made: an entry counts in that version and all later ones.
ALTER TABLE ledger_entries ADD year_version integer;
UPDATE ledger_entries e SET year_version = coalesce(
  (SELECT min(r.version) FROM years y JOIN year_results r ON r.year_id = y.id
   WHERE y.person_id = e.person_id AND y.year = e.year AND r.at >= e.at), 2);
ALTER TABLE ledger_entries ALTER year_version SET NOT NULL;

ALTER TABLE years
  -- Certified once: computed by its own rule set from then on, whatever becomes of the rules.
  ADD keeps_rules boolean NOT NULL DEFAULT false,
  ADD obligation_id uuid REFERENCES obligations,
  ADD relief jsonb,                              -- of that obligation, so that the lock on the row holds it too
  ADD public_lacking_tenths integer NOT NULL DEFAULT 0, -- tenths
  ADD professional_lacking_tenths integer NOT NULL DEFAULT 0,
  ADD elective_lacking_tenths integer NOT NULL DEFAULT 0,
  ADD lacking_tenths integer NOT NULL DEFAULT 0,
  ADD CHECK ((obligation_id IS NULL) = (relief IS NULL));
UPDATE years y SET keeps_rules = y.state IN ('certified', 'suspended', 'revoked'),
  public_lacking_tenths = greatest(0, s.public_tenths - y.public_tenths),
  professional_lacking_tenths = greatest(0, s.professional_tenths - y.professional_tenths),
  elective_lacking_tenths = greatest(0, s.elective_tenths - y.elective_tenths),
  lacking_tenths = greatest(
    greatest(0, s.public_tenths - y.public_tenths) + greatest(0, s.professional_tenths - y.professional_tenths)
      + greatest(0, s.elective_tenths - y.elective_tenths),
    s.total_tenths - y.public_tenths - y.professional_tenths - y.elective_tenths)
FROM rule_sets s WHERE s.id = y.rule_set_id;
-- A change of rules goes over the years that it touches, one year after another, in the order of people.
CREATE INDEX years_year ON years (year, person_id);

ALTER TABLE year_results ADD obligation_id uuid REFERENCES obligations;

GRANT SELECT, INSERT, UPDATE ON obligations TO xueshi_app;
