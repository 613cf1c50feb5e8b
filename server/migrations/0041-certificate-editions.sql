-- Every edition of a person's year, of which the last one is asked for at each issue.
CREATE INDEX certificates_editions ON certificates (person_id, year, edition DESC);
