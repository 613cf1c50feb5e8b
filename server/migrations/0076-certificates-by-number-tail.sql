-- Certificates are also looked for by the end of their holder's document number.
CREATE INDEX people_number_tail ON people (number_tail);
