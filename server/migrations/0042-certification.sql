-- What a certification walks through: the years that meet their rules and are not certified yet, in
-- the order of people, as everything that locks many years does.
CREATE INDEX years_met ON years (year, person_id) WHERE state = 'met';
