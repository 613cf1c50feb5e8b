import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** Where else the person learns the course of this class, or has its hours; at most 20. */
export async function listSame(
  db: Db,
  { classId, personId }: { classId: string; personId: string },
): Promise<{ name: string; credited: boolean }[]> {
  const course = sql`(SELECT course_id FROM classes WHERE id = ${classId})`
  const { rows } = await sql<{ name: string; credited: boolean }>`
    SELECT c.name, e.state = 'completed' AS credited FROM enrolments e JOIN classes c ON c.id = e.class_id
    WHERE e.person_id = ${personId} AND e.class_id <> ${classId} AND c.course_id = ${course}
      AND e.state IN ('applied', 'confirmed', 'waitlisted', 'completed')
    UNION ALL
    SELECT u.name, true FROM completions m JOIN units u ON u.id = m.unit_id
    WHERE m.person_id = ${personId} AND m.state = 'credited' AND m.course_id = ${course}
    LIMIT 20`.execute(db)
  return rows
}
