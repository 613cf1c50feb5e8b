import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Whether the course of a class may still be taught anew. Whoever closes it meanwhile waits for this act, or is seen. */
export async function isOffered(tx: Db, classId: string): Promise<boolean> {
  const { rows } = await sql<{ offered: boolean }>`
    SELECT k.state IN ('filed', 'published') AS offered FROM courses k
    WHERE k.id = (SELECT course_id FROM classes WHERE id = ${classId}) FOR SHARE`.execute(tx)
  return rows[0]?.offered ?? false
}

/** Classes of the course that no one can apply for yet and that wait for an approval or their opening. */
export async function listUnopened(tx: Db, courseId: string) {
  const { rows } = await sql<{ id: string; name: string; institutionId: string }>`
    SELECT id, name, institution_id FROM classes
    WHERE course_id = ${courseId} AND state IN ('submitted', 'approved') ORDER BY id`.execute(tx)
  return rows
}
