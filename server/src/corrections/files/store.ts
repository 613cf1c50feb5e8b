import type { CorrectionState } from '@xueshi/contract/corrections'
import { type Insertable, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { CorrectionFiles } from '../../platform/tables.ts'

/** Whose request, and in which states its files may change. */
export type OwnRequest = { id: string; personId: string; from: readonly CorrectionState[] }

/** Locks the request so that two files cannot both be the last one; false when it is not theirs to change. */
export async function lock(tx: Db, { id, personId, from }: OwnRequest): Promise<boolean> {
  const found = await tx
    .selectFrom('corrections')
    .select('id')
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', [...from])
    .forUpdate()
    .executeTakeFirst()
  return found !== undefined
}

/** A place for one file of a locked request; false when it has `most` of them. */
export async function insert(
  tx: Db,
  place: Insertable<CorrectionFiles>,
  most: number,
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO correction_files (id, correction_id, name, size_bytes, created_at)
    SELECT ${place.id}, ${place.correctionId}, ${place.name}, ${place.sizeBytes}, ${place.createdAt}
    WHERE (SELECT count(*) FROM correction_files WHERE correction_id = ${place.correctionId}) < ${most}
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place of the person's, with the state of its request. */
export const findPlace = (db: Db, personId: string, id: string) =>
  db
    .selectFrom('correctionFiles as f')
    .innerJoin('corrections as c', 'c.id', 'f.correctionId')
    .select(['f.correctionId', 'f.sizeBytes', 'f.fileId', 'c.state'])
    .where('f.id', '=', id)
    .where('c.personId', '=', personId)
    .executeTakeFirst()

/** The place has its file, and its request a new version; undefined when it may no longer change. */
export async function fill(
  tx: Db,
  { id, personId, from }: OwnRequest,
  fileId: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ correctionId: string }>`
    WITH request AS (
      UPDATE corrections SET version = version + 1
      WHERE id = (SELECT correction_id FROM correction_files WHERE id = ${id} AND file_id IS NULL)
        AND person_id = ${personId} AND state = ANY (${[...from]}::text[])
      RETURNING id
    )
    UPDATE correction_files f SET file_id = ${fileId} FROM request
    WHERE f.id = ${id} AND f.correction_id = request.id AND f.file_id IS NULL
    RETURNING f.correction_id`.execute(tx)
  return rows[0]?.correctionId
}

/** Takes a file from a request, which gets a new version; undefined when the guard did not hold. */
export async function remove(
  tx: Db,
  { id, personId, from }: OwnRequest,
  placeId: string,
): Promise<{ fileId: string | null } | undefined> {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH request AS (
      UPDATE corrections SET version = version + 1
      WHERE id = ${id} AND person_id = ${personId} AND state = ANY (${[...from]}::text[])
        AND EXISTS (SELECT FROM correction_files WHERE id = ${placeId} AND correction_id = ${id})
      RETURNING id
    )
    DELETE FROM correction_files f USING request WHERE f.id = ${placeId} AND f.correction_id = request.id
    RETURNING f.file_id`.execute(tx)
  return rows[0]
}

/** Closes a place whose file was refused. */
export async function close(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('correctionFiles').where('id', '=', id).where('fileId', 'is', null).execute()
}

/** Where the bytes of a file lie. */
export const findFile = (db: Db, id: string) =>
  db
    .selectFrom('correctionFiles as f')
    .innerJoin('files', 'files.id', 'f.fileId')
    .select(['files.key', 'files.type', 'f.name', 'files.sizeBytes'])
    .where('f.id', '=', id)
    .executeTakeFirst()
