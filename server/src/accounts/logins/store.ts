import { sql, type Insertable } from 'kysely'
import { type Patience, readingOf, takingOf } from '../../platform/attempts.ts'
import type { Db } from '../../platform/database.ts'
import { writeLast } from '../../platform/transaction.ts'
import type { Accounts, Logins } from '../../platform/tables.ts'
import type { Identity } from '../rules.ts'
import { type Answered, takingCaptcha } from '../store.ts'

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
  /** The same browser at the same address, so lately that it need not be written down again. */
  isFreshDevice: boolean
}

export type Asked = {
  captcha: Answered
  identities: readonly Identity[]
  caller: { device: Buffer | null; address: string }
  /** Whose attempts are counted where the name is nobody's. */
  nameSubject: Buffer
  patience: Patience
  /** Failures by strangers from the caller's address. */
  flood: { kind: string; subject: Buffer; windowSeconds: number }
}

export type LookedUp = {
  account: Found | null
  /** Whose attempt was taken. */
  subject: Buffer
  /** Its number; null while the subject rests. */
  taken: number | null
  addressFailures: number
}

// Nobody's, so that a name that can be no account's is looked for like any other.
const nobody = { kind: 'account', hash: Buffer.alloc(0) } as const

/**
 * All that a login does before the password is looked at, in one statement and one commit: the captcha
 * is used up, and where it was answered rightly the account of the first identity that is anybody's is
 * found, and one of its attempts (of the browser's own, where the account knows it) is taken. Null: the
 * captcha was not answered rightly.
 */
export async function lookUp(
  db: Db,
  { captcha, identities, caller, nameSubject, patience, flood }: Asked,
): Promise<LookedUp | null> {
  const candidates = (identities.length > 0 ? identities : [nobody]).map(
    ({ kind, hash }, place) => sql`(${place}::int, ${kind}, ${hash}::bytea)`,
  )
  const { device, address } = caller
  const { now } = captcha
  const { rows } = await sql<
    { [Key in keyof Found]: Found[Key] | null } & Omit<LookedUp, 'account'> & { isRight: boolean }
  >`
    WITH captcha AS (${takingCaptcha(captcha)}),
    found AS (
      SELECT a.id, a.state, a.password_hash, a.must_change_password,
        EXISTS (SELECT FROM second_factors f WHERE f.account_id = a.id AND f.state = 'active') AS has_factor,
        coalesce(d.is_known_device, false) AS is_known_device,
        coalesce(d.is_known_address, false) AS is_known_address,
        coalesce(d.is_fresh_device, false) AS is_fresh_device
      FROM (VALUES ${sql.join(candidates)}) AS c (place, kind, hash)
      JOIN identities i ON i.kind = c.kind AND i.hash = c.hash
      JOIN accounts a ON a.id = i.account_id
      LEFT JOIN LATERAL (
        SELECT bool_or(k.token_hash = ${device}::bytea) AS is_known_device,
               bool_or(k.address = ${address}) AS is_known_address,
               bool_or(k.token_hash = ${device}::bytea AND k.address = ${address}
                 AND k.seen_at > ${now}::timestamptz - interval '1 day') AS is_fresh_device
        FROM devices k WHERE k.account_id = a.id
      ) d ON true
      ORDER BY c.place LIMIT 1
    ),
    whose AS (
      SELECT CASE WHEN f.id IS NULL THEN ${nameSubject}::bytea
                  WHEN f.is_known_device THEN uuid_send(f.id) || ${device}::bytea
                  ELSE uuid_send(f.id) END AS subject
      FROM captcha c LEFT JOIN found f ON true WHERE c.is_right
    ),
    taken AS (${takingOf(now, sql`whose`, patience)})
    SELECT c.is_right, w.subject, t.taken, f.*, coalesce((${readingOf(now, flood)}), 0) AS address_failures
    FROM captcha c LEFT JOIN whose w ON true LEFT JOIN taken t ON true LEFT JOIN found f ON true
  `.execute(db)
  const [row] = rows
  if (!row?.isRight) return null
  const { subject, taken, addressFailures, isRight: _, ...found } = row
  return { account: found.id === null ? null : (found as Found), subject, taken, addressFailures } // a row of found is whole
}

/**
 * The login, the browser that it was opened in (null: one that is known well enough), and the account's
 * last one, with the act's last statement.
 */
export function openLogin(tx: Db, login: NewLoginRow, device: Buffer | null): void {
  writeLast(
    tx,
    sql`INSERT INTO logins (id, token_hash, account_id, created_at, seen_at, idle_seconds, expires_at, address, user_agent)
      VALUES (${login.id}, ${login.tokenHash}, ${login.accountId}, ${login.createdAt}, ${login.seenAt},
        ${login.idleSeconds}, ${login.expiresAt}, ${login.address}, ${login.userAgent})`,
  )
  if (device !== null) rememberDeviceLast(tx, login, device)
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

type Seen = Pick<NewLoginRow, 'accountId' | 'address' | 'createdAt'>
const insertDevice = ({ accountId, address, createdAt }: Seen, tokenHash: Buffer) => sql`
  INSERT INTO devices (account_id, token_hash, address, seen_at)
  VALUES (${accountId}, ${tokenHash}, ${address}, ${createdAt})
  ON CONFLICT (account_id, token_hash) DO UPDATE SET address = excluded.address, seen_at = excluded.seen_at`

/** The account knows this browser from now on. */
export async function rememberDevice(db: Db, seen: Seen, device: Buffer): Promise<void> {
  await insertDevice(seen, device).execute(db)
}

/** The same with what the act leaves behind. */
export function rememberDeviceLast(tx: Db, seen: Seen, device: Buffer): void {
  writeLast(tx, insertDevice(seen, device))
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
