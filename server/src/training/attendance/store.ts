import type { ClassState } from '@xueshi/contract/training/classes'
import type { EnrolmentState, Mark, MarkChange } from '@xueshi/contract/training/enrolments'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { changesOf } from '../enrolments/store.ts'

export type SessionCounts = {
  id: string
  startsAt: Date
  endsAt: Date
  online: boolean
  place: string | null
  subject: string | null
  teacher: string | null
  present: number
  late: number
  absent: number
  leave: number
  scans: number
}

/** The sessions of a class, each with how many came. */
export async function listSessions(db: Db, classId: string): Promise<SessionCounts[]> {
  const { rows } = await sql<SessionCounts>`
    SELECT s.id, s.starts_at, s.ends_at, s.online, coalesce(s.place, c.place) AS place, l.name AS subject,
      coalesce(s.teacher, c.teacher) AS teacher, n.present, n.late, n.absent, n.leave,
      (SELECT count(*)::int FROM attendance_scans x WHERE x.session_id = s.id AND x.file_id IS NOT NULL) AS scans
    FROM class_sessions s
    JOIN classes c ON c.id = s.class_id
    LEFT JOIN class_subjects l ON l.class_id = s.class_id AND l.position = s.subject
    CROSS JOIN LATERAL (SELECT (count(*) FILTER (WHERE a.mark = 'present'))::int AS present,
        (count(*) FILTER (WHERE a.mark = 'late'))::int AS late, (count(*) FILTER (WHERE a.mark = 'absent'))::int AS absent,
        (count(*) FILTER (WHERE a.mark = 'leave'))::int AS leave
      FROM attendance a WHERE a.session_id = s.id) n
    WHERE s.class_id = ${classId} ORDER BY s.starts_at, s.id`.execute(db)
  return rows
}

export type SessionOf = {
  id: string
  classId: string
  className: string
  state: ClassState
  startsAt: Date
  endsAt: Date
  lateMinutes: number
}

/** A session with what its class says of it. */
export async function findSession(db: Db, sessionId: string): Promise<SessionOf | undefined> {
  const { rows } = await sql<SessionOf>`
    SELECT s.id, s.class_id, c.name AS class_name, c.state, s.starts_at, s.ends_at, c.late_minutes
    FROM class_sessions s JOIN classes c ON c.id = s.class_id WHERE s.id = ${sessionId}`.execute(db)
  return rows[0]
}

export type AttendeeRow = {
  enrolmentId: string
  personId: string
  number: number
  name: string
  unitName: string
  mark: Mark | null
  by: 'qr' | 'list' | 'sheet' | null
  at: Date | null
  changes: MarkChange[]
}

/** Who is in the class: those who have a place, and those whom it has ended for. */
export const trainees: readonly EnrolmentState[] = ['confirmed', 'completed', 'failed']

/** The trainees of a class in the order of their numbers, with their mark of one session. */
export function attendeesQuery(
  { classId, sessionId, after }: { classId: string; sessionId: string; after?: number | undefined },
  limit: number,
) {
  const following = after === undefined ? sql`` : sql` AND e.number > ${after}::int`
  return sql<AttendeeRow>`
    SELECT e.id AS enrolment_id, e.person_id, e.number, p.name, u.name AS unit_name, a.mark, a.source AS by, a.at,
      ${changesOf(sql`a.session_id`, sql`a.enrolment_id`)} AS changes
    FROM enrolments e
    JOIN people p ON p.id = e.person_id
    JOIN units u ON u.id = e.unit_id
    LEFT JOIN attendance a ON a.session_id = ${sessionId} AND a.enrolment_id = e.id
    WHERE e.class_id = ${classId} AND e.state = ANY (${[...trainees]}::text[])${following}
    ORDER BY e.number LIMIT ${limit}`
}

export async function listAttendees(db: Db, ...asked: Parameters<typeof attendeesQuery>) {
  return (await attendeesQuery(...asked).execute(db)).rows
}

export async function countTrainees(db: Db, classId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM enrolments
    WHERE class_id = ${classId} AND state = ANY (${[...trainees]}::text[])`.execute(db)
  return rows[0]?.count ?? 0
}

export async function countSignedIn(db: Db, sessionId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM attendance
    WHERE session_id = ${sessionId} AND mark IN ('present', 'late')`.execute(db)
  return rows[0]?.count ?? 0
}

/** Those of these who have a place in the class. */
export async function listConfirmed(
  tx: Db,
  classId: string,
  ids: readonly string[],
): Promise<{ id: string; personId: string }[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom('enrolments')
    .select(['id', 'personId'])
    .where('classId', '=', classId)
    .where('state', '=', 'confirmed')
    .where('id', 'in', ids)
    .execute()
}

type Marking = { source: 'list' | 'sheet'; at: Date; byId: string }
export type Marked = { enrolmentId: string; mark: Mark }

const columnsOf = (marks: readonly Marked[]) => sql`
  unnest(${marks.map(({ enrolmentId }) => enrolmentId)}::uuid[], ${marks.map(({ mark }) => mark)}::text[]) AS m (id, mark)`

/** Marks those who have no mark; the others are left as they are. Answers whom it marked. */
export async function insertMarks(
  tx: Db,
  sessionId: string,
  marks: readonly Marked[],
  { source, at, byId }: Marking,
): Promise<string[]> {
  if (marks.length === 0) return []
  const { rows } = await sql<{ enrolmentId: string }>`
    INSERT INTO attendance (session_id, enrolment_id, mark, source, at, by_id)
    SELECT ${sessionId}, m.id, m.mark, ${source}, ${at}, ${byId} FROM ${columnsOf(marks)}
    ON CONFLICT (session_id, enrolment_id) DO NOTHING RETURNING enrolment_id`.execute(tx)
  return rows.map(({ enrolmentId }) => enrolmentId)
}

export type Standing = Marked & { source: MarkChange['formerBy']; at: Date }

/** The marks that stand for these, held until the act is done. */
export async function lockMarks(
  tx: Db,
  sessionId: string,
  ids: readonly string[],
): Promise<Standing[]> {
  if (ids.length === 0) return []
  return tx
    .selectFrom('attendance')
    .select(['enrolmentId', sql<Mark>`mark`.as('mark'), 'at'])
    .select(sql<MarkChange['formerBy']>`source`.as('source'))
    .where('sessionId', '=', sessionId)
    .where('enrolmentId', 'in', ids)
    .orderBy('enrolmentId')
    .forUpdate()
    .execute()
}

/** Marks that stand, held, are others from now on; what each was is kept with who changed it and why. */
export async function changeMarks(
  tx: Db,
  sessionId: string,
  changes: readonly {
    id: string
    former: Standing
    mark: Mark
    reason: string
  }[],
  { source, at, byId, byName }: Marking & { byName: string },
): Promise<void> {
  if (changes.length === 0) return
  await tx
    .insertInto('attendanceChanges')
    .values(
      changes.map(({ id, former, mark, reason }) => ({
        id,
        sessionId,
        enrolmentId: former.enrolmentId,
        former: former.mark,
        formerSource: former.source,
        formerAt: former.at,
        mark,
        at,
        byName,
        reason,
      })),
    )
    .execute()
  const marks = changes.map(({ former, mark }) => ({ enrolmentId: former.enrolmentId, mark }))
  await sql`
    UPDATE attendance a SET mark = m.mark, source = ${source}, at = ${at}, by_id = ${byId}
    FROM ${columnsOf(marks)} WHERE a.session_id = ${sessionId} AND a.enrolment_id = m.id`.execute(
    tx,
  )
}

/** Marks all who have a place and no mark yet, but for the actor's own; answers how many. */
export async function markRest(
  tx: Db,
  { classId, sessionId, mark }: { classId: string; sessionId: string; mark: Mark },
  { source, at, byId }: Marking,
): Promise<number> {
  const { rows } = await sql`
    INSERT INTO attendance (session_id, enrolment_id, mark, source, at, by_id)
    SELECT ${sessionId}, e.id, ${mark}, ${source}, ${at}, ${byId} FROM enrolments e
    WHERE e.class_id = ${classId} AND e.state = 'confirmed' AND e.person_id <> ${byId}
    ON CONFLICT (session_id, enrolment_id) DO NOTHING RETURNING enrolment_id`.execute(tx)
  return rows.length
}

export type Signed = { mark: Mark; at: Date; isNew: boolean }

/** The person's own mark by the code on the wall; the first one stands. Undefined where they have no place. */
export async function signIn(
  tx: Db,
  {
    classId,
    sessionId,
    personId,
    mark,
    at,
  }: { classId: string; sessionId: string; personId: string; mark: Mark; at: Date },
): Promise<(Signed & { enrolmentId: string }) | undefined> {
  const { rows } = await sql<Signed & { enrolmentId: string }>`
    WITH mine AS (
      SELECT id FROM enrolments WHERE class_id = ${classId} AND person_id = ${personId} AND state = 'confirmed'
    ), made AS (
      INSERT INTO attendance (session_id, enrolment_id, mark, source, at, by_id)
      SELECT ${sessionId}, mine.id, ${mark}, 'qr', ${at}, ${personId} FROM mine
      ON CONFLICT (session_id, enrolment_id) DO NOTHING RETURNING enrolment_id, mark, at
    )
    SELECT mine.id AS enrolment_id, coalesce(made.mark, a.mark) AS mark, coalesce(made.at, a.at) AS at, made.mark IS NOT NULL AS is_new
    FROM mine LEFT JOIN made ON true
    LEFT JOIN attendance a ON a.session_id = ${sessionId} AND a.enrolment_id = mine.id`.execute(tx)
  return rows[0]
}
