import type {
  Course,
  CourseAct,
  CourseForm,
  CourseState,
  FilingOffice,
  Subject,
} from '@xueshi/contract/training/courses'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import type { Viewer } from './rules.ts'

/** The columns of a line in the lists of organisers and offices. */
export type ListedRow = {
  id: string
  version: number
  state: CourseState
  year: number
  name: string
  category: CourseForm['category']
  series: string | null
  subjectCount: number
  totalTenths: number
  number: string | null
  unitId: string
  unitName: string
  regionCode: string
  submittedAt: Date | null
  updatedAt: Date
}

/** A course with everything that is shown with it. */
export type CourseRow = Omit<ListedRow, 'subjectCount'> &
  Pick<CourseForm, 'levels' | 'audience' | 'summary' | 'shared'> & {
    office: FilingOffice | null
    officeUnitId: string | null
    officeName: string | null
    submittedBy: string | null
    filedAt: Date | null
    publishedAt: Date | null
    reason: string | null
    subjects: Subject[]
    timeline: (Omit<Course['timeline'][number], 'at'> & { at: string })[]
  }

export const listed = sql`c.id, c.version, c.state, c.year, c.name, c.category, c.series, c.total_tenths, c.number,
  c.unit_id, u.name AS unit_name, u.region_code, c.submitted_at, c.updated_at,
  (SELECT count(*)::int FROM course_subjects s WHERE s.course_id = c.id) AS subject_count`

export const subjectsOf = sql`(SELECT coalesce(json_agg(json_build_object('id', s.id, 'name', s.name,
    'hoursTenths', s.hours_tenths, 'teachers', s.teachers) ORDER BY s.position), '[]')
  FROM course_subjects s WHERE s.course_id = c.id)`

/** What is held in the hand: the unit's own, and what was submitted to its office. Others do not exist. */
const within = ({ kind, unitId }: Viewer): RawBuilder<unknown> => {
  const asOffice = sql`(c.office_unit_id = ${unitId} AND c.office = ${kind} AND c.state <> 'draft')`
  return kind === 'hrss' ? asOffice : sql`(c.unit_id = ${unitId} OR ${asOffice})`
}

/** One course within the viewer's reach, in one round trip. */
export async function find(db: Db, viewer: Viewer, id: string): Promise<CourseRow | undefined> {
  const { rows } = await sql<CourseRow>`
    SELECT c.id, c.version, c.state, c.year, c.name, c.category, c.series, c.levels, c.audience, c.summary, c.shared,
      c.total_tenths, c.number, c.unit_id, u.name AS unit_name, u.region_code, c.office, c.office_unit_id,
      o.name AS office_name, c.submitted_at, c.submitted_by, c.filed_at, c.published_at, c.reason, c.updated_at,
      ${subjectsOf} AS subjects,
      (SELECT coalesce(json_agg(json_build_object('at', e.at, 'by', e.by_name, 'office', e.office_name,
          'act', e.act, 'reason', e.reason) ORDER BY e.id), '[]')
        FROM course_events e WHERE e.course_id = c.id) AS timeline
    FROM courses c JOIN units u ON u.id = c.unit_id LEFT JOIN units o ON o.id = c.office_unit_id
    WHERE c.id = ${id} AND ${within(viewer)}`.execute(db)
  return rows[0]
}

export type Filter = {
  year?: number | undefined
  category?: string | undefined
  state?: string | undefined
  name?: string | undefined
}

export const residual = ({ category, name }: Pick<Filter, 'category' | 'name'>) => [
  category === undefined ? sql`` : sql` AND c.category = ${category}`,
  name === undefined
    ? sql``
    : sql` AND strpos(lower(c.name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0`,
]

/** A unit's courses, of the newest year first; `after` is the last line of the page before. */
export function listQuery(
  unitId: string,
  { year, state, after, ...filter }: Filter & { after?: readonly [number, string] | undefined },
  limit: number,
) {
  const conditions = [
    year === undefined ? sql`` : sql` AND c.year = ${year}`,
    after === undefined ? sql`` : sql` AND (c.year, c.id) < (${after[0]}::int, ${after[1]}::uuid)`,
    state === undefined ? sql`` : sql` AND c.state = ${state}`,
    ...residual(filter),
  ]
  return sql<ListedRow>`
    SELECT ${listed} FROM courses c JOIN units u ON u.id = c.unit_id
    WHERE c.unit_id = ${unitId}${sql.join(conditions, sql``)}
    ORDER BY c.year DESC, c.id DESC LIMIT ${limit}`
}

export async function list(db: Db, ...page: Parameters<typeof listQuery>): Promise<ListedRow[]> {
  return (await listQuery(...page).execute(db)).rows
}

export type EventRow = {
  id: string
  act: CourseAct
  byName: string
  officeName: string | null
  reason: string | null
  at: Date
}

/** A line of the timeline for the course that `source`, a CTE with its id, has just changed. */
const eventFrom = (source: RawBuilder<unknown>, event: EventRow) => sql`
  INSERT INTO course_events (id, course_id, at, act, by_name, office_name, reason)
  SELECT ${event.id}, ${source}.id, ${event.at}, ${event.act}, ${event.byName}, ${event.officeName}, ${event.reason}
  FROM ${source}`

/** 科目 with ids of their own, in the order in which they stand. */
export type NewSubject = Subject

const subjectsFrom = (source: RawBuilder<unknown>, subjects: readonly NewSubject[]) => {
  const of = <Key extends keyof NewSubject>(key: Key) => subjects.map((subject) => subject[key])
  return sql`
    INSERT INTO course_subjects (id, course_id, position, name, hours_tenths, teachers)
    SELECT s.id, ${source}.id, s.position, s.name, s.hours_tenths, s.teachers
    FROM ${source}, unnest(${of('id')}::uuid[], ${of('name')}::text[], ${of('hoursTenths')}::int[],
      ${of('teachers')}::text[]) WITH ORDINALITY AS s (id, name, hours_tenths, teachers, position)`
}

export type NewCourse = Omit<CourseForm, 'subjects'> & {
  id: string
  unitId: string
  totalTenths: number
  subjects: readonly NewSubject[]
  at: Date
}

/** A new draft; false where the unit has a course of this name in the year. */
export async function insert(tx: Db, course: NewCourse, event: EventRow): Promise<boolean> {
  const { rows } = await sql`
    WITH made AS (
      INSERT INTO courses (id, unit_id, state, year, name, category, series, levels, audience, summary, shared,
        total_tenths, created_at, updated_at)
      VALUES (${course.id}, ${course.unitId}, 'draft', ${course.year}, ${course.name}, ${course.category},
        ${course.series}, ${course.levels}::text[], ${course.audience}, ${course.summary}, ${course.shared},
        ${course.totalTenths}, ${course.at}, ${course.at})
      ON CONFLICT (unit_id, year, name) WHERE state <> 'closed' DO NOTHING
      RETURNING id
    ), parts AS (${subjectsFrom(sql`made`, course.subjects)}), told AS (${eventFrom(sql`made`, event)})
    SELECT id FROM made`.execute(tx)
  return rows.length > 0
}

/** Which course may change, and from which side it is asked: the guard of every move. */
export type Guard = {
  id: string
  version: number
  from: readonly CourseState[]
  at: Date
} & ({ own: string } | { office: Viewer })

const guarded = (guard: Guard) => {
  const side =
    'own' in guard
      ? sql`unit_id = ${guard.own}`
      : sql`office_unit_id = ${guard.office.unitId} AND office = ${guard.office.kind}
          AND submitted_by <> ${guard.office.accountId}`
  return sql`id = ${guard.id} AND version = ${guard.version} AND state = ANY (${guard.from}::text[]) AND ${side}`
}

/** New contents; 'taken' where the year has another course of this name, 'refused' where the guard does not hold. */
export async function update(
  tx: Db,
  guard: Guard,
  course: Omit<NewCourse, 'id' | 'unitId' | 'at'>,
): Promise<'moved' | 'refused' | 'taken'> {
  await sql`SAVEPOINT naming`.execute(tx)
  try {
    const { rows } = await sql<{ id: string }>`
      UPDATE courses SET version = version + 1, year = ${course.year}, name = ${course.name},
        category = ${course.category}, series = ${course.series}, levels = ${course.levels}::text[],
        audience = ${course.audience}, summary = ${course.summary}, shared = ${course.shared},
        total_tenths = ${course.totalTenths}, updated_at = ${guard.at}
      WHERE ${guarded(guard)} RETURNING id`.execute(tx)
    if (rows.length === 0) return 'refused'
  } catch (error) {
    const violated: unknown = Reflect.get(Object(error), 'constraint')
    if (violated !== 'courses_once') throw error
    await sql`ROLLBACK TO SAVEPOINT naming`.execute(tx)
    return 'taken'
  }
  await sql`DELETE FROM course_subjects WHERE course_id = ${guard.id}`.execute(tx)
  const made = sql`WITH made AS (SELECT ${guard.id}::uuid AS id)`
  await sql`${made} ${subjectsFrom(sql`made`, course.subjects)}`.execute(tx)
  return 'moved'
}

/** What a move changes beside state, version and time; absent: stays as it is. */
export type Changes = {
  office?: { kind: FilingOffice; unitId: string }
  submittedBy?: string
  /** Numbers to try; the first that nobody has is taken. */
  numbers?: readonly string[]
  publishes?: boolean
  reason?: string | null
}

export type Moved = { id: string; unitId: string; name: string; number: string | null }

/** A move in one statement, with its line in the timeline; undefined when the guard did not hold. */
export async function move(
  tx: Db,
  guard: Guard,
  to: CourseState,
  changes: Changes,
  event: EventRow,
): Promise<Moved | undefined> {
  const { office, submittedBy, numbers, publishes, reason } = changes
  const set = [
    sql`state = ${to}, version = version + 1, updated_at = ${guard.at}`,
    ...(office ? [sql`office = ${office.kind}, office_unit_id = ${office.unitId}`] : []),
    ...(submittedBy ? [sql`submitted_by = ${submittedBy}, submitted_at = ${guard.at}`] : []),
    ...(numbers
      ? [
          sql`filed_at = ${guard.at}, number = (SELECT drawn FROM unnest(${numbers}::text[]) drawn
            WHERE NOT EXISTS (SELECT FROM courses taken WHERE taken.number = drawn) LIMIT 1)`,
        ]
      : []),
    ...(publishes ? [sql`published_at = ${guard.at}`] : []),
    ...(reason === undefined ? [] : [sql`reason = ${reason}`]),
  ]
  const { rows } = await sql<Moved>`
    WITH moved AS (
      UPDATE courses SET ${sql.join(set)} WHERE ${guarded(guard)} RETURNING id, unit_id, name, number
    ), told AS (${eventFrom(sql`moved`, event)})
    SELECT id, unit_id, name, number FROM moved`.execute(tx)
  return rows[0]
}

/** Deletes a course of the unit's; false where it is none, or in none of these states. */
export async function remove(
  tx: Db,
  { id, unitId, from }: { id: string; unitId: string; from: readonly CourseState[] },
): Promise<boolean> {
  const gone = await tx
    .deleteFrom('courses')
    .where('id', '=', id)
    .where('unitId', '=', unitId)
    .where('state', 'in', from)
    .returning('id')
    .executeTakeFirst()
  return gone !== undefined
}

/** The unit's courses among these, with their contents: what a copy is made of. */
export async function listForCopy(db: Db, unitId: string, ids: readonly string[]) {
  const { rows } = await sql<Omit<CourseForm, 'year'> & { id: string }>`
    SELECT c.id, c.name, c.category, c.series, c.levels, c.audience, c.summary, c.shared, ${subjectsOf} AS subjects
    FROM courses c WHERE c.unit_id = ${unitId} AND c.id = ANY (${ids}::uuid[]) ORDER BY c.id`.execute(
    db,
  )
  return rows
}
