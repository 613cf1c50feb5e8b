import type { Db } from '../../platform/database.ts'

export type NewInput = {
  id: string
  accountId: string
  name: string
  sizeBytes: number
  createdAt: Date
}

export async function open(tx: Db, input: NewInput): Promise<void> {
  await tx.insertInto('taskInputs').values(input).execute()
}

export const find = (db: Db, id: string, accountId: string) =>
  db
    .selectFrom('taskInputs')
    .select(['id', 'sizeBytes', 'fileId'])
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()

/** The file has its place; false when the place is gone or taken. */
export async function fill(
  tx: Db,
  { id, accountId, fileId }: { id: string; accountId: string; fileId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('taskInputs')
    .set({ fileId })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('fileId', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function close(tx: Db, id: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom('taskInputs')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('fileId', 'is', null)
    .execute()
}
