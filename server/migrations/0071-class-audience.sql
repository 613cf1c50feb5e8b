-- Whom the course of a class is for, as it was filed: a class admits nobody else.
ALTER TABLE classes ADD COLUMN course_levels text[] NOT NULL DEFAULT '{}';  -- empty: every level
UPDATE classes c SET course_levels = k.levels FROM courses k WHERE k.id = c.course_id AND k.levels <> '{}';
-- Who has a course already, of those who are about to be credited with it.
CREATE INDEX classes_course ON classes (course_id);
