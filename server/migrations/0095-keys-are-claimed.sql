-- A request's key is claimed by a statement that answers nothing and fails where the act may not go on, so that
-- it can travel with the act's first statement: XK001 while a twin is in flight, XK002 where the key came with
-- another body, XK003 where it has had its effect, with the id of that record as the message. What is looked at
-- after the lock is what has been committed by then.
CREATE FUNCTION claim_key(its_caller uuid, its_key text, its_body_hash bytea) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  had record;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtextextended(its_caller::text || ' ' || its_key, 0)) THEN
    RAISE EXCEPTION USING ERRCODE = 'XK001', MESSAGE = 'the key is in use';
  END IF;
  SELECT body_hash, record_id INTO had FROM idempotency_keys WHERE caller = its_caller AND key = its_key;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  IF had.body_hash <> its_body_hash THEN
    RAISE EXCEPTION USING ERRCODE = 'XK002', MESSAGE = 'the key came with another body';
  END IF;
  RAISE EXCEPTION USING ERRCODE = 'XK003', MESSAGE = had.record_id::text;
END
$$;
REVOKE EXECUTE ON FUNCTION claim_key(uuid, text, bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION claim_key(uuid, text, bytea) TO xueshi_app;
