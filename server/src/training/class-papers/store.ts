import { type Organisation, scoredExams } from '@xueshi/contract/training/classes'
import type { TitleLevel } from '@xueshi/contract/people'
import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { trainees } from '../attendance/store.ts'

export type PrintedClass = {
  name: string
  courseName: string
  institutionName: string
  organisation: Organisation
  days: number
  hoursTenths: number
  startsOn: string
  endsOn: string
  place: string
  headTeacher: string
  teacher: string
  fee: string
  contactName: string
  contactPhone: string
  attendancePercent: number
  lateMinutes: number
  /** 考查: passed or not, without a score. */
  isAssessed: boolean
  /** null: nobody is given a score. */
  passMark: number | null
}

export type PrintedSession = {
  id: string
  startsAt: Date
  endsAt: Date
  online: boolean
  place: string | null
  subject: string | null
  teacher: string | null
}

/** A class as its papers say it; whose it is was asked before. */
export async function findClass(db: Db, id: string): Promise<PrintedClass | undefined> {
  const { rows } = await sql<PrintedClass>`
    SELECT c.name, c.course_name, i.name AS institution_name, c.organisation, c.days, c.hours_tenths, c.starts_on,
      c.ends_on, c.place, c.head_teacher, c.teacher, c.fee, c.contact_name, c.contact_phone, c.attendance_percent,
      c.late_minutes, c.exam = 'assessment' AS is_assessed, CASE WHEN c.exam = ANY(${[...scoredExams]}::text[]) THEN c.pass_mark END AS pass_mark
    FROM classes c JOIN units i ON i.id = c.institution_id WHERE c.id = ${id}`.execute(db)
  return rows[0]
}

/** Its timetable; or the one session that is asked for. */
export async function listSessions(
  db: Db,
  classId: string,
  sessionId?: string,
): Promise<PrintedSession[]> {
  const only = sessionId === undefined ? sql`` : sql` AND s.id = ${sessionId}`
  const { rows } = await sql<PrintedSession>`
    SELECT s.id, s.starts_at, s.ends_at, s.online, s.place, l.name AS subject, s.teacher
    FROM class_sessions s
    LEFT JOIN class_subjects l ON l.class_id = s.class_id AND l.position = s.subject
    WHERE s.class_id = ${classId}${only} ORDER BY s.starts_at, s.id`.execute(db)
  return rows
}

export type RosterRow = {
  number: number
  name: string
  unitName: string
  series: string
  titleLevel: TitleLevel
}

/** Whoever has a place, in the order of their numbers: as many as a class may have. */
export function rosterQuery(classId: string, limit: number) {
  return sql<RosterRow>`
    SELECT e.number, p.name, u.name AS unit_name, e.series, e.title_level
    FROM enrolments e
    JOIN people p ON p.id = e.person_id
    JOIN units u ON u.id = e.unit_id
    WHERE e.class_id = ${classId} AND e.state = ANY (${[...trainees]}::text[])
    ORDER BY e.number LIMIT ${limit}`
}

export const listRoster = async (db: Db, ...asked: Parameters<typeof rosterQuery>) =>
  (await rosterQuery(...asked).execute(db)).rows

/** The class in which the person has a place by this enrolment. */
export async function findOwnClass(
  db: Db,
  personId: string,
  enrolmentId: string,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('enrolments')
    .select('classId')
    .where('id', '=', enrolmentId)
    .where('personId', '=', personId)
    .where('state', 'in', [...trainees])
    .executeTakeFirst()
  return row?.classId
}
