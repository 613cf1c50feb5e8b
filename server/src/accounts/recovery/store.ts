import type { Db } from '../../platform/database.ts'

/** The questions that the account keeps, with the hashes of their answers, in their order. */
export const findAnswers = (db: Db, accountId: string) =>
  db
    .selectFrom('securityAnswers as s')
    .innerJoin('accounts as a', 'a.id', 's.accountId')
    .select(['s.question', 's.answerHash', 'a.accountName'])
    .where('s.accountId', '=', accountId)
    .orderBy('s.position')
    .execute()

export const findName = (db: Db, accountId: string) =>
  db.selectFrom('accounts').select('accountName').where('id', '=', accountId).executeTakeFirst()

/** The owner has chosen another password. False: the account is not active. */
export async function setNewPassword(db: Db, accountId: string, hash: string): Promise<boolean> {
  const changed = await db
    .updateTable('accounts')
    .set((set) => ({
      passwordHash: hash,
      mustChangePassword: false,
      version: set('version', '+', 1),
    }))
    .where('id', '=', accountId)
    .where('state', '=', 'active')
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}
