import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/**
 * Enrolments, and what platforms reported, are another's. Whoever finishes a class just now holds its
 * enrolments: this waits, and takes them as they are then.
 */
export async function moveAll(tx: Db, id: string, intoId: string): Promise<number> {
  const { rows } = await sql`
    UPDATE enrolments SET person_id = ${intoId}, version = version + 1 WHERE person_id = ${id}
    RETURNING id`.execute(tx)
  await sql`
    UPDATE completions SET person_id = ${intoId}, version = version + 1 WHERE person_id = ${id}`.execute(
    tx,
  )
  return rows.length
}
