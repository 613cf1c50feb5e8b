import { kindsWithSecondFactor } from '@xueshi/contract/accounts/second-factor'
import type { Db } from '../../platform/database.ts'

/** Whether a seat of the account asks for a second factor. */
export async function isRequired(db: Db, accountId: string): Promise<boolean> {
  const seat = await db
    .selectFrom('unitStaff')
    .select('id')
    .where('accountId', '=', accountId)
    .where('endedAt', 'is', null)
    .where('kind', 'in', [...kindsWithSecondFactor])
    .executeTakeFirst()
  return seat !== undefined
}

/** A secret that waits for its first code, in the place of one that waited before. */
export async function putPending(
  db: Db,
  {
    accountId,
    secretSealed,
    createdAt,
  }: { accountId: string; secretSealed: Buffer; createdAt: Date },
): Promise<void> {
  await db
    .insertInto('secondFactors')
    .values({ accountId, state: 'pending', secretSealed, createdAt })
    .onConflict((conflict) =>
      conflict.columns(['accountId', 'state']).doUpdateSet({ secretSealed, createdAt }),
    )
    .execute()
}

export const findFactor = (db: Db, accountId: string, state: 'pending' | 'active') =>
  db
    .selectFrom('secondFactors')
    .select(['secretSealed', 'lastStep'])
    .where('accountId', '=', accountId)
    .where('state', '=', state)
    .executeTakeFirst()

/** The pending secret is in force; the former one is gone. False: it had gone in between. */
export async function activate(
  db: Db,
  { accountId, secretSealed, step }: { accountId: string; secretSealed: Buffer; step: number },
): Promise<boolean> {
  await db
    .deleteFrom('secondFactors')
    .where('accountId', '=', accountId)
    .where('state', '=', 'active')
    .execute()
  const activated = await db
    .updateTable('secondFactors')
    .set({ state: 'active', lastStep: step })
    .where('accountId', '=', accountId)
    .where('state', '=', 'pending')
    .where('secretSealed', '=', secretSealed)
    .returning('accountId')
    .executeTakeFirst()
  return activated !== undefined
}

/** The code of this step opens once: of many at a time one passes, and an earlier one never does. */
export async function useStep(db: Db, accountId: string, step: number): Promise<boolean> {
  const used = await db
    .updateTable('secondFactors')
    .set({ lastStep: step })
    .where('accountId', '=', accountId)
    .where('state', '=', 'active')
    .where('lastStep', '<', step)
    .returning('accountId')
    .executeTakeFirst()
  return used !== undefined
}

export async function replaceRecoveryCodes(
  db: Db,
  accountId: string,
  hashes: readonly Buffer[],
): Promise<void> {
  await db.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute()
  await db
    .insertInto('recoveryCodes')
    .values(hashes.map((hash) => ({ accountId, hash })))
    .execute()
}

/** Takes a recovery code away; false: it is none, or was used. */
export async function useRecoveryCode(db: Db, accountId: string, hash: Buffer): Promise<boolean> {
  const used = await db
    .deleteFrom('recoveryCodes')
    .where('accountId', '=', accountId)
    .where('hash', '=', hash)
    .returning('accountId')
    .executeTakeFirst()
  return used !== undefined
}

export async function countRecoveryCodes(db: Db, accountId: string): Promise<number> {
  const rows = await db
    .selectFrom('recoveryCodes')
    .select('accountId')
    .where('accountId', '=', accountId)
    .execute()
  return rows.length
}

/** Nothing remains of the account's second factor. */
export async function remove(db: Db, accountId: string): Promise<void> {
  await db.deleteFrom('recoveryCodes').where('accountId', '=', accountId).execute()
  await db.deleteFrom('secondFactors').where('accountId', '=', accountId).execute()
}
