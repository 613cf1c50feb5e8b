import { kindsWithSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { statement } from '../../platform/statement.ts'
import type { LoginTimes, SeatOffice } from '../rules.ts'

/** An account with the seat that it acts from; seat columns are null when it has none. */
export type ActorRow = LoginTimes &
  SeatOffice & {
    loginId: string | null
    accountId: string
    name: string
    individual: boolean
    mustChangePassword: boolean
    mustSetSecondFactor: boolean
    seatId: string | null
    kind: ActorKind | null
    level: SeatLevel | null
    unitId: string | null
    unitName: string | null
  }

/**
 * The level at which a seat `s` acts on a day: a clerk who stands in for a manager manages, as far as
 * that goes without making managers.
 */
export const levelOn = (today: string) => sql`
  CASE WHEN s.level = 'clerk' AND EXISTS (
    SELECT FROM staff_absences b JOIN unit_staff w ON w.id = b.seat_id AND w.ended_at IS NULL
    WHERE b.deputy_seat_id = s.id AND b.ended_at IS NULL AND ${today}::date BETWEEN b.from_on AND b.to_on
      AND w.level = 'manager') THEN 'manager' ELSE s.level END`

// A hosting unit's staff sit where an employer's do.
const seatColumns = (today: string) => sql`
  a.id AS account_id, a.name, a.individual, a.must_change_password,
  EXISTS (SELECT FROM unit_staff o WHERE o.account_id = a.id AND o.ended_at IS NULL) AS has_seats,
  (EXISTS (SELECT FROM unit_staff o WHERE o.account_id = a.id AND o.ended_at IS NULL
      AND o.kind = ANY (${[...kindsWithSecondFactor]}))
    AND NOT EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.state = 'active'))
    AS must_set_second_factor,
  s.id AS seat_id, s.kind, ${levelOn(today)} AS level, s.unit_id, u.name AS unit_name, u.state AS unit_state,
  c.region_code AS office_region, c.industry_code AS office_industry`
// The seat asked for, if it is theirs; someone without a record of their own acts from their first one.
const seatOf = (seatId: string | undefined) =>
  seatId === undefined
    ? sql`LEFT JOIN LATERAL (
        SELECT * FROM unit_staff t WHERE t.account_id = a.id AND t.ended_at IS NULL AND NOT a.individual
        ORDER BY t.id LIMIT 1
      ) s ON true`
    : sql`LEFT JOIN unit_staff s ON s.id = ${seatId} AND s.account_id = a.id AND s.ended_at IS NULL`
const seatJoins = (seatId: string | undefined) => sql`
  ${seatOf(seatId)}
  LEFT JOIN units u ON u.id = s.unit_id
  LEFT JOIN LATERAL (
    SELECT k.region_code, k.industry_code FROM unit_capabilities k
    WHERE k.unit_id = s.unit_id
      AND (k.capability = s.kind OR (k.capability = 'hosting' AND s.kind = 'employer'))
    ORDER BY k.industry_code LIMIT 1
  ) c ON true`

// What an account without seats has of one.
const withoutSeat = {
  mustSetSecondFactor: false,
  seatId: null,
  kind: null,
  level: null,
  unitId: null,
  unitName: null,
  unitState: null,
  officeRegion: null,
  officeIndustry: null,
}
type LoginRow = Omit<ActorRow, keyof typeof withoutSeat>

const loginColumns = sql`l.id AS login_id, l.seen_at, l.idle_seconds, l.expires_at`
const openLogin = (tokenHash: Buffer) =>
  sql`l.token_hash = ${tokenHash} AND l.ended_at IS NULL AND NOT l.awaits_factor`

const openLogins = statement<{ tokenHash: Buffer }, LoginRow>(
  ({ tokenHash }) => sql`
    SELECT ${loginColumns}, a.id AS account_id, a.name, a.individual, a.must_change_password,
      EXISTS (SELECT FROM unit_staff o WHERE o.account_id = a.id AND o.ended_at IS NULL) AS has_seats
    FROM logins l JOIN accounts a ON a.id = l.account_id AND a.state = 'active'
    WHERE ${openLogin(tokenHash)}`,
)
type Seated = { tokenHash: Buffer; seatId?: string | undefined; today: string }
const openSeats = statement<Seated, ActorRow>(
  ({ tokenHash, seatId, today }) => sql`
    SELECT ${loginColumns}, ${seatColumns(today)}
    FROM logins l JOIN accounts a ON a.id = l.account_id AND a.state = 'active' ${seatJoins(seatId)}
    WHERE ${openLogin(tokenHash)}`,
)

/**
 * The open login of the token with its account and seat. Nearly everyone has no seat and asks for
 * none, so that is looked at first: seats and offices take the server three times as long.
 */
export async function findByToken(
  db: Db,
  tokenHash: Buffer,
  seatId: string | null,
  today: string,
): Promise<ActorRow | undefined> {
  if (seatId === null) {
    const [login] = await openLogins(db, { tokenHash })
    if (!login?.hasSeats) return login && { ...login, ...withoutSeat }
  }
  const [seated] = await openSeats(db, { tokenHash, seatId: seatId ?? undefined, today })
  return seated
}

/** The same for an account that acts without a login: in the seed, in jobs and in tests. */
export async function findByAccount(
  db: Db,
  accountId: string,
  seatId: string | null,
  today: string,
  which: 'any' | 'active' = 'any',
): Promise<ActorRow | undefined> {
  const { rows } = await sql<ActorRow>`
    SELECT NULL AS login_id, ${seatColumns(today)}
    FROM accounts a ${seatJoins(seatId ?? undefined)}
    WHERE a.id = ${accountId} AND (${which} = 'any' OR a.state = 'active')`.execute(db)
  return rows[0]
}
