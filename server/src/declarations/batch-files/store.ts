import type { BatchState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Which batch of the unit's, and in which states its files may change. */
export type Own = { id: string; unitId: string; from: readonly BatchState[] }
export type Place = { id: string; name: string; sizeBytes: number; at: Date }

/** Locks the batch; false when it is not the unit's to change. */
export async function lock(tx: Db, { id, unitId, from }: Own): Promise<boolean> {
  const { rows } = await sql`
    SELECT id FROM declaration_batches
    WHERE id = ${id} AND unit_id = ${unitId} AND state = ANY (${from}::text[]) FOR UPDATE`.execute(
    tx,
  )
  return rows.length > 0
}

/** A place for one file of a locked batch; false when it has `limit` of them. */
export async function insert(tx: Db, batchId: string, place: Place, limit: number) {
  const { rows } = await sql`
    INSERT INTO declaration_batch_files (id, batch_id, name, size_bytes, created_at)
    SELECT ${place.id}, ${batchId}, ${place.name}, ${place.sizeBytes}, ${place.at}
    WHERE (SELECT count(*) FROM declaration_batch_files WHERE batch_id = ${batchId}) < ${limit}
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place of the unit's, with the state of its batch. */
export function findPlace(db: Db, unitId: string, id: string) {
  return db
    .selectFrom('declarationBatchFiles as f')
    .innerJoin('declarationBatches as b', 'b.id', 'f.batchId')
    .select(['f.id', 'f.batchId', 'f.sizeBytes', 'f.fileId', 'b.state'])
    .where('f.id', '=', id)
    .where('b.unitId', '=', unitId)
    .executeTakeFirst()
}

/** The place has its file, and the batch a new version; undefined when it may no longer change. */
export async function fill(
  tx: Db,
  { id, unitId, from }: Own,
  fileId: string,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ batchId: string }>`
    WITH changed AS (
      UPDATE declaration_batches SET version = version + 1, updated_at = ${at}
      WHERE id = (SELECT batch_id FROM declaration_batch_files WHERE id = ${id} AND file_id IS NULL)
        AND unit_id = ${unitId} AND state = ANY (${from}::text[])
      RETURNING id
    )
    UPDATE declaration_batch_files f SET file_id = ${fileId} FROM changed
    WHERE f.id = ${id} AND f.batch_id = changed.id AND f.file_id IS NULL
    RETURNING f.batch_id`.execute(tx)
  return rows[0]?.batchId
}

/** Takes a file from a batch, which gets a new version; undefined when the guard did not hold. */
export async function remove(tx: Db, { id, unitId, from }: Own, placeId: string, at: Date) {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH changed AS (
      UPDATE declaration_batches SET version = version + 1, updated_at = ${at}
      WHERE id = ${id} AND unit_id = ${unitId} AND state = ANY (${from}::text[])
        AND EXISTS (SELECT FROM declaration_batch_files WHERE id = ${placeId} AND batch_id = ${id})
      RETURNING id
    )
    DELETE FROM declaration_batch_files f USING changed WHERE f.id = ${placeId} AND f.batch_id = changed.id
    RETURNING f.file_id`.execute(tx)
  return rows[0]
}

/** Closes a place whose file was refused. */
export async function removePlace(tx: Db, id: string): Promise<void> {
  await tx
    .deleteFrom('declarationBatchFiles')
    .where('id', '=', id)
    .where('fileId', 'is', null)
    .execute()
}

/** Closes places that were opened before this time and never filled. */
export async function removeAbandoned(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('declarationBatchFiles')
    .where('fileId', 'is', null)
    .where('createdAt', '<', before)
    .execute()
}

/** Where the bytes of a file lie. */
export function findFile(db: Db, id: string) {
  return db
    .selectFrom('declarationBatchFiles as f')
    .innerJoin('files', 'files.id', 'f.fileId')
    .select(['files.key', 'files.type', 'f.name', 'files.sizeBytes'])
    .where('f.id', '=', id)
    .executeTakeFirst()
}
