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
