-- What a certification walks through: the years that meet their rules and are not certified yet.
CREATE INDEX years_met ON years (year, id) WHERE state = 'met';
