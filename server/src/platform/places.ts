import { sql } from 'kysely'
import type { Db } from './database.ts'

export type Stored = { key: string; type: string; name: string; sizeBytes: number }

/** The places for files in one table, which is the caller's own: each has a name, and its file once that has come. */
export function places(table: string) {
  const own = sql.table(table)
  return {
    /** False when the place is gone, or filled already. */
    async fill(tx: Db, id: string, fileId: string): Promise<boolean> {
      const { numAffectedRows } = await sql`
        UPDATE ${own} SET file_id = ${fileId} WHERE id = ${id} AND file_id IS NULL`.execute(tx)
      return numAffectedRows === 1n
    },

    /** Closes a place whose file was refused. */
    async close(tx: Db, id: string): Promise<void> {
      await sql`DELETE FROM ${own} WHERE id = ${id} AND file_id IS NULL`.execute(tx)
    },

    /** Where the bytes of a file lie. */
    async findFile(db: Db, id: string): Promise<Stored | undefined> {
      const { rows } = await sql<Stored>`
        SELECT s.key, s.type, f.name, s.size_bytes FROM ${own} f JOIN files s ON s.id = f.file_id
        WHERE f.id = ${id}`.execute(db)
      return rows[0]
    },
  }
}
