import type { Category } from '@xueshi/contract/ledger'
import type { TitleLevel } from '@xueshi/contract/people'
import type {
  ClassState,
  ClassSubject,
  Confirmation,
  Exam,
  Organisation,
} from '@xueshi/contract/training/classes'
import type { Applicant, EnrolmentState } from '@xueshi/contract/training/enrolments'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../platform/database.ts'
import { sessionsOf, type SessionRow, withInstants } from '../classes/store.ts'

export type OpenRow = {
  id: string
  name: string
  courseName: string
  category: Category
  institutionName: string
  startsOn: string
  endsOn: string
  hoursTenths: number
  plan: number
  applied: number
  confirmed: number
  state: ClassState
  signUpFrom: Date
  signUpTo: Date
  myId: string | null
  myState: EnrolmentState | null
}

const columns = sql`c.id, c.name, c.course_name, c.category, i.name AS institution_name, c.starts_on, c.ends_on, c.hours_tenths,
  p.plan_count AS plan, p.applied_count AS applied, p.confirmed_count AS confirmed, c.state, c.sign_up_from, c.sign_up_to`

/** Where a person stands in the class; for anybody else, nowhere. */
const standing = (personId: string | null) =>
  personId === null
    ? { columns: sql`NULL::uuid AS my_id, NULL::text AS my_state`, join: sql`` }
    : {
        columns: sql`m.id AS my_id, m.state AS my_state`,
        join: sql`LEFT JOIN enrolments m ON m.class_id = c.id AND m.person_id = ${personId} AND m.state <> 'withdrawn'`,
      }

export type OpenFilter = {
  state: ClassState
  personId: string | null
  name?: string | undefined
  categories?: readonly Category[] | undefined
  series?: string | undefined
  region?: string | undefined
  from?: string | undefined
  to?: string | undefined
  free?: boolean | undefined
  year?: number | undefined
  /** Whom the class must admit. */
  applicant?: Applicant | undefined
  /** The day on which the last class of the page before begins, and its id. */
  after?: readonly [string, string] | undefined
}

/** At most so many classes are looked at for one page, however rare what is searched for. */
export const readLimit = 1000

const inRegion = (code: string): RawBuilder<unknown> => {
  if (code.endsWith('0000')) return sql`true`
  return code.endsWith('00') ? sql`c.city_code = ${code}` : sql`c.county_code = ${code}`
}

/** Whether a class admits somebody: what `admissionIssues` of the contract says, of many at once. */
const admits = ({ series, titleLevel, unitId, regions }: Applicant): RawBuilder<unknown> => sql`
  (c.series IS NULL OR c.series = ${series}) AND (c.admits_series = '{}' OR ${series} = ANY (c.admits_series))
  AND (c.course_levels = '{}' OR ${titleLevel} = ANY (c.course_levels))
  AND (c.admits_levels = '{}' OR ${titleLevel} = ANY (c.admits_levels))
  AND (c.admits_region IS NULL OR c.admits_region = ANY (${[...regions]}::text[]))
  AND (NOT c.units_only OR EXISTS (SELECT FROM class_units k WHERE k.class_id = c.id AND k.unit_id = ${unitId}))`

/** The range of the list's own order that is looked at: days and the place in the list. */
const range = ({ state, from, to, after }: OpenFilter) =>
  sql`c.state = ${state}${sql.join(
    [
      from === undefined ? sql`` : sql` AND c.starts_on >= ${from}::date`,
      to === undefined ? sql`` : sql` AND c.starts_on <= ${to}::date`,
      after === undefined
        ? sql``
        : sql` AND (c.starts_on, c.id) > (${after[0]}::date, ${after[1]}::uuid)`,
    ],
    sql``,
  )}`

/** Classes of one state, the soonest first. */
export function listQuery(filter: OpenFilter, limit: number) {
  const { name, categories, series, region, free, personId, year, applicant } = filter
  const mine = standing(personId)
  const residual = [
    categories === undefined ? sql`` : sql` AND c.category = ANY (${[...categories]}::text[])`,
    series === undefined
      ? sql``
      : sql` AND (c.series IS NULL OR c.series = ${series}) AND (cardinality(c.admits_series) = 0 OR ${series} = ANY (c.admits_series))`,
    region === undefined ? sql`` : sql` AND ${inRegion(region)}`,
    year === undefined ? sql`` : sql` AND c.year = ${year}`,
    applicant === undefined ? sql`` : sql` AND ${admits(applicant)}`,
    free === true ? sql` AND p.confirmed_count < p.plan_count` : sql``,
    name === undefined
      ? sql``
      : sql` AND (strpos(lower(c.name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0
          OR strpos(lower(c.course_name COLLATE "C"), lower(${name}::text COLLATE "C")) > 0)`,
  ]
  const searched = isSearch(filter)
    ? sql`(SELECT * FROM classes c WHERE ${range(filter)} ORDER BY c.starts_on, c.id LIMIT ${readLimit}) c`
    : sql`classes c`
  return sql<OpenRow>`
    SELECT ${columns}, ${mine.columns}
    FROM ${searched}
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    ${mine.join}
    WHERE ${range(filter)}${sql.join(residual, sql``)}
    ORDER BY c.starts_on, c.id LIMIT ${limit}`
}

export type FittingClass = {
  id: string
  name: string
  category: Category
  institutionName: string
  startsOn: string
  hoursTenths: number
  free: number
}
export type Fitting = {
  personId: string
  applicant: Applicant
  year: number
  categories: readonly Category[]
  now: Date
}

/**
 * Classes of a year that the person may apply for now, `each` of every category at most: those with a
 * place that nobody has before the full ones, the soonest first. Whoever stands in one is not offered it.
 */
export function fittingQuery(
  { personId, applicant, year, categories, now }: Fitting,
  each: number,
) {
  return sql<FittingClass>`
    SELECT f.id, f.name, f.category, i.name AS institution_name, f.starts_on, f.hours_tenths, f.free
    FROM (
      SELECT c.*, p.plan_count - p.confirmed_count AS free,
        row_number() OVER (PARTITION BY c.category ORDER BY p.confirmed_count >= p.plan_count, c.starts_on, c.id) AS nth
      FROM (SELECT * FROM classes WHERE state = 'accepting' ORDER BY starts_on, id LIMIT ${readLimit}) c
      JOIN class_places p ON p.class_id = c.id
      WHERE c.year = ${year} AND c.category = ANY (${[...categories]}::text[])
        AND c.sign_up_from <= ${now} AND c.sign_up_to > ${now}
        AND ${admits(applicant)}
        AND NOT EXISTS (
          SELECT FROM enrolments m WHERE m.class_id = c.id AND m.person_id = ${personId} AND m.state <> 'withdrawn')
    ) f
    JOIN units i ON i.id = f.institution_id
    WHERE f.nth <= ${each}
    ORDER BY f.free <= 0, f.starts_on, f.id`
}

export async function listFitting(db: Db, asked: Fitting, each: number): Promise<FittingClass[]> {
  return (await fittingQuery(asked, each).execute(db)).rows
}

export const isSearch = ({ name, categories, series, region, free }: OpenFilter): boolean =>
  [name, categories, series, region].some((one) => one !== undefined) || free === true

export async function list(db: Db, filter: OpenFilter, limit: number): Promise<OpenRow[]> {
  return (await listQuery(filter, limit).execute(db)).rows
}

/** The class at which a search that looked at `readLimit` of them stopped; undefined when it saw all. */
export async function endOfReading(db: Db, filter: OpenFilter) {
  const { rows } = await sql<{ id: string; startsOn: string }>`
    SELECT c.id, c.starts_on FROM classes c WHERE ${range(filter)}
    ORDER BY c.starts_on, c.id OFFSET ${readLimit - 1} LIMIT 1`.execute(db)
  return rows[0]
}

/** A class as anybody may see it, with where the asker stands in it. */
export type OpenRecord = OpenRow & {
  year: number
  series: string | null
  organisation: Organisation
  days: number
  headTeacher: string
  teacher: string
  exam: Exam
  place: string
  fee: string
  contactName: string
  contactPhone: string
  confirmation: Confirmation
  attendancePercent: number
  passMark: number
  lateMinutes: number
  startsAt: Date
  /** The levels that its course is for; empty: all. */
  courseLevels: TitleLevel[]
  admitsSeries: string[]
  admitsLevels: TitleLevel[]
  admitsRegion: string | null
  unitsOnly: boolean
  reason: string | null
  commitment: string | null
  seed: string | null
  drawnAt: Date | null
  units: { unitId: string; name: string; kept: number }[]
  subjects: ClassSubject[]
  sessions: SessionRow[]
}

export async function find(
  db: Db,
  { id, states, personId }: { id: string; states: readonly ClassState[]; personId: string | null },
): Promise<OpenRecord | undefined> {
  const mine = standing(personId)
  type Row = Omit<OpenRecord, 'sessions'> & { sessions: Parameters<typeof withInstants>[0][] }
  const { rows } = await sql<Row>`
    SELECT ${columns}, ${mine.columns}, c.year, c.series, c.organisation, c.days, c.head_teacher, c.teacher, c.exam, c.place,
      c.fee, c.contact_name, c.contact_phone, c.confirmation, c.attendance_percent, c.pass_mark, c.late_minutes, c.starts_at, c.course_levels, c.admits_series,
      c.admits_levels, c.admits_region, c.units_only, CASE WHEN c.state = 'cancelled' THEN c.reason END AS reason,
      d.commitment, d.seed, d.drawn_at,
      (SELECT coalesce(json_agg(json_build_object('unitId', k.unit_id, 'name', u.name, 'kept', k.kept_count - k.released_count)
          ORDER BY u.name COLLATE "C", k.unit_id), '[]')
        FROM class_units k JOIN units u ON u.id = k.unit_id WHERE k.class_id = c.id) AS units,
      (SELECT coalesce(json_agg(json_build_object('position', l.position, 'name', l.name, 'hoursTenths', l.hours_tenths)
          ORDER BY l.position), '[]') FROM class_subjects l WHERE l.class_id = c.id) AS subjects,
      ${sessionsOf(sql`c.id`)} AS sessions
    FROM classes c
    JOIN class_places p ON p.class_id = c.id
    JOIN units i ON i.id = c.institution_id
    LEFT JOIN class_draws d ON d.class_id = c.id
    ${mine.join}
    WHERE c.id = ${id} AND c.state = ANY (${[...states]}::text[])`.execute(db)
  const [row] = rows
  return row && { ...row, sessions: row.sessions.map(withInstants) }
}

/** What a class's admission looks at; undefined while the profile or the employment is not confirmed. */
export async function findApplicant(db: Db, personId: string): Promise<Applicant | undefined> {
  const { rows } = await sql<Applicant>`
    SELECT f.series, f.title_level, e.unit_id, array_remove(ARRAY[u.province_code, u.city_code, u.county_code], NULL) AS regions
    FROM profiles f
    JOIN employments e ON e.person_id = f.person_id AND e.state = 'confirmed' AND e.kind IN ('main', 'hosted')
    JOIN units u ON u.id = e.unit_id
    WHERE f.person_id = ${personId} AND f.state = 'confirmed'
    ORDER BY e.applied_at DESC LIMIT 1`.execute(db)
  return rows[0]
}

/** Sessions of the person's other classes at the time of this one's; at most 20. */
export async function findClashes(
  db: Db,
  { classId, personId }: { classId: string; personId: string },
): Promise<{ className: string; from: Date; to: Date }[]> {
  const { rows } = await sql<{ className: string; from: Date; to: Date }>`
    SELECT c.name AS class_name, t.starts_at AS "from", t.ends_at AS "to"
    FROM enrolments e
    JOIN classes c ON c.id = e.class_id AND c.state IN ('accepting', 'paused', 'closed', 'running')
    JOIN class_sessions t ON t.class_id = c.id
    JOIN class_sessions s ON s.class_id = ${classId} AND s.starts_at < t.ends_at AND t.starts_at < s.ends_at
    WHERE e.person_id = ${personId} AND e.class_id <> ${classId} AND e.state IN ('applied', 'confirmed', 'waitlisted')
    ORDER BY t.starts_at, c.id LIMIT 20`.execute(db)
  return rows
}

/** The outcome of a draw that was held, of a class that anybody may see. */
export async function findDraw(db: Db, classId: string) {
  const { rows } = await sql<{
    commitment: string
    seed: string
    drawnAt: Date
    planCount: number
    outcome: [number, boolean, boolean][]
  }>`SELECT commitment, seed, drawn_at, plan_count, outcome FROM class_draws
    WHERE class_id = ${classId} AND drawn_at IS NOT NULL`.execute(db)
  return rows[0]
}
