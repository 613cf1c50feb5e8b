import type { AccountState } from '@xueshi/contract/accounts'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Moves the account if it stands where it was seen; false: it does not. */
export async function moveAccount(
  db: Db,
  { id, version, from, to }: { id: string; version: number; from: AccountState; to: AccountState },
): Promise<boolean> {
  const moved = await db
    .updateTable('accounts')
    .set((is) => ({ state: to, version: is('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', from)
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

export const findState = (db: Db, id: string) =>
  db.selectFrom('accounts').select(['state', 'version']).where('id', '=', id).executeTakeFirst()

/** Ends one login of the account, or all; answers how many were open. */
export async function endLogins(
  db: Db,
  { accountId, loginId, at }: { accountId: string; loginId: string | null; at: Date },
): Promise<number> {
  const ended = await db
    .updateTable('logins')
    .set({ endedAt: at })
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where(sql<boolean>`${loginId}::uuid IS NULL OR id = ${loginId}`)
    .returning('id')
    .execute()
  return ended.length
}
