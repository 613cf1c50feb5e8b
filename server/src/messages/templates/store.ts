import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { MessageTemplates } from '../../platform/tables.ts'

export const listAll = (db: Db) => db.selectFrom('messageTemplates').selectAll().execute()

/** What was put in place of the shipped texts of these topics. */
export const findTexts = (db: Db, topics: readonly string[]) =>
  db
    .selectFrom('messageTemplates')
    .select(['topic', 'title', 'text'])
    .where(sql<boolean>`topic = ANY (${[...topics]}::text[])`)
    .execute()

/** False when the template is no longer the version that was seen. */
export async function save(
  tx: Db,
  { version, ...row }: Insertable<MessageTemplates> & { version: number },
): Promise<boolean> {
  const saved =
    version === 0
      ? await tx
          .insertInto('messageTemplates')
          .values(row)
          .onConflict((conflict) => conflict.column('topic').doNothing())
          .returning('topic')
          .executeTakeFirst()
      : await tx
          .updateTable('messageTemplates')
          .set((is) => ({ ...row, version: is('version', '+', 1) }))
          .where('topic', '=', row.topic)
          .where('version', '=', version)
          .returning('topic')
          .executeTakeFirst()
  return saved !== undefined
}

/** The shipped text holds again; false when the template is no longer the version that was seen. */
export async function remove(tx: Db, topic: string, version: number): Promise<boolean> {
  const gone = await tx
    .deleteFrom('messageTemplates')
    .where('topic', '=', topic)
    .where('version', '=', version)
    .returning('topic')
    .executeTakeFirst()
  return gone !== undefined
}
