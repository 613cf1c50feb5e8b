import type { AccountState } from '@xueshi/contract/accounts'
import type { DocumentType } from '@xueshi/contract/document-number'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Who an account says that it is. */
export type HolderRow = {
  id: string
  name: string
  accountName: string | null
  state: AccountState
  country: string
  documentType: DocumentType
  documentNumberSealed: Buffer
  lastLoginAt: Date | null
}

export const findHolder = (db: Db, id: string): Promise<HolderRow | undefined> =>
  db
    .selectFrom('accounts')
    .select([
      'id',
      'name',
      'accountName',
      'state',
      'country',
      'documentType',
      'documentNumberSealed',
      'lastLoginAt',
    ])
    .where('id', '=', id)
    .executeTakeFirst()

/** The account of somebody who is asked about: locked, so that two changes of who it is wait for each other. */
export async function lockHolder(
  tx: Db,
  id: string,
  states: readonly AccountState[],
): Promise<boolean> {
  const found = await tx
    .selectFrom('accounts')
    .select('id')
    .where('id', '=', id)
    .where('state', 'in', [...states])
    .forUpdate()
    .executeTakeFirst()
  return found !== undefined
}

export async function rename(tx: Db, id: string, name: string): Promise<void> {
  await tx
    .updateTable('accounts')
    .set((is) => ({ name, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

export async function setDocument(
  tx: Db,
  id: string,
  document: { country: string; documentType: DocumentType; documentNumberSealed: Buffer },
): Promise<void> {
  await tx
    .updateTable('accounts')
    .set((is) => ({ ...document, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
  await tx
    .deleteFrom('identities')
    .where('accountId', '=', id)
    .where('kind', '=', 'document')
    .execute()
}

/**
 * The account is no door any more. Its account name and document open the other from now on, so that
 * nobody registers with them anew; its phone is free again.
 */
export async function merge(
  tx: Db,
  { id, intoId, at }: { id: string; intoId: string; at: Date },
): Promise<void> {
  await sql`
    UPDATE accounts SET state = 'merged', merged_into_id = ${intoId}, version = version + 1
    WHERE id = ${id}`.execute(tx)
  // What was merged into it before goes along.
  await sql`UPDATE accounts SET merged_into_id = ${intoId} WHERE merged_into_id = ${id}`.execute(tx)
  await sql`DELETE FROM identities WHERE account_id = ${id} AND kind = 'phone'`.execute(tx)
  await sql`UPDATE identities SET account_id = ${intoId} WHERE account_id = ${id}`.execute(tx)
  await sql`UPDATE logins SET ended_at = ${at} WHERE account_id = ${id} AND ended_at IS NULL`.execute(
    tx,
  )
}
