import { sql } from 'kysely'
import type { Db } from './database.ts'

export type NewPicture = { id: string; accountId: string; sizeBytes: number; createdAt: Date }
type Place = { id: string; sizeBytes: number; fileId: string | null }
type Stored = { key: string; type: string; sizeBytes: number; name: string }

/**
 * The places for pictures that a form names once they have come: `pictures` is their table, and
 * `column` of `users` shows which are in use. Both tables are the caller's own; `name` is what the
 * picture is called when somebody looks at it.
 */
export function picturePlaces(names: {
  pictures: string
  users: string
  column: string
  name: string
}) {
  const pictures = sql.table(names.pictures)
  const inUse = sql`SELECT FROM ${sql.table(names.users)} u WHERE u.${sql.ref(names.column)} = f.id`
  return {
    /** A place for a picture; false when the account has so many empty or unused ones already. */
    async open(tx: Db, picture: NewPicture, most: number): Promise<boolean> {
      const { id, accountId, sizeBytes, createdAt } = picture
      const { numAffectedRows } = await sql`
        INSERT INTO ${pictures} (id, account_id, size_bytes, created_at)
        SELECT ${id}, ${accountId}, ${sizeBytes}, ${createdAt}
        WHERE (SELECT count(*) FROM ${pictures} f WHERE f.account_id = ${accountId}
               AND NOT EXISTS (${inUse})) < ${most}`.execute(tx)
      return numAffectedRows === 1n
    },

    async find(db: Db, id: string, accountId: string): Promise<Place | undefined> {
      const { rows } = await sql<Place>`
        SELECT id, size_bytes, file_id FROM ${pictures}
        WHERE id = ${id} AND account_id = ${accountId}`.execute(db)
      return rows[0]
    },

    /** The picture has its file; false when its place is gone or taken. */
    async fill(
      tx: Db,
      { id, accountId, fileId }: { id: string; accountId: string; fileId: string },
    ): Promise<boolean> {
      const { numAffectedRows } = await sql`
        UPDATE ${pictures} SET file_id = ${fileId}
        WHERE id = ${id} AND account_id = ${accountId} AND file_id IS NULL`.execute(tx)
      return numAffectedRows === 1n
    },

    async close(tx: Db, id: string, accountId: string): Promise<void> {
      await sql`
        DELETE FROM ${pictures}
        WHERE id = ${id} AND account_id = ${accountId} AND file_id IS NULL`.execute(tx)
    },

    /** The picture as a stored file. */
    async findFile(db: Db, id: string): Promise<Stored | undefined> {
      const { rows } = await sql<Stored>`
        SELECT s.key, s.type, s.size_bytes, ${names.name}::text AS name
        FROM ${pictures} f JOIN files s ON s.id = f.file_id WHERE f.id = ${id}`.execute(db)
      return rows[0]
    },

    /** Takes pictures away that were made before the instant and are not in use; answers their files. */
    async sweep(tx: Db, before: Date, limit: number): Promise<string[]> {
      const { rows } = await sql<{ fileId: string | null }>`
        DELETE FROM ${pictures} WHERE id = ANY (ARRAY(
          SELECT f.id FROM ${pictures} f WHERE f.created_at < ${before} AND NOT EXISTS (${inUse})
          ORDER BY f.created_at LIMIT ${limit} FOR UPDATE OF f SKIP LOCKED))
        RETURNING file_id`.execute(tx)
      return rows.flatMap(({ fileId }) => (fileId === null ? [] : [fileId]))
    },
  }
}
export type PicturePlaces = ReturnType<typeof picturePlaces>
