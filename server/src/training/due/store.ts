import { type RawBuilder, sql } from 'kysely'
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

/** So much of what is kept for a unit nobody of it wants. */
const unwanted = (
  unit: RawBuilder<unknown>,
) => sql`${unit}.kept_count - ${unit}.released_count - (SELECT count(*)::int
  FROM enrolments e WHERE e.class_id = ${unit}.class_id AND e.unit_id = ${unit}.unit_id
    AND e.state IN ('applied', 'confirmed', 'waitlisted'))`

/** Classes whose sign-up is over and whose kept places have not ended with it; at most so many. */
export async function listKeptDue(db: Db, now: Date, limit: number) {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM classes c
    WHERE c.state IN ('accepting', 'paused', 'closed') AND c.kept_ended_of IS DISTINCT FROM c.sign_up_to
      AND c.sign_up_to <= ${now} AND c.starts_at > ${now}
      AND EXISTS (SELECT FROM class_units k WHERE k.class_id = c.id AND k.kept_count > k.released_count)
    ORDER BY c.sign_up_to LIMIT ${limit}`.execute(db)
  return rows
}

/** Classes whose sign-up ends by this instant while places kept for units are wanted by nobody of them; at most so many. */
export async function listKeptEnding(db: Db, { now, by }: { now: Date; by: Date }, limit: number) {
  const { rows } = await sql<{ id: string }>`
    SELECT c.id FROM classes c
    WHERE c.state IN ('accepting', 'paused') AND c.kept_ended_of IS DISTINCT FROM c.sign_up_to
      AND c.kept_warned_of IS DISTINCT FROM c.sign_up_to AND c.sign_up_to > ${now} AND c.sign_up_to <= ${by}
      AND EXISTS (SELECT FROM class_units k WHERE k.class_id = c.id AND ${unwanted(sql`k`)} > 0)
    ORDER BY c.sign_up_to LIMIT ${limit}`.execute(db)
  return rows
}

/** Marks a class as one whose units were told of this end; undefined when somebody else was quicker. */
export async function markKeptWarned(tx: Db, id: string) {
  const { rows } = await sql<{ name: string; signUpTo: Date }>`
    UPDATE classes SET kept_warned_of = sign_up_to WHERE id = ${id} AND kept_warned_of IS DISTINCT FROM sign_up_to
    RETURNING name, sign_up_to`.execute(tx)
  return rows[0]
}

/** For which units of the class places are kept that nobody of them wants, and how many. */
export async function listUnwanted(tx: Db, classId: string) {
  const { rows } = await sql<{ unitId: string; count: number }>`
    SELECT k.unit_id, ${unwanted(sql`k`)} AS count FROM class_units k
    WHERE k.class_id = ${classId} AND ${unwanted(sql`k`)} > 0 ORDER BY k.unit_id`.execute(tx)
  return rows
}
