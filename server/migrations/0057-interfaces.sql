-- The system administrator looks at the keys and the addresses of all institutions.
CREATE INDEX api_keys_state ON api_keys (state, id DESC);
CREATE INDEX webhook_deliveries_tried ON webhook_deliveries (webhook_id, tried_at DESC) WHERE tried_at IS NOT NULL;
CREATE INDEX webhook_deliveries_dead ON webhook_deliveries (webhook_id) WHERE state = 'dead';
