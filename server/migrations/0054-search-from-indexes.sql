-- A search for people walks along the index of a name and asks of each person where their unit lies:
-- with the unit in the walk's index, and the places in one of units, neither table is read.

DROP INDEX people_name, people_pinyin, people_initials, people_tail;
CREATE INDEX people_name ON people (name, id) INCLUDE (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_pinyin ON people (name_pinyin, id) INCLUDE (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_initials ON people (name_initials, id) INCLUDE (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX people_tail ON people (number_tail, id) INCLUDE (unit_id) WHERE unit_id IS NOT NULL;
CREATE INDEX units_place ON units (id) INCLUDE (province_code, city_code, county_code);
