import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export { endLogin, endOtherLogins } from '../logins/store.ts'

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
