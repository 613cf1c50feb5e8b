import type { ExemptionState } from '@xueshi/contract/ledger'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Whose application, and in which states its files may change. */
export type Own = { id: string; personId: string; from: readonly ExemptionState[] }
export type Place = { id: string; name: string; sizeBytes: number; at: Date }

/** Locks the application; false when it is not theirs to change. */
export async function lock(tx: Db, { id, personId, from }: Own): Promise<boolean> {
  const { rows } = await sql`
    SELECT id FROM exemptions
    WHERE id = ${id} AND person_id = ${personId} AND state = ANY (${from}::text[]) FOR UPDATE`.execute(
    tx,
  )
  return rows.length > 0
}

/** A place for one file of a locked application; false when it has `limit` of them. */
export async function insert(tx: Db, exemptionId: string, place: Place, limit: number) {
  const { rows } = await sql`
    INSERT INTO exemption_files (id, exemption_id, name, size_bytes, created_at)
    SELECT ${place.id}, ${exemptionId}, ${place.name}, ${place.sizeBytes}, ${place.at}
    WHERE (SELECT count(*) FROM exemption_files WHERE exemption_id = ${exemptionId}) < ${limit}
    RETURNING id`.execute(tx)
  return rows.length > 0
}

/** A place of the person's, with the state of its application. */
export function findPlace(db: Db, personId: string, id: string) {
  return db
    .selectFrom('exemptionFiles as f')
    .innerJoin('exemptions as x', 'x.id', 'f.exemptionId')
    .select(['f.id', 'f.exemptionId', 'f.sizeBytes', 'f.fileId', 'x.state'])
    .where('f.id', '=', id)
    .where('x.personId', '=', personId)
    .executeTakeFirst()
}

/** The place has its file, and the application a new version; undefined when it may no longer change. */
export async function fill(
  tx: Db,
  { id, personId, from }: Own,
  fileId: string,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ exemptionId: string }>`
    WITH changed AS (
      UPDATE exemptions SET version = version + 1, updated_at = ${at}
      WHERE id = (SELECT exemption_id FROM exemption_files WHERE id = ${id} AND file_id IS NULL)
        AND person_id = ${personId} AND state = ANY (${from}::text[])
      RETURNING id
    )
    UPDATE exemption_files f SET file_id = ${fileId} FROM changed
    WHERE f.id = ${id} AND f.exemption_id = changed.id AND f.file_id IS NULL
    RETURNING f.exemption_id`.execute(tx)
  return rows[0]?.exemptionId
}

/** Takes a file from an application, which gets a new version; undefined when the guard did not hold. */
export async function remove(tx: Db, { id, personId, from }: Own, placeId: string, at: Date) {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH changed AS (
      UPDATE exemptions SET version = version + 1, updated_at = ${at}
      WHERE id = ${id} AND person_id = ${personId} AND state = ANY (${from}::text[])
        AND EXISTS (SELECT FROM exemption_files WHERE id = ${placeId} AND exemption_id = ${id})
      RETURNING id
    )
    DELETE FROM exemption_files f USING changed WHERE f.id = ${placeId} AND f.exemption_id = changed.id
    RETURNING f.file_id`.execute(tx)
  return rows[0]
}

/** Closes a place whose file was refused. */
export async function removePlace(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('exemptionFiles').where('id', '=', id).where('fileId', 'is', null).execute()
}

/** Closes places that were opened before this time and never filled. */
export async function removeAbandoned(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('exemptionFiles')
    .where('fileId', 'is', null)
    .where('createdAt', '<', before)
    .execute()
}

/** Where the bytes of a file lie. */
export function findFile(db: Db, id: string) {
  return db
    .selectFrom('exemptionFiles')
    .innerJoin('files', 'files.id', 'exemptionFiles.fileId')
    .select(['files.key', 'files.type', 'exemptionFiles.name', 'files.sizeBytes'])
    .where('exemptionFiles.id', '=', id)
    .executeTakeFirst()
}
