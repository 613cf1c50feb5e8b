-- 开班提醒 is for a person and a start: of a class that was moved one is reminded again, and whoever has a place late
-- is reminded too.
ALTER TABLE enrolments ADD COLUMN reminded_of timestamptz;  -- the start of the class of which they were told
UPDATE enrolments e SET reminded_of = c.starts_at FROM classes c
  WHERE c.id = e.class_id AND e.state = 'confirmed' AND c.reminded_at BETWEEN c.starts_at - interval '24 hours' AND c.starts_at;
ALTER TABLE classes DROP COLUMN reminded_at;
