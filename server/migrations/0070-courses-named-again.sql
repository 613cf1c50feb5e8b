-- A filed course cannot be corrected: it is closed, and another of its name takes its place.
DROP INDEX courses_once;
CREATE UNIQUE INDEX courses_once ON courses (unit_id, year, name) WHERE state <> 'closed';
