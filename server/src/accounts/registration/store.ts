import { type Insertable, sql } from 'kysely'
import { readingOf } from '../../platform/attempts.ts'
import type { Db } from '../../platform/database.ts'
import { writeLast } from '../../platform/transaction.ts'
import type { Accounts, SecurityAnswers } from '../../platform/tables.ts'
import type { Identity } from '../rules.ts'

export async function insertAccount(db: Db, account: Insertable<Accounts>): Promise<void> {
  await db.insertInto('accounts').values(account).execute()
}

/**
 * The account, what it is known by and its answers, with the act's last statement. Where somebody has
 * one of the identities already, that statement fails and takes everything back. So it does where the
 * limit has been reached: then no account is put in, and its identities miss it.
 */
export function openAccount(
  tx: Db,
  row: Insertable<Accounts>,
  {
    identities,
    answers,
    limit,
  }: {
    identities: readonly Identity[]
    answers: readonly Insertable<SecurityAnswers>[]
    limit: (Parameters<typeof readingOf>[1] & { most: number }) | null
  },
): void {
  const isOpen =
    limit === null
      ? sql`true`
      : sql`coalesce((${readingOf(new Date(row.createdAt), limit)}), 0) < ${limit.most}`
  writeLast(
    tx,
    sql`INSERT INTO accounts (id, state, account_name, name, individual, password_hash, must_change_password,
        country, document_type, document_number_sealed, phone_sealed, email_sealed, created_at)
      SELECT ${row.id}::uuid, ${row.state}, ${row.accountName}, ${row.name}, ${row.individual}::boolean, ${row.passwordHash},
        ${row.mustChangePassword}::boolean, ${row.country}, ${row.documentType}, ${row.documentNumberSealed}::bytea,
        ${row.phoneSealed}::bytea, ${row.emailSealed}::bytea, ${row.createdAt}::timestamptz
      WHERE ${isOpen}`,
  )
  writeLast(
    tx,
    sql`INSERT INTO identities (kind, hash, account_id) VALUES ${sql.join(
      identities.map(({ kind, hash }) => sql`(${kind}, ${hash}, ${row.id})`),
    )}`,
  )
  if (answers.length > 0)
    writeLast(
      tx,
      sql`INSERT INTO security_answers (account_id, position, question, answer_hash) VALUES ${sql.join(
        answers.map(
          ({ position, question, answerHash }) =>
            sql`(${row.id}, ${position}, ${question}, ${answerHash})`,
        ),
      )}`,
    )
}

/** Whether the statement failed because the limit had been reached. */
export function wasWithheld(error: unknown): boolean {
  const told = Object(error) as { code?: unknown; constraint?: unknown }
  return told.code === '23503' && told.constraint === 'identities_account_id_fkey'
}

/** Which identity it was that somebody had already, if that is why the statement failed. */
export function takenIdentity(error: unknown): string | null {
  const told = Object(error) as { code?: unknown; constraint?: unknown; detail?: unknown }
  if (told.code !== '23505' || told.constraint !== 'identities_pkey') return null
  return /=\((\w+), /.exec(String(told.detail))?.[1] ?? null
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
