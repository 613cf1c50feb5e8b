import type { Contact } from '@xueshi/contract/accounts/contacts'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Codes } from '../../platform/tables.ts'
import { writeLast } from '../../platform/transaction.ts'

export type NewCode = Pick<
  Insertable<Codes>,
  'id' | 'subjectId' | 'purpose' | 'accountId' | 'contact' | 'addressSealed'
> & { codeHash?: Buffer; createdAt: Date; expiresAt: Date }

/**
 * Puts a code in the place of the subject's former one, which is worth nothing from then on. False:
 * the former one is younger than `rest` and still unused.
 */
export async function putCode(db: Db, code: NewCode, rest: Date): Promise<boolean> {
  const put = await db
    .insertInto('codes')
    .values(code)
    .onConflict((conflict) =>
      conflict
        .columns(['subjectId', 'purpose'])
        .doUpdateSet((set) => ({
          id: set.ref('excluded.id'),
          accountId: set.ref('excluded.accountId'),
          contact: set.ref('excluded.contact'),
          addressSealed: set.ref('excluded.addressSealed'),
          codeHash: set.ref('excluded.codeHash'),
          attempts: 0,
          createdAt: set.ref('excluded.createdAt'),
          expiresAt: set.ref('excluded.expiresAt'),
          usedAt: null,
        }))
        .where((where) =>
          where.or([where('codes.usedAt', 'is not', null), where('codes.createdAt', '<=', rest)]),
        ),
    )
    .returning('id')
    .executeTakeFirst()
  return put !== undefined
}

export const findCode = (db: Db, id: string, now: Date) =>
  db
    .selectFrom('codes as c')
    .leftJoin('accounts as a', 'a.id', 'c.accountId')
    .leftJoin('identities as i', (join) =>
      join.onRef('i.accountId', '=', 'a.id').on('i.kind', '=', 'phone'),
    )
    .select([
      'c.id',
      'c.subjectId',
      'c.purpose',
      'c.contact',
      'c.addressSealed',
      'a.id as accountId',
      'a.phoneSealed',
      'a.emailSealed',
      'a.emailProvenAt',
      'i.kind as provenPhone',
    ])
    .where('c.id', '=', id)
    .where('c.usedAt', 'is', null)
    .where('c.expiresAt', '>', now)
    .executeTakeFirst()

/** The code that is on its way counts from now on. */
export async function armCode(db: Db, id: string, codeHash: Buffer): Promise<void> {
  await db
    .updateTable('codes')
    .set({ codeHash })
    .where('id', '=', id)
    .where('usedAt', 'is', null)
    .execute()
}

/**
 * One try at the subject's code. It is used up by the first right try, and worth nothing after
 * `attempts` tries or its end; of many right tries at once one gets it. Undefined: not this one.
 */
export async function tryCode(
  db: Db,
  tried: { subjectId: string; purpose: Codes['purpose']; hash: Buffer },
  attempts: number,
  now: Date,
): Promise<{ id: string; contact: Contact | null; addressSealed: Buffer | null } | undefined> {
  const row = await db
    .updateTable('codes')
    .set((set) => ({
      attempts: set('attempts', '+', 1),
      usedAt: sql<Date | null>`CASE WHEN code_hash = ${tried.hash} THEN ${now}::timestamptz END`,
    }))
    .where('subjectId', '=', tried.subjectId)
    .where('purpose', '=', tried.purpose)
    .where('usedAt', 'is', null)
    .where('attempts', '<', attempts)
    .where('expiresAt', '>', now)
    .returning(['id', 'contact', 'addressSealed', 'usedAt'])
    .executeTakeFirst()
  return row?.usedAt ? row : undefined
}

export async function sweepCodes(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('codes').where('expiresAt', '<', before).execute()
}

/** What protects the account, still sealed. */
export const findSafety = (db: Db, accountId: string) =>
  db
    .selectFrom('accounts as a')
    .select((select) => [
      'a.phoneSealed',
      'a.emailSealed',
      'a.emailProvenAt',
      'a.passwordHash',
      select
        .exists(
          select
            .selectFrom('identities as i')
            .select('i.kind')
            .whereRef('i.accountId', '=', 'a.id')
            .where('i.kind', '=', 'phone'),
        )
        .as('isPhoneProven'),
      select
        .exists(
          select
            .selectFrom('secondFactors as f')
            .select('f.state')
            .whereRef('f.accountId', '=', 'a.id')
            .where('f.state', '=', 'active'),
        )
        .as('hasFactor'),
      select
        .selectFrom('recoveryCodes as r')
        .select(sql<number>`count(*)::int`.as('count'))
        .whereRef('r.accountId', '=', 'a.id')
        .as('recoveryCodes'),
      select
        .selectFrom('securityAnswers as q')
        .select(sql<string[]>`coalesce(array_agg(q.question ORDER BY q.position), '{}')`.as('all'))
        .whereRef('q.accountId', '=', 'a.id')
        .as('questions'),
    ])
    .where('a.id', '=', accountId)
    .where('a.state', '=', 'active')
    .executeTakeFirst()

/** The phone is the account's identity. False: it is another account's. */
export async function claimPhone(db: Db, accountId: string, hash: Buffer): Promise<boolean> {
  const claimed = await db
    .insertInto('identities')
    .values({ kind: 'phone', hash, accountId })
    .onConflict((conflict) =>
      conflict
        .columns(['kind', 'hash'])
        .doUpdateSet({ accountId })
        .where('identities.accountId', '=', accountId),
    )
    .returning('kind')
    .executeTakeFirst()
  return claimed !== undefined
}

/** The phone is the account's identity with the act's last statement, unless it is somebody's. */
export function adoptPhoneLast(tx: Db, accountId: string, hash: Buffer): void {
  writeLast(
    tx,
    sql`INSERT INTO identities (kind, hash, account_id) VALUES ('phone', ${hash}, ${accountId})
      ON CONFLICT (kind, hash) DO NOTHING`,
  )
}

export async function setPhone(
  db: Db,
  { accountId, phoneSealed, hash }: { accountId: string; phoneSealed: Buffer; hash: Buffer },
): Promise<void> {
  await db
    .with('former', (cte) =>
      cte
        .deleteFrom('identities')
        .where('accountId', '=', accountId)
        .where('kind', '=', 'phone')
        .where('hash', '<>', hash),
    )
    .updateTable('accounts')
    .set((set) => ({ phoneSealed, version: set('version', '+', 1) }))
    .where('id', '=', accountId)
    .execute()
}

export async function setEmail(
  db: Db,
  { accountId, emailSealed, now }: { accountId: string; emailSealed: Buffer; now: Date },
): Promise<void> {
  await db
    .updateTable('accounts')
    .set((set) => ({ emailSealed, emailProvenAt: now, version: set('version', '+', 1) }))
    .where('id', '=', accountId)
    .execute()
}
