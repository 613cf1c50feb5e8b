import type { CaseState } from '@xueshi/contract/integrity'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Whose draft, in which states its files may change. */
export type OwnCase = { id: string; proposerId: string; from: readonly CaseState[] }

/** Locks the case so that two additions cannot both be the last one; false when it is not theirs to change. */
export async function lockCase(tx: Db, { id, proposerId, from }: OwnCase): Promise<boolean> {
  const found = await tx
    .selectFrom('cases')
    .select('id')
    .where('id', '=', id)
    .where('proposerId', '=', proposerId)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()
  return found !== undefined
}

export type Place = { id: string; caseId: string; name: string; sizeBytes: number; createdAt: Date }

/** A place for one file of a locked case; false when the case has `limit` of them. */
export async function insert(tx: Db, place: Place, limit: number): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO case_files (id, case_id, name, size_bytes, created_at)
    SELECT ${place.id}, ${place.caseId}, ${place.name}, ${place.sizeBytes}, ${place.createdAt}
    WHERE (SELECT count(*) FROM case_files WHERE case_id = ${place.caseId}) < ${limit}
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place of the account's own, with the state of its case. */
export function findPlace(db: Db, id: string, proposerId: string) {
  return db
    .selectFrom('caseFiles')
    .innerJoin('cases', 'cases.id', 'caseFiles.caseId')
    .select(['caseFiles.caseId', 'caseFiles.sizeBytes', 'caseFiles.fileId', 'cases.state'])
    .where('caseFiles.id', '=', id)
    .where('cases.proposerId', '=', proposerId)
    .executeTakeFirst()
}

/** The place has its file, and its case a new version; undefined when either may no longer change. */
export async function fill(
  tx: Db,
  { id, proposerId, from }: OwnCase,
  fileId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ caseId: string }>`
    WITH held AS (
      UPDATE cases SET version = version + 1
      WHERE id = (SELECT case_id FROM case_files WHERE id = ${id} AND file_id IS NULL)
        AND proposer_id = ${proposerId} AND state = ANY (${from}::text[])
      RETURNING id
    )
    UPDATE case_files f SET file_id = ${fileId} FROM held
    WHERE f.id = ${id} AND f.case_id = held.id AND f.file_id IS NULL
    RETURNING f.case_id`.execute(tx)
  return rows[0]?.caseId
}

/** Takes a file from a case, which gets a new version. Undefined when the guard did not hold. */
export async function remove(
  tx: Db,
  { id, proposerId, from }: OwnCase,
  placeId: string,
): Promise<{ fileId: string | null } | undefined> {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH held AS (
      UPDATE cases SET version = version + 1
      WHERE id = ${id} AND proposer_id = ${proposerId} AND state = ANY (${from}::text[])
        AND EXISTS (SELECT FROM case_files WHERE id = ${placeId} AND case_id = ${id})
      RETURNING id
    )
    DELETE FROM case_files f USING held WHERE f.id = ${placeId} AND f.case_id = held.id
    RETURNING f.file_id`.execute(tx)
  return rows[0]
}

/** Closes a place whose file was refused. */
export async function removePlace(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('caseFiles').where('id', '=', id).where('fileId', 'is', null).execute()
}

/** Where the bytes of a file lie. */
export function findFile(db: Db, id: string) {
  return db
    .selectFrom('caseFiles')
    .innerJoin('files', 'files.id', 'caseFiles.fileId')
    .select(['files.key', 'files.type', 'caseFiles.name', 'files.sizeBytes'])
    .where('caseFiles.id', '=', id)
    .executeTakeFirst()
}
