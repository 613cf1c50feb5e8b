import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type NearRow = {
  id: string
  row: number
  name: string
  nameOnRecord: string
  numberMasked: string
}

/** People of a batch whose number is somebody's of another name, in the order of the file. */
export const nearQuery = (batchId: string, after: number, limit: number) => sql<NearRow>`
  SELECT n.id, n.first_row AS row, n.name, a.name AS name_on_record, n.number_masked
  FROM legacy_people n JOIN accounts a ON a.id = n.account_id
  WHERE n.batch_id = ${batchId} AND n.state = 'near' AND n.first_row > ${after}
  ORDER BY n.first_row LIMIT ${limit}`

export const listNear = async (db: Db, ...page: Parameters<typeof nearQuery>) =>
  (await nearQuery(...page).execute(db)).rows

/** They are the same person; false where nobody of that id waits in a checked batch. */
export async function accept(
  tx: Db,
  { batchId, id, from }: { batchId: string; id: string; from: readonly string[] },
): Promise<boolean> {
  const { rows } = await sql`
    UPDATE legacy_people n SET state = 'known' FROM legacy_batches b
    WHERE n.id = ${id} AND n.batch_id = ${batchId} AND n.state = 'near'
      AND b.id = n.batch_id AND b.state = ANY (${[...from]}::text[])
    RETURNING n.id`.execute(tx)
  return rows.length > 0
}

export const findPerson = (db: Db, batchId: string, id: string) =>
  db
    .selectFrom('legacyPeople')
    .select(['state', 'accountId'])
    .where('batchId', '=', batchId)
    .where('id', '=', id)
    .executeTakeFirst()
