-- A request's key is claimed by one call: its lock without waiting, and behind it a look whether the key has had
-- its effect, which sees whatever was committed until then, for each statement of such a function has a snapshot of
-- its own. XK001: a twin is in flight; XK002: the key came with another body; XK003: it has had its effect, and the
-- message is that record's id.
CREATE FUNCTION claim_key(caller_ uuid, key_ text, body_hash_ bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  found_ idempotency_keys;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(caller_ || ' ' || key_, 0)) THEN
    RAISE EXCEPTION USING ERRCODE = 'XK001', MESSAGE = 'the key is in use';
  END IF;
  SELECT * INTO found_ FROM idempotency_keys WHERE caller = caller_ AND key = key_;
  IF FOUND THEN
    RAISE EXCEPTION USING ERRCODE = CASE WHEN found_.body_hash = body_hash_ THEN 'XK003' ELSE 'XK002' END,
      MESSAGE = found_.record_id;
  END IF;
END
$$;
REVOKE EXECUTE ON FUNCTION claim_key FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_key TO xueshi_app;
DROP FUNCTION refuse_key;
