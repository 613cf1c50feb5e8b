import type { DeclarationState } from '@xueshi/contract/declarations'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Whose record, and in which states its files may change. */
export type OwnRecord = { id: string; personId: string; from: readonly DeclarationState[] }

/** Locks the record so that two additions cannot both be the last one; false when it is not theirs to change. */
export async function lockRecord(tx: Db, { id, personId, from }: OwnRecord): Promise<boolean> {
  const found = await tx
    .selectFrom('declarations')
    .select('id')
    .where('id', '=', id)
    .where('personId', '=', personId)
    .where('state', 'in', from)
    .forUpdate()
    .executeTakeFirst()
  return found !== undefined
}

export type Place = {
  id: string
  declarationId: string
  name: string
  sizeBytes: number
  claimed: Buffer | null
  at: Date
}

/** A place for one file of a locked record; false when the record has `limit` of them. */
export async function insert(tx: Db, place: Place, limit: number): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO evidence (id, declaration_id, name, state, size_bytes, claimed_sha256, created_at)
    SELECT ${place.id}, ${place.declarationId}, ${place.name}, 'uploading', ${place.sizeBytes}, ${place.claimed}, ${place.at}
    WHERE (SELECT count(*) FROM evidence WHERE declaration_id = ${place.declarationId}) < ${limit}
    RETURNING id
  `.execute(tx)
  return rows.length > 0
}

/** A place of the person's, with the state of its record. */
export function findPlace(db: Db, personId: string, id: string) {
  return db
    .selectFrom('evidence')
    .innerJoin('declarations', 'declarations.id', 'evidence.declarationId')
    .select([
      'evidence.id',
      'evidence.declarationId',
      'evidence.sizeBytes',
      'evidence.state',
      'evidence.claimedSha256',
      'declarations.state as recordState',
    ])
    .where('evidence.id', '=', id)
    .where('declarations.personId', '=', personId)
    .executeTakeFirst()
}

/**
 * The place has its file, and its record a new version. Undefined when the record may no longer
 * change or the place is gone or filled. The record is locked first, as in every move.
 */
export async function fill(
  tx: Db,
  { id, personId, from }: OwnRecord,
  fileId: string,
  at: Date,
): Promise<string | undefined> {
  const { rows } = await sql<{ declarationId: string }>`
    WITH record AS (
      UPDATE declarations SET version = version + 1, updated_at = ${at}
      WHERE id = (SELECT declaration_id FROM evidence WHERE id = ${id} AND state = 'uploading')
        AND person_id = ${personId} AND state = ANY (${from}::text[])
      RETURNING id
    )
    UPDATE evidence e SET state = 'ready', file_id = ${fileId} FROM record
    WHERE e.id = ${id} AND e.declaration_id = record.id AND e.state = 'uploading'
    RETURNING e.declaration_id
  `.execute(tx)
  return rows[0]?.declarationId
}

/**
 * Takes a file from a record, which gets a new version; one that is still on its way also while no more
 * than adding is allowed. Undefined when the guard did not hold.
 */
export async function remove(
  tx: Db,
  { id, personId, from, addsFrom }: OwnRecord & { addsFrom: readonly DeclarationState[] },
  evidenceId: string,
  at: Date,
): Promise<{ fileId: string | null } | undefined> {
  const { rows } = await sql<{ fileId: string | null }>`
    WITH record AS (
      UPDATE declarations SET version = version + 1, updated_at = ${at}
      WHERE id = ${id} AND person_id = ${personId} AND EXISTS (
        SELECT FROM evidence e WHERE e.id = ${evidenceId} AND e.declaration_id = ${id}
          AND declarations.state = ANY (CASE e.state WHEN 'uploading' THEN ${addsFrom}::text[] ELSE ${from}::text[] END))
      RETURNING id
    )
    DELETE FROM evidence e USING record WHERE e.id = ${evidenceId} AND e.declaration_id = record.id
    RETURNING e.file_id
  `.execute(tx)
  return rows[0]
}

/** Those of these files that nothing holds any more: a training's are evidence of many records. */
export async function unheld(tx: Db, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM files WHERE id = ANY (${ids}::uuid[])
      AND NOT EXISTS (SELECT FROM evidence held WHERE held.file_id = files.id)
      AND NOT EXISTS (SELECT FROM declaration_batch_files held WHERE held.file_id = files.id)`.execute(
    tx,
  )
  return rows.map(({ id }) => id)
}

/** Puts the files of a locked record in this order and counts its version up. */
export async function order(tx: Db, id: string, ids: readonly string[], at: Date): Promise<void> {
  await sql`
    WITH record AS (
      UPDATE declarations SET version = version + 1, updated_at = ${at} WHERE id = ${id} RETURNING id
    )
    UPDATE evidence e SET position = listed.place
    FROM record, unnest(${ids}::uuid[]) WITH ORDINALITY AS listed (id, place)
    WHERE e.declaration_id = record.id AND e.id = listed.id
  `.execute(tx)
}

/** Closes a place whose file was refused. */
export async function removePlace(tx: Db, id: string): Promise<void> {
  await tx.deleteFrom('evidence').where('id', '=', id).where('state', '=', 'uploading').execute()
}

/** Closes places that were opened before this time and never filled. */
export async function removeAbandoned(db: Db, before: Date): Promise<void> {
  await db
    .deleteFrom('evidence')
    .where('state', '=', 'uploading')
    .where('createdAt', '<', before)
    .execute()
}

/** Where the bytes of a file lie. */
export function findFile(db: Db, id: string) {
  return db
    .selectFrom('evidence')
    .innerJoin('files', 'files.id', 'evidence.fileId')
    .select(['files.key', 'files.type', 'evidence.name', 'files.sizeBytes'])
    .where('evidence.id', '=', id)
    .executeTakeFirst()
}
