import { sql, type Insertable } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Accounts, Captchas, Logins, SecurityAnswers } from '../platform/tables.ts'
import type { Identity } from './rules.ts'

/** Puts a captcha in, and takes a few out that nobody will answer any more. */
export async function insertCaptcha(db: Db, captcha: Insertable<Captchas>, now: Date) {
  await db
    .with('swept', (cte) =>
      cte
        .deleteFrom('captchas')
        .where(
          'id',
          'in',
          cte
            .selectFrom('captchas')
            .select('id')
            .where('expiresAt', '<', now)
            .orderBy('expiresAt')
            .limit(3)
            .forUpdate()
            .skipLocked(),
        ),
    )
    .insertInto('captchas')
    .values(captcha)
    .execute()
}

/** Takes the captcha away, whatever the answer is: of many at once, one gets it and the others nothing. */
export function takeCaptcha(db: Db, id: string) {
  return db.deleteFrom('captchas').where('id', '=', id).returningAll().executeTakeFirst()
}

/** Puts the account in with what it is known by; answers the kinds of identity that were still free. */
export async function insertAccount(
  db: Db,
  account: Insertable<Accounts>,
  identities: readonly Identity[],
  answers: Insertable<SecurityAnswers>[],
): Promise<Set<string>> {
  await db.insertInto('accounts').values(account).execute()
  // A registration of the same name or document at the same time is waited for, and seen here as a gap.
  const taken = await db
    .insertInto('identities')
    .values(identities.map((identity) => ({ ...identity, accountId: account.id })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .execute()
  if (answers.length > 0) await db.insertInto('securityAnswers').values(answers).execute()
  return new Set(taken.map(({ kind }) => kind))
}

export type Found = {
  id: string
  state: Accounts['state']
  name: string
  accountName: string | null
  passwordHash: string | null
  mustChangePassword: boolean
}

/** The account of the first of these identities that is anybody's. */
export async function findByIdentity(
  db: Db,
  identities: readonly Identity[],
): Promise<Found | undefined> {
  if (identities.length === 0) return undefined
  const tuples = identities.map(({ kind, hash }) => sql`(${kind}, ${hash}::bytea)`)
  const { rows } = await sql<Found & { kind: string; hash: Buffer }>`
    SELECT i.kind, i.hash, a.id, a.state, a.name, a.account_name, a.password_hash, a.must_change_password
    FROM identities i JOIN accounts a ON a.id = i.account_id
    WHERE (i.kind, i.hash) IN (${sql.join(tuples)})
  `.execute(db)
  return identities
    .map(({ kind, hash }) => rows.find((row) => row.kind === kind && row.hash.equals(hash)))
    .find((row) => row !== undefined)
}

/** What a change of password is checked against. */
export function findSecrets(db: Db, id: string) {
  return db
    .selectFrom('accounts')
    .select(['passwordHash', 'accountName', 'phoneSealed'])
    .where('id', '=', id)
    .where('state', '=', 'active')
    .executeTakeFirst()
}

/** The new login and the account's last one, in one statement. */
export async function insertLogin(db: Db, login: Insertable<Logins>): Promise<void> {
  await db
    .with('opened', (cte) => cte.insertInto('logins').values(login))
    .updateTable('accounts')
    .set({ lastLoginAt: login.createdAt })
    .where('id', '=', login.accountId)
    .execute()
}

export async function endLogin(db: Db, id: string, now: Date): Promise<void> {
  await db
    .updateTable('logins')
    .set({ endedAt: now })
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .execute()
}

/** Ends every login of the account but this one. */
export async function endOtherLogins(
  db: Db,
  accountId: string,
  keptId: string | null,
  now: Date,
): Promise<void> {
  await db
    .updateTable('logins')
    .set({ endedAt: now })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('id', 'is distinct from', keptId)
    .execute()
}

/** The login goes on under another token; whoever holds the old one is out. */
export async function rotateLogin(db: Db, id: string, tokenHash: Buffer): Promise<void> {
  await db.updateTable('logins').set({ tokenHash }).where('id', '=', id).execute()
}

export async function touchLogin(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('logins').set({ seenAt: now }).where('id', '=', id).execute()
}

/** True if the password was still the one that was checked. */
export async function setPassword(
  db: Db,
  { id, from, to }: { id: string; from: string; to: string },
): Promise<boolean> {
  const changed = await db
    .updateTable('accounts')
    .set((set) => ({
      passwordHash: to,
      mustChangePassword: false,
      version: set('version', '+', 1),
    }))
    .where('id', '=', id)
    .where('passwordHash', '=', from)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}
