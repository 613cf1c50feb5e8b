import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type NewPhoto = { id: string; accountId: string; sizeBytes: number; createdAt: Date }

/** A place for a photo; false when the account has so many empty or unused ones already. */
export async function open(tx: Db, photo: NewPhoto, most: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    INSERT INTO photos (id, account_id, size_bytes, created_at)
    SELECT ${photo.id}, ${photo.accountId}, ${photo.sizeBytes}, ${photo.createdAt}
    WHERE (SELECT count(*) FROM photos f WHERE f.account_id = ${photo.accountId}
           AND NOT EXISTS (SELECT FROM profiles p WHERE p.photo_id = f.id)) < ${most}`.execute(tx)
  return numAffectedRows === 1n
}

export const find = (db: Db, id: string, accountId: string) =>
  db
    .selectFrom('photos')
    .select(['id', 'sizeBytes', 'fileId'])
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .executeTakeFirst()

/** The photo has its file; false when its place is gone or taken. */
export async function fill(
  tx: Db,
  { id, accountId, fileId }: { id: string; accountId: string; fileId: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('photos')
    .set({ fileId })
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('fileId', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows === 1n
}

export async function close(tx: Db, id: string, accountId: string): Promise<void> {
  await tx
    .deleteFrom('photos')
    .where('id', '=', id)
    .where('accountId', '=', accountId)
    .where('fileId', 'is', null)
    .execute()
}

/** The photo as a stored file. */
export const findFile = (db: Db, id: string) =>
  db
    .selectFrom('photos')
    .innerJoin('files', 'files.id', 'photos.fileId')
    .select(['files.key', 'files.type', 'files.sizeBytes', sql<string>`'photo.jpg'`.as('name')])
    .where('photos.id', '=', id)
    .executeTakeFirst()

/** Takes photos away that were made before the instant and that no profile shows; answers their files. */
export async function sweep(tx: Db, before: Date, limit: number): Promise<string[]> {
  const { rows } = await sql<{ fileId: string | null }>`
    DELETE FROM photos WHERE id = ANY (ARRAY(
      SELECT f.id FROM photos f WHERE f.created_at < ${before}
        AND NOT EXISTS (SELECT FROM profiles p WHERE p.photo_id = f.id)
      ORDER BY f.created_at LIMIT ${limit} FOR UPDATE OF f SKIP LOCKED))
    RETURNING file_id`.execute(tx)
  return rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
}
