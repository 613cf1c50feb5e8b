-- What nobody tries to send any more is found by how long it has waited; what failed keeps no content.
CREATE INDEX deliveries_waiting ON deliveries (at) WHERE state = 'waiting';
UPDATE deliveries SET content_sealed = NULL WHERE state = 'failed';
