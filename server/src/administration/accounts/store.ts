import type { AccountState } from '@xueshi/contract/accounts'
import type { ActorKind, SeatLevel } from '@xueshi/contract/actor'
import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type KnownRow = {
  id: string
  version: number
  name: string
  accountName: string | null
  state: AccountState
  individual: boolean
  lastLoginAt: Date | null
  secondFactor: boolean
  sortKey: string
  seats: { id: string; kind: ActorKind; level: SeatLevel; unitName: string }[]
}

// The highest code point: no name goes on with it, so the range ends after every continuation.
const lastCharacter = '\u{10FFFF}'

const withSeats = (chosen: RawBuilder<unknown>) => sql<KnownRow>`
  SELECT a.id, a.version, a.name, a.account_name, a.state, a.individual, a.last_login_at, a.sort_key,
    EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.state = 'active') AS second_factor,
    coalesce(s.seats, '[]') AS seats
  FROM (${chosen}) a
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_object('id', t.id, 'kind', t.kind, 'level', t.level, 'unitName', u.name) ORDER BY t.id) AS seats
    FROM unit_staff t JOIN units u ON u.id = t.unit_id
    WHERE t.account_id = a.id AND t.ended_at IS NULL
  ) s ON true
  ORDER BY a.sort_key, a.id`

export type Search = {
  by: 'accountName' | 'name'
  prefix: string
  after: { sortKey: string; id: string } | null
  limit: number
}

/** Accounts by the beginning of one of their names: a range of that name's index, in its order. */
export function searchQuery({ by, prefix, after, limit }: Search) {
  const key = by === 'name' ? sql`name COLLATE "C"` : sql`lower(account_name) COLLATE "C"`
  const isThere = by === 'name' ? sql`true` : sql`account_name IS NOT NULL`
  const onward = after ? sql`AND (${key}, id) > (${after.sortKey}, ${after.id}::uuid)` : sql``
  return withSeats(sql`
    SELECT *, ${key} AS sort_key FROM accounts
    WHERE ${isThere} AND ${key} >= ${prefix} AND ${key} < ${prefix + lastCharacter} ${onward}
    ORDER BY ${key}, id LIMIT ${limit}`)
}

export async function searchAccounts(db: Db, search: Search): Promise<KnownRow[]> {
  const { rows } = await searchQuery(search).execute(db)
  return rows
}

export async function findAccount(db: Db, id: string): Promise<KnownRow | undefined> {
  const { rows } = await withSeats(
    sql`SELECT *, name COLLATE "C" AS sort_key FROM accounts WHERE id = ${id}`,
  ).execute(db)
  return rows[0]
}

/** Where the account is logged in just now, newest first. */
export const openLogins = (db: Db, accountId: string, now: Date) =>
  db
    .selectFrom('logins')
    .select(['id', 'address', 'userAgent', 'createdAt', 'seenAt', 'idleSeconds'])
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('awaitsFactor', '=', false)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .limit(50)
    .execute()

export type OpenLoginRow = {
  id: string
  accountId: string
  name: string
  accountName: string | null
  hasSeats: boolean
  userAgent: string
  address: string
  createdAt: Date
  seenAt: Date
  key: string
}

/**
 * Logins that are open at the instant, newest first. None is older than `since`, so the rows of former
 * days that nobody ended are not walked through.
 */
export const openLoginsQuery = (
  now: Date,
  {
    since,
    after,
    staffIdleSeconds,
    limit,
  }: {
    since: Date
    after: readonly [at: string, id: string] | null
    staffIdleSeconds: number
    limit: number
  },
) => sql<OpenLoginRow>`
  SELECT l.id, l.account_id, a.name, a.account_name, s.has_seats, l.user_agent, l.address, l.created_at, l.seen_at,
    to_char(l.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS key
  FROM logins l JOIN accounts a ON a.id = l.account_id AND a.state = 'active'
  CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM unit_staff t WHERE t.account_id = l.account_id AND t.ended_at IS NULL) AS has_seats) s
  WHERE l.ended_at IS NULL AND NOT l.awaits_factor AND l.created_at > ${since} AND l.expires_at > ${now}
    AND l.seen_at > ${now}::timestamptz - make_interval(secs =>
      CASE WHEN s.has_seats THEN least(l.idle_seconds, ${staffIdleSeconds}::int) ELSE l.idle_seconds END)
    ${after ? sql`AND (l.created_at, l.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
  ORDER BY l.created_at DESC, l.id DESC LIMIT ${limit}`

export async function listOpenLogins(db: Db, ...asked: Parameters<typeof openLoginsQuery>) {
  const { rows } = await openLoginsQuery(...asked).execute(db)
  return rows
}

/** Whose the accounts are. */
export const namesOf = (db: Db, ids: readonly string[]) =>
  db
    .selectFrom('accounts')
    .select(['id', 'name', 'accountName'])
    .where(sql<boolean>`id = ANY (${[...ids]}::uuid[])`)
    .execute()

/** Whether the login is the account's, over or not. */
export async function isLoginOf(db: Db, accountId: string, id: string): Promise<boolean> {
  const found = await db
    .selectFrom('logins')
    .select('id')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()
  return found !== undefined
}
