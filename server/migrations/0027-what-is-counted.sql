-- What a 学习形式 asks by its rule: which kind, how many units, which place among the authors, and the number by which
-- an achievement is known. Hours are proposed by them; what is claimed is what the person says.
ALTER TABLE declarations
  ADD option text,
  ADD units integer CHECK (units > 0),
  ADD rank integer CHECK (rank > 0),
  ADD achievement text;

-- One achievement counts once for a person.
CREATE INDEX declarations_achievement ON declarations (person_id, lower(achievement COLLATE "C")) WHERE achievement IS NOT NULL;
