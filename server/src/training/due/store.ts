import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Classes that start within the next day and of which nobody has been reminded; at most so many. */
export async function listToRemind(db: Db, now: Date, limit: number) {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM classes
    WHERE state IN ('accepting', 'paused', 'closed') AND starts_at > ${now} AND starts_at <= ${now}::timestamptz + interval '24 hours'
      AND reminded_at IS NULL
    ORDER BY starts_at LIMIT ${limit}`.execute(db)
  return rows
}

/** Marks the class as reminded of; undefined when somebody else was quicker. */
export async function markReminded(tx: Db, id: string, now: Date) {
  const { rows } = await sql<{ name: string; startsOn: string; place: string }>`
    UPDATE classes SET reminded_at = ${now} WHERE id = ${id} AND reminded_at IS NULL
    RETURNING name, starts_on, place`.execute(tx)
  return rows[0]
}
