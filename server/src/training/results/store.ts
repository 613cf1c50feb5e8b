import type { EnrolmentState } from '@xueshi/contract/training/enrolments'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { withNext } from '../../platform/naming-client.ts'
import { trainees } from '../attendance/store.ts'
import type { AttemptRow } from '../enrolments/store.ts'

export type JudgedRow = {
  enrolmentId: string
  version: number
  state: EnrolmentState
  number: number
  personId: string
  name: string
  unitId: string
  unitName: string
  series: string
  attended: number
  held: number
  attempts: AttemptRow[]
}

const judged = (classId: string, limits: RawBuilder<unknown>) => sql<JudgedRow>`
  SELECT e.id AS enrolment_id, e.version, e.state, e.number, e.person_id, p.name, e.unit_id, u.name AS unit_name, e.series,
    coalesce(a.attended, 0) AS attended, h.held, coalesce(r.attempts, '[]') AS attempts
  FROM enrolments e
  JOIN people p ON p.id = e.person_id
  JOIN units u ON u.id = e.unit_id
  CROSS JOIN (SELECT count(*)::int AS held FROM class_sessions s WHERE s.class_id = ${classId}) h
  LEFT JOIN LATERAL (SELECT count(*)::int AS attended FROM attendance m
    WHERE m.enrolment_id = e.id AND m.mark IN ('present', 'late')) a ON true
  LEFT JOIN LATERAL (SELECT json_agg(json_build_object('attempt', x.attempt, 'score', x.score, 'passed', x.passed)
    ORDER BY x.attempt) AS attempts FROM results x WHERE x.enrolment_id = e.id) r ON true
  WHERE e.class_id = ${classId} AND e.state = ANY (${[...trainees]}::text[])${limits}`

/** The trainees of a class with what they are judged by, in the order of their numbers. */
export const judgedQuery = (
  { classId, after }: { classId: string; after?: number | undefined },
  limit: number,
) => {
  const following = after === undefined ? sql`` : sql` AND e.number > ${after}::int`
  return judged(classId, sql`${following} ORDER BY e.number LIMIT ${limit}`)
}

export async function listJudged(db: Db, ...asked: Parameters<typeof judgedQuery>) {
  return (await judgedQuery(...asked).execute(db)).rows
}

/** One of them. */
export async function findJudged(db: Db, classId: string, enrolmentId: string) {
  const { rows } = await judged(classId, sql` AND e.id = ${enrolmentId}`).execute(db)
  return rows[0]
}

/** Those of these who have a place, with what they were given before; locked until the act is done. */
export async function lockAttempts(tx: Db, classId: string, ids: readonly string[]) {
  // By itself: a statement that has to wait for its lock would read the attempts as they were before it.
  await sql`SELECT FROM enrolments WHERE class_id = ${classId} AND id = ANY (${[...ids]}::uuid[])
    ORDER BY id FOR UPDATE${sql.raw(withNext)}`.execute(tx)
  const { rows } = await sql<{ id: string; personId: string; attempts: AttemptRow[] }>`
    SELECT e.id, e.person_id,
      (SELECT coalesce(json_agg(json_build_object('attempt', x.attempt, 'score', x.score, 'passed', x.passed)), '[]')
        FROM results x WHERE x.enrolment_id = e.id) AS attempts
    FROM enrolments e WHERE e.class_id = ${classId} AND e.state = 'confirmed' AND e.id = ANY (${[...ids]}::uuid[])
    ORDER BY e.id`.execute(tx)
  return rows
}

export async function saveResults(
  tx: Db,
  results: readonly {
    enrolmentId: string
    attempt: number
    score: number | null
    passed: boolean
  }[],
  { at, byId }: { at: Date; byId: string },
): Promise<void> {
  await sql`
    INSERT INTO results (enrolment_id, attempt, score, passed, at, by_id)
    SELECT r.*, ${at}, ${byId} FROM unnest(${results.map((one) => one.enrolmentId)}::uuid[],
      ${results.map((one) => one.attempt)}::int[], ${results.map((one) => one.score)}::int[],
      ${results.map((one) => one.passed)}::boolean[]) AS r
    ON CONFLICT (enrolment_id, attempt) DO UPDATE SET score = excluded.score, passed = excluded.passed, at = excluded.at,
      by_id = excluded.by_id`.execute(tx)
}
