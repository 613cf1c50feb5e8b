-- The editor of rule sets: who wrote and published one, whom it touches, and what each touched year came to.

ALTER TABLE rule_sets
  ADD updated_at      timestamptz,
  ADD published_by    uuid REFERENCES accounts,
  ADD published_seat  uuid REFERENCES unit_staff,  -- in whose name its years are computed anew when its moment comes
  ADD impact          jsonb,                       -- whom it touches, by year, as counted for a version or as applied
  ADD task_id         uuid;                        -- the task that counts or applies it, while it is kept
CREATE INDEX rule_sets_scheduled ON rule_sets (effective_at) WHERE state = 'scheduled';

-- Years that come to something else by a set, as last counted or as it was applied.
CREATE TABLE rule_effects (
  rule_set_id           uuid NOT NULL REFERENCES rule_sets ON DELETE CASCADE,
  year_id               uuid NOT NULL REFERENCES years,
  met_before            boolean NOT NULL,
  met_after             boolean NOT NULL,
  lacking_before_tenths integer NOT NULL,
  lacking_after_tenths  integer NOT NULL,
  PRIMARY KEY (rule_set_id, year_id)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON rule_effects TO xueshi_app;
