import type { UnitAct } from '@xueshi/contract/orgs/timeline'
import type { Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { UnitEvents } from '../../platform/tables.ts'

export async function insert(
  tx: Db,
  event: Insertable<UnitEvents> & { act: UnitAct },
): Promise<void> {
  await tx.insertInto('unitEvents').values(event).execute()
}

/** What happened to the unit, newest first. */
export const list = (db: Db, unitId: string, limit: number) =>
  db
    .selectFrom('unitEvents')
    .select(['at', 'act', 'byName', 'officeName', 'reason', 'about'])
    .where('unitId', '=', unitId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
