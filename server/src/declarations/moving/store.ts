import type { Db } from '../../platform/database.ts'

/** All records of one person are another's; answers how many. */
export async function moveAll(tx: Db, id: string, intoId: string): Promise<number> {
  const moved = await tx
    .updateTable('declarations')
    .set((is) => ({ personId: intoId, version: is('version', '+', 1) }))
    .where('personId', '=', id)
    .returning('id')
    .execute()
  return moved.length
}
