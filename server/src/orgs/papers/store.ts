import type { PaperPurpose } from '@xueshi/contract/orgs/papers'
import { sql, type Insertable } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { places } from '../../platform/places.ts'
import type { UnitPapers } from '../../platform/tables.ts'

export const { fill, close, findFile } = places('unit_papers')

export async function insert(tx: Db, place: Insertable<UnitPapers>): Promise<void> {
  await tx.insertInto('unitPapers').values(place).execute()
}

/** A place that the account opened, which belongs to no record yet. */
export const findPlace = (db: Db, id: string, accountId: string) =>
  db
    .selectFrom('unitPapers')
    .select(['unitId', 'sizeBytes', 'fileId'])
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('recordId', 'is', null)
    .executeTakeFirst()

/**
 * The papers are the record's from now on, and those that it had and are not among them are not any
 * more. False, and to be taken back, when one of them is not here, another unit's or another record's.
 */
export async function attach(
  tx: Db,
  {
    ids,
    unitId,
    purpose,
    recordId,
  }: { ids: readonly string[]; unitId: string; purpose: PaperPurpose; recordId: string },
): Promise<boolean> {
  await sql`
    UPDATE unit_papers SET record_id = NULL
    WHERE record_id = ${recordId} AND id <> ALL (${ids}::uuid[])`.execute(tx)
  const { rows } = await sql`
    UPDATE unit_papers SET record_id = ${recordId}
    WHERE id = ANY (${ids}::uuid[]) AND unit_id = ${unitId} AND purpose = ${purpose}
      AND file_id IS NOT NULL AND (record_id IS NULL OR record_id = ${recordId})
    RETURNING id`.execute(tx)
  return rows.length === new Set(ids).size
}

const received = (db: Db) =>
  db
    .selectFrom('unitPapers as p')
    .innerJoin('files as f', 'f.id', 'p.fileId')
    .select(['p.id', 'p.name', 'f.type', 'f.sizeBytes'])

/** What the account has sent for the unit and the purpose, and what belongs to no record yet. */
export const listLoose = (
  db: Db,
  { unitId, purpose, accountId }: { unitId: string; purpose: PaperPurpose; accountId: string },
) =>
  received(db)
    .where('p.recordId', 'is', null)
    .where('p.unitId', '=', unitId)
    .where('p.purpose', '=', purpose)
    .where('p.accountId', '=', accountId)
    .orderBy('p.id')
    .limit(100)
    .execute()

/** Takes a loose paper of the account away, with its file; undefined where it is none. */
export async function remove(
  tx: Db,
  id: string,
  accountId: string,
): Promise<{ unitId: string; fileId: string | null } | undefined> {
  return tx
    .deleteFrom('unitPapers')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('recordId', 'is', null)
    .returning(['unitId', 'fileId'])
    .executeTakeFirst()
}

/** The papers of a record, in the order in which they were sent. */
export const list = (db: Db, recordId: string) =>
  received(db).where('p.recordId', '=', recordId).orderBy('p.id').execute()

/** Takes away what nobody used while its ticket was good; answers how many, and their files. */
export async function removeLoose(
  tx: Db,
  before: Date,
  limit: number,
): Promise<{ count: number; files: string[] }> {
  const { rows } = await sql<{ fileId: string | null }>`
    DELETE FROM unit_papers WHERE id IN (
      SELECT id FROM unit_papers WHERE record_id IS NULL AND created_at < ${before}
      ORDER BY created_at LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING file_id`.execute(tx)
  const files = rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
  return { count: rows.length, files }
}
