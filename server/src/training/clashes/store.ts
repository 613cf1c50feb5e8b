import type { ClassState } from '@xueshi/contract/training/classes'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type ClashRow = {
  what: 'teacher' | 'place'
  name: string
  className: string
  from: Date
  to: Date
}

/** Whoever teaches a session, one by one: its own teachers, or the class's. */
const teachersOf = (session: RawBuilder<unknown>, held: RawBuilder<unknown>) =>
  sql`regexp_split_to_array(coalesce(${session}.teacher, ${held}.teacher), '\\s*[、，,；;]\\s*')`

/** At most 20 sessions of the institution's other classes with the same teacher or in the same room at one time. */
export async function findClashes(
  db: Db,
  { id, institutionId }: { id: string; institutionId: string },
  states: readonly ClassState[],
): Promise<ClashRow[]> {
  const room = (session: RawBuilder<unknown>, held: RawBuilder<unknown>) =>
    sql`CASE WHEN ${session}.online THEN NULL ELSE coalesce(${session}.place, ${held}.place) END`
  const { rows } = await sql<ClashRow>`
    SELECT found.* FROM classes mine JOIN class_sessions s ON s.class_id = mine.id
    JOIN classes c ON c.institution_id = mine.institution_id AND c.id <> mine.id AND c.state = ANY (${[...states]}::text[])
      AND c.starts_on <= mine.ends_on AND c.ends_on >= mine.starts_on
    JOIN class_sessions t ON t.class_id = c.id AND t.starts_at < s.ends_at AND s.starts_at < t.ends_at
    CROSS JOIN LATERAL (
      SELECT 'teacher' AS what, n.name, c.name AS class_name, t.starts_at AS "from", t.ends_at AS "to"
        FROM unnest(${teachersOf(sql`t`, sql`c`)}) n (name)
        WHERE n.name <> '' AND n.name = ANY (${teachersOf(sql`s`, sql`mine`)})
      UNION ALL
      SELECT 'place', ${room(sql`t`, sql`c`)}, c.name, t.starts_at, t.ends_at
        WHERE ${room(sql`s`, sql`mine`)} = ${room(sql`t`, sql`c`)}
    ) found
    WHERE mine.id = ${id} AND mine.institution_id = ${institutionId}
    ORDER BY found."from", found.what LIMIT 20`.execute(db)
  return rows
}
