import type { Category } from '@xueshi/contract/ledger'
import type { ClassState, Confirmation } from '@xueshi/contract/training/classes'
import type {
  EnrolmentAct,
  EnrolmentState,
  Mark,
  MarkChange,
} from '@xueshi/contract/training/enrolments'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

export type ListedRow = {
  id: string
  version: number
  state: EnrolmentState
  classId: string
  className: string
  courseName: string
  category: Category
  institutionName: string
  startsOn: string
  appliedAt: Date
}

export const listed = sql`e.id, e.version, e.state, e.class_id, c.name AS class_name, c.course_name, c.category,
  i.name AS institution_name, c.starts_on, e.applied_at`

export type ListFilter = {
  name?: string | undefined
  state?: EnrolmentState | undefined
  /** The id of the last line of the page before. */
  after?: string | undefined
}

/** A person's enrolments, newest first. */
export function listQuery(personId: string, { name, state, after }: ListFilter, limit: number) {
  const residual = [
    after === undefined ? sql`` : sql` AND e.id < ${after}`,
    state === undefined ? sql`` : sql` AND e.state = ${state}`,
    name === undefined
      ? sql``
      : sql` AND strpos(lower(c.name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0`,
  ]
  return sql<ListedRow>`
    SELECT ${listed} FROM enrolments e JOIN classes c ON c.id = e.class_id JOIN units i ON i.id = c.institution_id
    WHERE e.person_id = ${personId}${sql.join(residual, sql``)}
    ORDER BY e.id DESC LIMIT ${limit}`
}

export async function list(db: Db, personId: string, filter: ListFilter, limit: number) {
  return (await listQuery(personId, filter, limit).execute(db)).rows
}

export type SessionMarkRow = {
  sessionId: string
  from: string
  to: string
  online: boolean
  place: string
  subject: string | null
  teacher: string
  mark: Mark | null
  changes: MarkChange[]
}
export type AttemptRow = { attempt: number; score: number | null; passed: boolean }
export type EventRow = { at: string; by: string; act: EnrolmentAct; reason: string | null }

/** An enrolment with everything that its person is shown of it. */
export type EnrolmentRecord = ListedRow & {
  number: number
  personId: string
  unitId: string
  classState: ClassState
  startsAt: Date
  endsOn: string
  hoursTenths: number
  place: string
  contactName: string
  contactPhone: string
  confirmation: Confirmation
  drawnAt: Date | null
  promotes: boolean
  plan: number
  applied: number
  before: number
  /** How many wait before them. */
  waitingBefore: number
  nominatedBy: string | null
  reason: string | null
  evaluated: boolean
  sessions: SessionMarkRow[]
  attempts: AttemptRow[]
  timeline: EventRow[]
}

/** The former marks of one session; instants as the database writes them. */
export const changesOf = (sessionId: RawBuilder<unknown>, enrolmentId: RawBuilder<unknown>) => sql`
  (SELECT coalesce(json_agg(json_build_object('former', x.former, 'formerBy', x.former_source, 'formerAt', x.former_at,
      'mark', x.mark, 'at', x.at, 'by', x.by_name, 'reason', x.reason) ORDER BY x.id), '[]')
    FROM attendance_changes x WHERE x.session_id = ${sessionId} AND x.enrolment_id = ${enrolmentId})`

/** What was marked, scored and told of an enrolment. */
export const courseOf = (id: RawBuilder<unknown>, classId: RawBuilder<unknown>) => sql`
  (SELECT coalesce(json_agg(json_build_object('sessionId', s.id, 'from', s.starts_at, 'to', s.ends_at, 'online', s.online,
      'place', coalesce(s.place, k.place), 'subject', l.name, 'teacher', coalesce(s.teacher, k.teacher), 'mark', a.mark,
      'changes', ${changesOf(sql`s.id`, id)})
      ORDER BY s.starts_at, s.id), '[]')
    FROM class_sessions s JOIN classes k ON k.id = s.class_id
    LEFT JOIN class_subjects l ON l.class_id = s.class_id AND l.position = s.subject
    LEFT JOIN attendance a ON a.session_id = s.id AND a.enrolment_id = ${id}
    WHERE s.class_id = ${classId}) AS sessions,
  (SELECT coalesce(json_agg(json_build_object('attempt', r.attempt, 'score', r.score, 'passed', r.passed) ORDER BY r.attempt), '[]')
    FROM results r WHERE r.enrolment_id = ${id}) AS attempts,
  (SELECT coalesce(json_agg(json_build_object('at', v.at, 'by', v.by_name, 'act', v.act, 'reason', v.reason) ORDER BY v.id), '[]')
    FROM enrolment_events v WHERE v.enrolment_id = ${id}) AS timeline`

/** So many are counted before somebody; beyond that it is many. */
const mostBefore = 10_000

export async function find(
  db: Db,
  personId: string,
  id: string,
): Promise<EnrolmentRecord | undefined> {
  const { rows } = await sql<EnrolmentRecord>`
    SELECT ${listed}, e.number, e.person_id, e.unit_id, c.state AS class_state, c.starts_at, c.ends_on, c.hours_tenths, c.place,
      c.contact_name, c.contact_phone, c.confirmation, d.drawn_at, c.promotes, p.plan_count AS plan, p.applied_count AS applied,
      (SELECT count(*)::int FROM (SELECT FROM enrolments o WHERE o.class_id = e.class_id AND o.number < e.number
        AND o.state IN ('applied', 'confirmed', 'waitlisted') LIMIT ${mostBefore}) b) AS before,
      (SELECT count(*)::int FROM (SELECT FROM enrolments o WHERE o.class_id = e.class_id AND o.state = 'waitlisted'
        AND (o.rank, o.id) < (e.rank, e.id) AND e.state = 'waitlisted' LIMIT ${mostBefore}) b) AS waiting_before,
      n.name AS nominated_by, e.reason, EXISTS (SELECT FROM evaluations v WHERE v.enrolment_id = e.id) AS evaluated,
      ${courseOf(sql`e.id`, sql`e.class_id`)}
    FROM enrolments e
    JOIN classes c ON c.id = e.class_id
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    LEFT JOIN units n ON n.id = e.nominated_by
    LEFT JOIN class_draws d ON d.class_id = c.id
    WHERE e.id = ${id} AND e.person_id = ${personId}`.execute(db)
  return rows[0]
}

/** Which class an enrolment of the person's is in. */
export async function findClassOf(db: Db, personId: string, id: string) {
  const row = await db
    .selectFrom('enrolments')
    .select('classId')
    .where('id', '=', id)
    .where('personId', '=', personId)
    .executeTakeFirst()
  return row?.classId
}

/** The timetable of a class, in its order. */
export function listSessions(db: Db, classId: string) {
  return db
    .selectFrom('classSessions')
    .select(['id', 'startsAt', 'endsAt', 'online', 'place', 'teacher'])
    .where('classId', '=', classId)
    .orderBy('startsAt')
    .orderBy('id')
    .execute()
}

/** 评价, once; false when there is one. */
export async function insertEvaluation(
  tx: Db,
  evaluation: {
    enrolmentId: string
    classId: string
    content: number
    teaching: number
    organisation: number
    comment: string | null
    at: Date
  },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO evaluations (enrolment_id, class_id, content, teaching, organisation, comment, at)
    VALUES (${evaluation.enrolmentId}, ${evaluation.classId}, ${evaluation.content}, ${evaluation.teaching},
      ${evaluation.organisation}, ${evaluation.comment}, ${evaluation.at})
    ON CONFLICT DO NOTHING RETURNING enrolment_id`.execute(tx)
  return rows.length > 0
}
