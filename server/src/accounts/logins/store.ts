import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { writeLast } from '../../platform/transaction.ts'
import type { Accounts, Logins } from '../../platform/tables.ts'
import type { Identity } from '../rules.ts'

export type Found = {
  id: string
  state: Accounts['state']
  passwordHash: string | null
  mustChangePassword: boolean
  hasFactor: boolean
  /** The account was logged in from this browser before. */
  isKnownDevice: boolean
  /** Or from this address. */
  isKnownAddress: boolean
}

/** The account of the first of these identities that is anybody's, and whether it knows the caller. */
export async function findByIdentity(
  db: Db,
  identities: readonly Identity[],
  caller: { device: Buffer | null; address: string },
): Promise<Found | undefined> {
  if (identities.length === 0) return undefined
  const tuples = identities.map(({ kind, hash }) => sql`(${kind}, ${hash}::bytea)`)
  const { rows } = await sql<Found & { kind: string; hash: Buffer }>`
    SELECT i.kind, i.hash, a.id, a.state, a.password_hash, a.must_change_password,
      EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.state = 'active') AS has_factor,
      coalesce(d.is_known_device, false) AS is_known_device,
      coalesce(d.is_known_address, false) AS is_known_address
    FROM identities i JOIN accounts a ON a.id = i.account_id
    LEFT JOIN LATERAL (
      SELECT bool_or(k.token_hash = ${caller.device}::bytea) AS is_known_device,
             bool_or(k.address = ${caller.address}) AS is_known_address
      FROM devices k WHERE k.account_id = a.id
    ) d ON true
    WHERE (i.kind, i.hash) IN (${sql.join(tuples)})
  `.execute(db)
  return identities
    .map(({ kind, hash }) => rows.find((row) => row.kind === kind && row.hash.equals(hash)))
    .find((row) => row !== undefined)
}

/** The login, the browser that it was opened in, and the account's last one, with the act's last statement. */
export function openLogin(tx: Db, login: NewLoginRow, device: Buffer): void {
  writeLast(
    tx,
    sql`INSERT INTO logins (id, token_hash, account_id, created_at, seen_at, idle_seconds, expires_at, address, user_agent)
      VALUES (${login.id}, ${login.tokenHash}, ${login.accountId}, ${login.createdAt}, ${login.seenAt},
        ${login.idleSeconds}, ${login.expiresAt}, ${login.address}, ${login.userAgent})`,
  )
  writeLast(
    tx,
    sql`INSERT INTO devices (account_id, token_hash, address, seen_at)
      VALUES (${login.accountId}, ${device}, ${login.address}, ${login.createdAt})
      ON CONFLICT (account_id, token_hash) DO UPDATE SET address = excluded.address, seen_at = excluded.seen_at`,
  )
  writeLast(
    tx,
    sql`UPDATE accounts SET last_login_at = ${login.createdAt}::timestamptz WHERE id = ${login.accountId}`,
  )
}

export type NewLoginRow = {
  id: string
  tokenHash: Buffer
  accountId: string
  createdAt: Date
  seenAt: Date
  idleSeconds: number
  expiresAt: Date
  address: string
  userAgent: string
}

type Seen = Pick<Insertable<Logins>, 'accountId' | 'address' | 'createdAt'>
const insertDevice = (db: Pick<Db, 'insertInto'>, login: Seen, tokenHash: Buffer) =>
  db
    .insertInto('devices')
    .values({
      accountId: login.accountId,
      tokenHash,
      address: login.address,
      seenAt: login.createdAt,
    })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'tokenHash']).doUpdateSet((set) => ({
        address: set.ref('excluded.address'),
        seenAt: set.ref('excluded.seenAt'),
      })),
    )

/** The account knows this browser from now on. */
export async function rememberDevice(db: Db, seen: Seen, device: Buffer): Promise<void> {
  await insertDevice(db, seen, device).execute()
}

export async function forgetDevices(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('devices').where('accountId', '=', accountId).execute()
}

/** Browsers whose cookie has expired. */
export async function forgetOldDevices(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('devices').where('seenAt', '<', before).execute()
}

/** A login that is nobody's until its second factor has come. */
export async function openWaitingLogin(db: Db, login: Insertable<Logins>): Promise<void> {
  await db
    .insertInto('logins')
    .values({ ...login, awaitsFactor: true })
    .execute()
}

export function findWaiting(db: Db, tokenHash: Buffer, now: Date) {
  return db
    .selectFrom('logins as l')
    .innerJoin('accounts as a', 'a.id', 'l.accountId')
    .select(['l.id', 'l.accountId', 'a.mustChangePassword'])
    .where('l.tokenHash', '=', tokenHash)
    .where('l.awaitsFactor', '=', true)
    .where('l.endedAt', 'is', null)
    .where('l.expiresAt', '>', now)
    .where('a.state', '=', 'active')
    .executeTakeFirst()
}

/** The second factor has come: the login is the account's, under another token. False: it was not waiting. */
export async function admit(
  db: Db,
  { id, tokenHash, now, expiresAt }: { id: string; tokenHash: Buffer; now: Date; expiresAt: Date },
): Promise<boolean> {
  const admitted = await db
    .updateTable('logins')
    .set({ awaitsFactor: false, tokenHash, createdAt: now, seenAt: now, expiresAt })
    .where('id', '=', id)
    .where('awaitsFactor', '=', true)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst()
  return admitted !== undefined
}

export async function noteLogin(db: Db, accountId: string, now: Date): Promise<void> {
  await db.updateTable('accounts').set({ lastLoginAt: now }).where('id', '=', accountId).execute()
}

export async function endLogin(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('logins')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** Ends a login of the account; undefined: it never was one of theirs. Doing it again changes nothing. */
export function endOwnLogin(db: Db, accountId: string, id: string, now: Date) {
  return db
    .updateTable('logins')
    .set((set) => ({ endedAt: set.fn.coalesce('endedAt', sql<Date>`${now}`) }))
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .returning('id')
    .executeTakeFirst()
}

/** Ends every login of the account but this one; answers how many were open. */
export async function endOtherLogins(
  db: Db,
  accountId: string,
  keptId: string | null,
  now: Date,
): Promise<number> {
  const ended = await db
    .updateTable('logins')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('id', 'is distinct from', keptId)
    .returning('id')
    .execute()
  return ended.length
}

/** The login goes on under another token; whoever holds the old one is out. */
export async function rotateLogin(db: Db, id: string, tokenHash: Buffer): Promise<void> {
  await db.updateTable('logins').set({ tokenHash }).where('id', '=', id).execute()
}

export function touchLogin(db: Db, id: string, now: Date) {
  return db
    .updateTable('logins')
    .set({ seenAt: now })
    .where('id', '=', id)
    .returning('expiresAt')
    .executeTakeFirst()
}

/** The account's logins that have not ended, the newest first. */
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
