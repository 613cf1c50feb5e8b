import { sql, type Insertable, type Selectable } from 'kysely'
import type { Db } from '../platform/database.ts'
import type { Accounts, Captchas, SecurityAnswers } from '../platform/tables.ts'
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
export async function takeCaptcha(
  db: Db,
  id: string,
): Promise<Omit<Selectable<Captchas>, 'id' | 'kind'> | undefined> {
  const { rows } = await sql<Omit<Selectable<Captchas>, 'id' | 'kind'>>`
    DELETE FROM captchas WHERE id = ${id}
    RETURNING visit_hash, answer_hash, salt, difficulty_bits, expires_at`.execute(db)
  return rows[0]
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
  const standing = await insertIdentities(db, account.id, identities)
  if (answers.length > 0) await db.insertInto('securityAnswers').values(answers).execute()
  return standing
}

export type Found = {
  id: string
  state: Accounts['state']
  name: string
}

/** The account of the first of these identities that is anybody's. */
export async function findByIdentity(
  db: Db,
  identities: readonly Identity[],
): Promise<Found | undefined> {
  if (identities.length === 0) return undefined
  const tuples = identities.map(({ kind, hash }) => sql`(${kind}, ${hash}::bytea)`)
  const { rows } = await sql<Found & { kind: string; hash: Buffer }>`
    SELECT i.kind, i.hash, a.id, a.state, a.name
    FROM identities i JOIN accounts a ON a.id = i.account_id
    WHERE (i.kind, i.hash) IN (${sql.join(tuples)})
  `.execute(db)
  return identities
    .map(({ kind, hash }) => rows.find((row) => row.kind === kind && row.hash.equals(hash)))
    .find((row) => row !== undefined)
}

/** What a change of password is checked against. */
export function findSecrets(db: Db, id: string, state: 'active' | 'unclaimed' = 'active') {
  return db
    .selectFrom('accounts')
    .select(['passwordHash', 'accountName', 'phoneSealed'])
    .where('id', '=', id)
    .where('state', '=', state)
    .executeTakeFirst()
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

/** Whether the document is an account's that nobody has claimed yet. */
export async function isUnclaimed(db: Db, { kind, hash }: Identity): Promise<boolean> {
  const found = await db
    .selectFrom('identities as i')
    .innerJoin('accounts as a', 'a.id', 'i.accountId')
    .select('a.id')
    .where('i.kind', '=', kind)
    .where('i.hash', '=', hash)
    .where('a.state', '=', 'unclaimed')
    .executeTakeFirst()
  return found !== undefined
}

/** The unclaimed account of this document is its owner's; answers whether it still was one. */
export async function claimAccount(
  db: Db,
  id: string,
  given: Pick<
    Insertable<Accounts>,
    'accountName' | 'passwordHash' | 'mustChangePassword' | 'phoneSealed' | 'emailSealed'
  >,
  document: Identity,
): Promise<boolean> {
  const claimed = await db
    .updateTable('accounts')
    .set((set) => ({ ...given, state: 'active', version: set('version', '+', 1) }))
    .where('id', '=', id)
    .where('state', '=', 'unclaimed')
    .where((where) =>
      where.exists(
        where
          .selectFrom('identities as i')
          .select('i.kind')
          .whereRef('i.accountId', '=', 'accounts.id')
          .where('i.kind', '=', document.kind)
          .where('i.hash', '=', document.hash),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  return claimed !== undefined
}

/** What an account is known by; answers the kinds that were still free. */
export async function insertIdentities(
  db: Db,
  accountId: string,
  identities: readonly Identity[],
): Promise<Set<string>> {
  const taken = await db
    .insertInto('identities')
    .values(identities.map((identity) => ({ ...identity, accountId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('kind')
    .execute()
  return new Set(taken.map(({ kind }) => kind))
}

/** The account keeps these answers and no others. */
export async function replaceAnswers(
  db: Db,
  accountId: string,
  answers: Insertable<SecurityAnswers>[],
): Promise<void> {
  await db.deleteFrom('securityAnswers').where('accountId', '=', accountId).execute()
  if (answers.length > 0) await db.insertInto('securityAnswers').values(answers).execute()
}
