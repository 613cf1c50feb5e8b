-- 字典: what the province words itself is a part of the settings, in place of a table that no page could change.
ALTER TABLE settings DROP CONSTRAINT settings_part_check;
ALTER TABLE settings ADD CONSTRAINT settings_part_check CHECK (part IN
  ('system', 'login', 'industries', 'returnReasons', 'rejectReasons', 'cutReasons', 'upholdReasons'));
ALTER TABLE unit_industries DROP CONSTRAINT unit_industries_industry_code_fkey;
ALTER TABLE unit_capabilities DROP CONSTRAINT unit_capabilities_industry_code_fkey;
DROP TABLE industries;
