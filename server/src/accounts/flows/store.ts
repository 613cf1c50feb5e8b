import type { FlowState } from '@xueshi/contract/accounts/recovery'
import type { Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Flows } from '../../platform/tables.ts'

export async function openFlow(db: Db, flow: Insertable<Flows>): Promise<void> {
  await db.insertInto('flows').values(flow).execute()
}

/** A flow of this browser that is under way in one of these states. */
export type Asked = {
  id: string
  purpose: Flows['purpose']
  visitHash: Buffer
  from: readonly FlowState[]
  now: Date
}

/** One try within the flow; undefined when it is over, worn out, elsewhere, or another browser's. */
export function tryFlow(db: Db, { id, purpose, visitHash, from, now }: Asked, attempts: number) {
  return db
    .updateTable('flows')
    .set((set) => ({ attempts: set('attempts', '+', 1) }))
    .where('id', '=', id)
    .where('purpose', '=', purpose)
    .where('visitHash', '=', visitHash)
    .where('state', 'in', [...from])
    .where('attempts', '<', attempts)
    .where('expiresAt', '>', now)
    .returning(['id', 'accountId'])
    .executeTakeFirst()
}

/** The flow as it stands, without a try; its account's name and phone for the rules of passwords. */
export function findFlow(db: Db, { id, purpose, visitHash, from, now }: Asked) {
  return db
    .selectFrom('flows as f')
    .leftJoin('accounts as a', 'a.id', 'f.accountId')
    .select(['f.id', 'f.accountId'])
    .where('f.id', '=', id)
    .where('f.purpose', '=', purpose)
    .where('f.visitHash', '=', visitHash)
    .where('f.state', 'in', [...from])
    .where('f.expiresAt', '>', now)
    .executeTakeFirst()
}

/** Of many at once one moves the flow on. */
export async function moveFlow(
  db: Db,
  id: string,
  { from, to }: { from: readonly FlowState[]; to: FlowState },
): Promise<boolean> {
  const moved = await db
    .updateTable('flows')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', 'in', [...from])
    .returning('id')
    .executeTakeFirst()
  return moved !== undefined
}

/** Flows that are long over. */
export async function sweepFlows(db: Db, before: Date): Promise<void> {
  await db.deleteFrom('flows').where('expiresAt', '<', before).execute()
}
