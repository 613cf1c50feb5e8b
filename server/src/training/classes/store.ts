import type { Category } from '@xueshi/contract/ledger'
import type { TitleLevel } from '@xueshi/contract/people'
import type {
  ClassAct,
  ClassForm,
  ClassOffice,
  ClassState,
  ClassSubject,
} from '@xueshi/contract/training/classes'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { CourseOf, Viewer } from './rules.ts'

type FormColumns = Pick<
  ClassForm,
  | 'courseId'
  | 'name'
  | 'organisation'
  | 'days'
  | 'startsOn'
  | 'endsOn'
  | 'headTeacher'
  | 'teacher'
  | 'exam'
  | 'place'
  | 'fee'
  | 'contactName'
  | 'contactPhone'
  | 'confirmation'
  | 'attendancePercent'
  | 'passMark'
  | 'lateMinutes'
>

export type SessionRow = {
  id: string
  startsAt: Date
  endsAt: Date
  online: boolean
  place: string | null
  subject: number | null
  teacher: string | null
}

/** A class with everything that is shown with it. */
export type ClassRecord = FormColumns & {
  id: string
  version: number
  state: ClassState
  institutionId: string
  institutionName: string
  courseName: string
  category: Category
  series: string | null
  /** The course's; empty: every level. */
  levels: TitleLevel[]
  year: number
  hoursTenths: number
  startsAt: Date
  signUpFrom: Date
  signUpTo: Date
  promotes: boolean
  keptEnded: boolean
  admitsSeries: string[]
  admitsLevels: TitleLevel[]
  admitsRegion: string | null
  unitsOnly: boolean
  office: ClassOffice | null
  officeName: string | null
  reason: string | null
  courseStopped: boolean
  submittedAt: Date | null
  planCount: number
  confirmedCount: number
  appliedCount: number
  commitment: string | null
  /** Secret until the draw. */
  seed: string | null
  drawnAt: Date | null
  /** Whether the account that asks has a seat at the institution. */
  ownStaff: boolean
  units: { unitId: string; kept: number; released: number; name: string; confirmed: number }[]
  subjects: ClassSubject[]
  sessions: SessionRow[]
  counts: Partial<Record<string, number>>
  timeline: {
    at: string
    by: string
    office: string | null
    act: ClassAct
    reason: string | null
  }[]
}

/** Classes outside the viewer's reach do not exist: the institution's own, or what an office had to decide. */
const within = ({ kind, unitId }: Viewer): RawBuilder<unknown> =>
  kind === 'institution'
    ? sql`c.institution_id = ${unitId}`
    : sql`c.office_unit_id = ${unitId} AND c.office = ${kind} AND c.state <> 'draft'`

const columns = sql`c.id, c.version, c.state, c.institution_id, c.course_id, c.course_name, c.category, c.series, c.course_levels AS levels, c.year,
  c.hours_tenths, c.name, c.organisation, c.days, c.starts_on, c.ends_on, c.starts_at, c.head_teacher, c.teacher, c.exam,
  c.place, c.fee, c.contact_name, c.contact_phone, c.sign_up_from, c.sign_up_to, c.confirmation, c.promotes,
  coalesce(c.kept_ended_of = c.sign_up_to, false) AS kept_ended, c.admits_series,
  c.admits_levels, c.admits_region, c.units_only, c.attendance_percent, c.pass_mark, c.late_minutes, c.office, c.reason,
  c.submitted_at, k.state NOT IN ('filed', 'published') AS course_stopped`

/** How many enrolments of `classes c` are in each state. */
export const countsOf = sql`(SELECT coalesce(json_object_agg(state, n), '{}') FROM (SELECT e.state, count(*) AS n FROM enrolments e
  WHERE e.class_id = c.id GROUP BY e.state) counted)`
/** How many of a unit with places kept, `class_units k`, are confirmed. */
export const confirmedOf = sql`(SELECT count(*) FROM enrolments e WHERE e.class_id = c.id AND e.unit_id = k.unit_id AND e.state = 'confirmed')`

/** One class within the viewer's reach, in one round trip. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<ClassRecord | undefined> {
  const { rows } = await sql<Omit<ClassRecord, 'sessions'> & { sessions: JsonSession[] }>`
    SELECT ${columns}, i.name AS institution_name, o.name AS office_name, p.plan_count, p.confirmed_count, p.applied_count,
      d.commitment, d.seed, d.drawn_at,
      EXISTS (SELECT FROM unit_staff s WHERE s.unit_id = c.institution_id AND s.account_id = ${viewer.accountId}
        AND s.ended_at IS NULL) AS own_staff,
      (SELECT coalesce(json_agg(json_build_object('unitId', k.unit_id, 'kept', k.kept_count, 'released', k.released_count, 'name', u.name,
          'confirmed', ${confirmedOf})
          ORDER BY u.name COLLATE "C", k.unit_id), '[]')
        FROM class_units k JOIN units u ON u.id = k.unit_id WHERE k.class_id = c.id) AS units,
      (SELECT coalesce(json_agg(json_build_object('position', l.position, 'name', l.name, 'hoursTenths', l.hours_tenths)
          ORDER BY l.position), '[]') FROM class_subjects l WHERE l.class_id = c.id) AS subjects,
      ${sessionsOf(sql`c.id`)} AS sessions,
      ${countsOf} AS counts,
      (SELECT coalesce(json_agg(json_build_object('at', v.at, 'by', v.by_name, 'office', v.office_name, 'act', v.act,
          'reason', v.reason) ORDER BY v.id), '[]') FROM class_events v WHERE v.class_id = c.id) AS timeline
    FROM classes c
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    JOIN courses k ON k.id = c.course_id
    LEFT JOIN units o ON o.id = c.office_unit_id
    LEFT JOIN class_draws d ON d.class_id = c.id
    WHERE c.id = ${id} AND ${within(viewer)}
  `.execute(db)
  const [row] = rows
  return row && { ...row, sessions: row.sessions.map(withInstants) }
}

type JsonSession = Omit<SessionRow, 'startsAt' | 'endsAt'> & { startsAt: string; endsAt: string }

/** The timetable of a class as JSON, in its order. */
export const sessionsOf = (classId: RawBuilder<unknown>) => sql<JsonSession[]>`
  (SELECT coalesce(json_agg(json_build_object('id', s.id, 'startsAt', s.starts_at, 'endsAt', s.ends_at, 'online', s.online,
    'place', s.place, 'subject', s.subject, 'teacher', s.teacher) ORDER BY s.starts_at, s.id), '[]')
  FROM class_sessions s WHERE s.class_id = ${classId})`

export const withInstants = (session: JsonSession): SessionRow => ({
  ...session,
  startsAt: new Date(session.startsAt),
  endsAt: new Date(session.endsAt),
})

export type ListedRow = {
  id: string
  version: number
  state: ClassState
  name: string
  courseName: string
  category: Category
  year: number
  startsOn: string
  endsOn: string
  hoursTenths: number
  plan: number
  applied: number
  confirmed: number
  waiting: number
  signUpTo: Date
  institutionName: string
  submittedAt: Date | null
}

export const listed = sql`c.id, c.version, c.state, c.name, c.course_name, c.category, c.year, c.starts_on, c.ends_on,
  c.hours_tenths, p.plan_count AS plan, p.applied_count AS applied, p.confirmed_count AS confirmed, c.sign_up_to,
  i.name AS institution_name, c.submitted_at,
  (SELECT count(*)::int FROM (SELECT FROM enrolments e WHERE e.class_id = c.id AND e.state = 'applied' LIMIT 1000) w) AS waiting`

/** Which classes belong to which desk. */
const desks: Record<'confirming' | 'attending' | 'grading', readonly ClassState[]> = {
  confirming: ['accepting', 'paused', 'closed'],
  attending: ['accepting', 'paused', 'closed', 'running', 'assessing'],
  grading: ['running', 'assessing', 'finished'],
}

export type ListFilter = {
  name?: string | undefined
  state?: ClassState | undefined
  category?: Category | undefined
  year?: number | undefined
  desk?: 'confirming' | 'attending' | 'grading' | undefined
  /** The id of the last line of the page before. */
  after?: string | undefined
}

/** An institution's classes, newest first. */
export function listQuery(institutionId: string, filter: ListFilter, limit: number) {
  const { name, state, category, year, desk, after } = filter
  const residual = [
    after === undefined ? sql`` : sql` AND c.id < ${after}`,
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    category === undefined ? sql`` : sql` AND c.category = ${category}`,
    year === undefined ? sql`` : sql` AND c.year = ${year}`,
    desk === undefined ? sql`` : sql` AND c.state = ANY (${desks[desk]}::text[])`,
    name === undefined
      ? sql``
      : sql` AND strpos(lower(c.name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0`,
  ]
  return sql<ListedRow>`
    SELECT ${listed} FROM classes c
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    WHERE c.institution_id = ${institutionId}${sql.join(residual, sql``)}
    ORDER BY c.id DESC LIMIT ${limit}`
}

export async function list(db: Db, institutionId: string, filter: ListFilter, limit: number) {
  return (await listQuery(institutionId, filter, limit).execute(db)).rows
}

/** Courses of which an institution may hold classes: its own once filed, and others' that are offered to all and published. */
const offered = (institutionId: string) => sql`
  k.state IN ('filed', 'published') AND (k.unit_id = ${institutionId} OR k.shared AND k.state = 'published')`

const courseColumns = sql`k.id, k.year, k.name, k.category, k.series, k.levels, k.total_tenths AS hours_tenths,
  (SELECT json_agg(json_build_object('position', s.position, 'name', s.name, 'hoursTenths', s.hours_tenths) ORDER BY s.position)
    FROM course_subjects s WHERE s.course_id = k.id) AS subjects`

export async function findCourse(
  db: Db,
  institutionId: string,
  courseId: string,
): Promise<CourseOf | undefined> {
  const { rows } = await sql<CourseOf>`
    SELECT ${courseColumns} FROM courses k WHERE k.id = ${courseId} AND ${offered(institutionId)}`.execute(
    db,
  )
  return rows[0]
}

/** What a course is in a year: itself, or the one of its organiser that is called the same, such as its copy for next year. */
export async function findCourseOfYear(
  db: Db,
  institutionId: string,
  { courseId, year }: { courseId: string; year: number },
): Promise<CourseOf | undefined> {
  const { rows } = await sql<CourseOf>`
    SELECT ${courseColumns} FROM courses k JOIN courses former ON former.id = ${courseId}
    WHERE k.unit_id = former.unit_id AND k.year = ${year} AND k.name = former.name AND k.category = former.category
      AND ${offered(institutionId)}
    ORDER BY k.id <> former.id LIMIT 1`.execute(db)
  return rows[0]
}

/** At most 30 courses of this year and the next, the unit's own first. */
export async function searchCourses(
  db: Db,
  institutionId: string,
  { search, year }: { search: string; year: number },
): Promise<(CourseOf & { organiserName: string })[]> {
  const { rows } = await sql<CourseOf & { organiserName: string }>`
    SELECT ${courseColumns}, u.name AS organiser_name FROM courses k JOIN units u ON u.id = k.unit_id
    WHERE k.year BETWEEN ${year} AND ${year + 1} AND ${offered(institutionId)}
      AND (${search} = '' OR strpos(lower(k.name COLLATE "C"), lower(${search}::text COLLATE "C")) > 0)
    ORDER BY k.unit_id <> ${institutionId}, k.year, k.id DESC LIMIT 30`.execute(db)
  return rows
}

export type EventRow = {
  id: string
  act: ClassAct
  byName: string
  officeName: string | null
  reason: string | null
  at: Date
}

/** A line of the timeline for the class that `source`, a CTE with its id, has just changed. */
export const eventFrom = (source: RawBuilder<unknown>, event: EventRow) => sql`
  INSERT INTO class_events (class_id, id, at, act, by_name, office_name, reason)
  SELECT ${source}.id, ${event.id}, ${event.at}, ${event.act}, ${event.byName}, ${event.officeName}, ${event.reason}
  FROM ${source}`

export type PlacesRow = Pick<ClassRecord, 'planCount' | 'confirmedCount' | 'counts'> & {
  units: Omit<ClassRecord['units'][number], 'name'>[]
}
