-- What is wrong with a request's key is an error of the statements that claim it: these answer nothing, and can
-- travel with the act's first statement, which such an error ends before it begins. XK001: a twin is in flight;
-- XK002: the key came with another body; XK003: it has had its effect, and the message is that record's id.
CREATE FUNCTION refuse_key(sqlstate_ text, message_ text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = sqlstate_, MESSAGE = message_;
END
$$;
REVOKE EXECUTE ON FUNCTION refuse_key(text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION refuse_key(text, text) TO xueshi_app;
