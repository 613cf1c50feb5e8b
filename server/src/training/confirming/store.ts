import type { TitleLevel } from '@xueshi/contract/people'
import type { ClassState, Confirmation } from '@xueshi/contract/training/classes'
import type { EnrolmentState } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import {
  type AttemptRow,
  courseOf,
  type EventRow,
  type SessionMarkRow,
} from '../enrolments/store.ts'

export type TraineeRow = {
  id: string
  version: number
  state: EnrolmentState
  number: number
  rank: number
  personId: string
  name: string
  unitId: string
  unitName: string
  series: string
  titleLevel: TitleLevel
  appliedAt: Date
  nominatedBy: string | null
  kept: boolean
  noShows: number
  reason: string | null
}

const columns = sql`e.id, e.version, e.state, e.number, e.rank, e.person_id, a.name, e.unit_id, u.name AS unit_name, e.series,
  e.title_level, e.applied_at, n.name AS nominated_by,
  EXISTS (SELECT FROM class_units k WHERE k.class_id = e.class_id AND k.unit_id = e.unit_id AND k.kept_count > k.released_count) AS kept,
  (SELECT count(*)::int FROM enrolments o WHERE o.person_id = e.person_id AND o.never_came
    AND o.applied_at > e.applied_at - interval '12 months' AND o.id <> e.id) AS no_shows,
  e.reason`
const joins = sql`
  JOIN people a ON a.id = e.person_id
  JOIN units u ON u.id = e.unit_id
  LEFT JOIN units n ON n.id = e.nominated_by`

export type TraineeFilter = {
  classId: string
  state?: EnrolmentState | undefined
  name?: string | undefined
  /** Rank (of a state) or number (of all) and id of the last line of the page before. */
  after?: readonly [number, string] | undefined
}

/** Those who applied: of one state in the order of places, of all in the order of applications. */
export function traineesQuery({ classId, state, name, after }: TraineeFilter, limit: number) {
  // A number is one's own in the class; a rank may be shared by two who were moved.
  const isAll = state === undefined
  const following = isAll
    ? sql` AND e.number > ${after?.[0]}::int`
    : sql` AND (e.rank, e.id) > (${after?.[0]}::int, ${after?.[1]}::uuid)`
  const residual = [
    isAll ? sql`` : sql` AND e.state = ${state}`,
    after === undefined ? sql`` : following,
    name === undefined ? sql`` : sql` AND strpos(a.name, ${name}::text) > 0`,
  ]
  return sql<TraineeRow>`
    SELECT ${columns} FROM enrolments e ${joins}
    WHERE e.class_id = ${classId}${sql.join(residual, sql``)}
    ORDER BY ${isAll ? sql`e.number` : sql`e.rank, e.id`} LIMIT ${limit}`
}

export async function listTrainees(db: Db, filter: TraineeFilter, limit: number) {
  return (await traineesQuery(filter, limit).execute(db)).rows
}

/** How many wait before this one. */
export async function countWaitingBefore(
  db: Db,
  classId: string,
  { rank, id }: { rank: number; id: string },
): Promise<number> {
  const { rows } = await sql<{ before: number }>`
    SELECT count(*)::int AS before FROM enrolments e
    WHERE e.class_id = ${classId} AND e.state = 'waitlisted' AND (e.rank, e.id) < (${rank}::int, ${id}::uuid)`.execute(
    db,
  )
  return rows[0]?.before ?? 0
}

export type TraineeFile = TraineeRow & {
  documentType: string
  documentNumberSealed: Buffer
  phoneSealed: Buffer
  title: string | null
  specialty: string | null
  sessions: SessionMarkRow[]
  attempts: AttemptRow[]
  timeline: EventRow[]
  credits: { position: number; name: string; hoursTenths: number; reversed: boolean }[]
}

/** 学员档案: one who applied, with all that the institution keeps of them. */
export async function findTrainee(
  db: Db,
  classId: string,
  id: string,
): Promise<TraineeFile | undefined> {
  const { rows } = await sql<TraineeFile>`
    SELECT ${columns}, t.document_type, t.document_number_sealed, t.phone_sealed, f.title, f.specialty,
      ${courseOf(sql`e.id`, sql`e.class_id`)},
      (SELECT coalesce(json_agg(json_build_object('position', l.line, 'name', s.name, 'hoursTenths', l.hours_tenths,
          'reversed', EXISTS (SELECT FROM ledger_entries r WHERE r.reverses = l.id)) ORDER BY l.line, l.revision), '[]')
        FROM ledger_entries l JOIN class_subjects s ON s.class_id = e.class_id AND s.position = l.line
        WHERE l.source_kind = 'class' AND l.source_id = e.id AND l.reverses IS NULL) AS credits
    FROM enrolments e ${joins}
    JOIN accounts t ON t.id = e.person_id
    LEFT JOIN profiles f ON f.person_id = e.person_id AND f.state = 'confirmed'
    WHERE e.class_id = ${classId} AND e.id = ${id}`.execute(db)
  return rows[0]
}

/** Those of these enrolments that had no part in the draw of their class: refused before it was held. */
export async function listUndrawn(tx: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    SELECT e.id FROM unnest(${[...ids]}::uuid[]) AS e (id) WHERE NOT EXISTS (
      SELECT FROM enrolment_events v WHERE v.enrolment_id = e.id AND v.act = 'draw')`.execute(tx)
  return rows.map(({ id }) => id)
}

export type ClassOfTrainees = {
  state: ClassState
  startsAt: Date
  confirmation: Confirmation
  drawnAt: Date | null
}

/** What was said of a class, in averages and words. */
export async function readEvaluations(db: Db, classId: string) {
  const { rows } = await sql<{
    count: number
    content: number | null
    teaching: number | null
    organisation: number | null
    comments: string[]
  }>`
    SELECT count(*)::int AS count, round(avg(content) * 10)::int AS content, round(avg(teaching) * 10)::int AS teaching,
      round(avg(organisation) * 10)::int AS organisation,
      (SELECT coalesce(json_agg(c.comment), '[]') FROM (SELECT comment FROM evaluations
        WHERE class_id = ${classId} AND comment IS NOT NULL ORDER BY md5(enrolment_id::text) LIMIT 200) c) AS comments
    FROM evaluations WHERE class_id = ${classId}`.execute(db)
  return rows[0] ?? { count: 0, content: null, teaching: null, organisation: null, comments: [] }
}
