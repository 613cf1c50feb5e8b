-- Who is asked to work for a unit, and who stands in for whom.

-- 邀请: to an account that is known, or by a link to an address; then the account comes with the link.
CREATE TABLE staff_invitations (
  id             uuid PRIMARY KEY,
  unit_id        uuid NOT NULL REFERENCES units,
  kind           text NOT NULL CHECK (kind IN ('employer', 'institution', 'industry', 'hrss')),
  level          text NOT NULL CHECK (level IN ('manager', 'clerk')),
  state          text NOT NULL CHECK (state IN ('offered', 'accepted', 'declined', 'revoked', 'expired')),
  version        integer NOT NULL DEFAULT 1,
  name           text NOT NULL,    -- whose the account must be, as the manager wrote it
  account_id     uuid REFERENCES accounts ON DELETE CASCADE,
  address_sealed bytea,            -- where the link goes
  address_masked text,
  created_by     uuid NOT NULL REFERENCES accounts,
  created_at     timestamptz NOT NULL,
  expires_at     timestamptz NOT NULL,
  decided_at     timestamptz,
  CHECK (account_id IS NOT NULL OR address_sealed IS NOT NULL),
  CHECK (state <> 'accepted' OR account_id IS NOT NULL),
  CHECK ((state = 'offered') = (decided_at IS NULL))
);
CREATE UNIQUE INDEX staff_invitations_once ON staff_invitations (account_id, unit_id, kind) WHERE state = 'offered' AND account_id IS NOT NULL;
CREATE INDEX staff_invitations_unit ON staff_invitations (unit_id, kind, id DESC);
CREATE INDEX staff_invitations_late ON staff_invitations (expires_at) WHERE state = 'offered';

-- 代办: a colleague of the same office stands in for somebody who is away, from one day to another.
CREATE TABLE staff_absences (
  id             uuid PRIMARY KEY,
  seat_id        uuid NOT NULL REFERENCES unit_staff,
  deputy_seat_id uuid NOT NULL REFERENCES unit_staff,
  from_on        date NOT NULL,
  to_on          date NOT NULL,
  created_at     timestamptz NOT NULL,
  created_by     uuid NOT NULL REFERENCES accounts,
  ended_at       timestamptz,      -- back sooner, or one of the two seats is over
  CHECK (to_on >= from_on),
  CHECK (seat_id <> deputy_seat_id)
);
CREATE INDEX staff_absences_seat ON staff_absences (seat_id, to_on) WHERE ended_at IS NULL;
CREATE INDEX staff_absences_deputy ON staff_absences (deputy_seat_id, to_on) WHERE ended_at IS NULL;

-- A link goes to an address before there is an account behind it.
ALTER TABLE deliveries ALTER account_id DROP NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON staff_invitations, staff_absences TO xueshi_app;
