import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Classes that start within the next day and of whose start somebody with a place was not reminded; at most so many. */
export async function listToRemind(db: Db, now: Date, limit: number) {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM classes c
    WHERE c.state IN ('accepting', 'paused', 'closed') AND c.starts_at > ${now}
      AND c.starts_at <= ${now}::timestamptz + interval '24 hours'
      AND EXISTS (SELECT FROM enrolments e WHERE e.class_id = c.id AND e.state = 'confirmed'
        AND e.reminded_of IS DISTINCT FROM c.starts_at)
    ORDER BY c.starts_at LIMIT ${limit}`.execute(db)
  return rows
}

/** Marks those with a place as reminded of this start, and answers who was not before. The places are locked. */
export async function markReminded(tx: Db, classId: string, startsAt: Date) {
  const { rows } = await sql<{ id: string; personId: string }>`
    UPDATE enrolments SET reminded_of = ${startsAt} WHERE class_id = ${classId} AND state = 'confirmed'
      AND reminded_of IS DISTINCT FROM ${startsAt}::timestamptz
    RETURNING id, person_id`.execute(tx)
  return rows
}
