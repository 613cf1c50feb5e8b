import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** These enrolments of a class, as its institution names them, in the order of places. */
export async function listNamed(db: Db, classId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const { rows } = await sql<{ id: string; number: number; name: string; unitName: string }>`
    SELECT e.id, e.number, a.name, u.name AS unit_name
    FROM enrolments e JOIN people a ON a.id = e.person_id JOIN units u ON u.id = e.unit_id
    WHERE e.class_id = ${classId} AND e.id = ANY (${[...ids]}::uuid[]) ORDER BY e.rank, e.id`.execute(
    db,
  )
  return rows
}
